using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Tests.Evidence;
using AccessReview.Core.Tests.Journeys;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>The next review is measured by the campaign with its closed addenda: what they certified was reviewed.</summary>
public sealed class AfterAnAddendumTests
{
    private static readonly DateTime Later = new(2026, 11, 27, 18, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task What_a_closed_addendum_certified_is_neither_new_nor_changed_in_the_next_review()
    {
        await using var quarter = await Quarter.StartAsync();
        var main = await quarter.LaunchAsync("Heap, Q4 2026", new DateOnly(2026, 12, 4));
        await quarter.ReadAsync("2027Q1", Later);
        var number = (await AddendumTests.DraftAsync(quarter, main)).Require();
        await AddendumTests.LaunchAsync(quarter, number);
        await AddendumTests.CloseAsync(quarter, main);
        await quarter.Database.Get<FollowUps>().RunAsync(default);
        await using var db = quarter.Database.Look();
        var added = await db.ReviewItems.Where(i => i.GroupId == null && db.Campaigns.Any(c => c.Id == i.CampaignId && c.Number == number)).Select(i => i.AccountId).ToListAsync();
        Assert.NotEmpty(added);
        Assert.DoesNotContain(Finding.None, await SinceAsync(db, added));

        // Nothing was read anew: that the addendum closed is what makes the assessment old.
        await AddendumTests.CloseAsync(quarter, number);
        await quarter.Database.Get<FollowUps>().RunAsync(default);
        Assert.All(await SinceAsync(db, added), since => Assert.Equal(Finding.None, since));

        var next = await quarter.LaunchAsync("Heap, Q1 2027", new DateOnly(2026, 12, 18));
        using var book = await CampaignWorkbook.OfAsync(quarter.Database, next);
        var addresses = await db.AccountRecords.Where(r => added.Contains(r.AccountId)).Select(r => r.Email).Distinct().ToListAsync();
        var rows = book["Decisions"].Rows().Where(r => r["Account"] is { } account && addresses.Contains(account)).ToList();
        Assert.True(rows.Count >= added.Count);
        Assert.All(rows, r => Assert.StartsWith("Certified, ", r["Previous decision"], StringComparison.Ordinal));
    }

    private static Task<List<Finding>> SinceAsync(ReviewDb db, List<long> accounts) =>
        db.AssessedAccounts.Where(a => accounts.Contains(a.AccountId) && db.Applications.Any(p => p.CurrentAssessmentId == a.AssessmentId))
            .Select(a => a.Findings & (Finding.NewSinceLastReview | Finding.ChangedSinceLastReview)).ToListAsync();
}
