using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Leavers;
using AccessReview.Core.Tests.Journeys;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Leavers;

/// <summary>People who left after the campaign was launched that is open.</summary>
public sealed class LeftAfterLaunchTests
{
    [Fact]
    public async Task Whom_an_open_campaign_holds_is_before_reviewers_though_they_left_after_it_was_launched()
    {
        await using var quarter = await Quarter.StartAsync();
        await quarter.LaunchAsync("Heap, Q4 2026", new DateOnly(2026, 12, 4));
        await quarter.ReadAsync("2027Q1", new DateTime(2027, 2, 19, 18, 0, 0, DateTimeKind.Utc));
        await using var db = quarter.Database.Look();
        var frozen = await db.ReviewItems.Where(i => i.ParentItemId == null && db.Campaigns.Any(c => c.Id == i.CampaignId && c.Number == 1)).ToDictionaryAsync(i => i.AccountId, i => i.Findings);
        var list = (await quarter.Database.Get<LeaverList>().RunAsync(await quarter.AsAsync("dmitri.raman"), new LeaverFilter(Open: true), 0, default)).Require();
        List<LeaverRow> held = [.. list.Rows.Where(r => frozen.ContainsKey(r.AccountId))];
        Assert.Contains(held, r => (frozen[r.AccountId] & Finding.Left) == Finding.None);
        Assert.All(held, r => Assert.Equal((1, CampaignState.Active), (r.Asked!.Value.Number, r.Asked.Value.State)));
        Assert.Equal(list.Rows.Count(r => r.BeforeReviewers), list.Figures.BeforeReviewers);
    }
}
