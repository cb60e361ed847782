using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Tests.Journeys;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Audit;

/// <summary>Who owns an application, and what its accounts are judged by, is what the events say: whoever makes themselves its owner beside the product is
/// found, also once they gave it back.</summary>
public sealed class OwnersReplayTests
{
    [SqliteTheory]
    [InlineData("UPDATE Applications SET OwnerId = (SELECT MIN(Id) FROM People)")]
    [InlineData("UPDATE Applications SET DormantAfterDays = DormantAfterDays + 1")]
    [InlineData("UPDATE PrivilegedRoles SET Active = 0")]
    public async Task An_application_that_is_not_as_the_events_say_is_found(string tampering)
    {
        await using var quarter = await Quarter.StartAsync();
        Assert.Empty(await FoundAsync(quarter));
        await using var db = await Unguarded.OpenAsync(quarter.Database);
        Assert.NotEqual(0, await db.Database.ExecuteSqlRawAsync(tampering));
        Assert.Equal(["application.state"], (await FoundAsync(quarter)).Distinct());
    }

    [SqliteFact]
    public async Task Who_owned_an_application_for_just_as_long_as_it_took_to_approve_what_is_left_out_is_found()
    {
        await using var quarter = await Quarter.StartAsync();
        var me = await quarter.AsAsync("dmitri.raman");
        var number = (await quarter.Database.Get<DraftCampaign>().RunAsync(
            Guid.NewGuid(), me, new CampaignPlan("Q4", "Who can get in.", "SOC 2 CC6.2", new(2026, 11, 4), new(2026, 12, 4), new(2026, 12, 4), "Europe/Berlin", DeadlineRule.NotReviewed), default)).Require();
        await using var db = await Unguarded.OpenAsync(quarter.Database);
        var application = await db.Applications.AsNoTracking().SingleAsync();
        (await quarter.Database.Get<AddCampaignApplication>().RunAsync(Guid.NewGuid(), me, number, application.Id, CampaignScope.Default with { FallbackReviewerId = me.PersonId }, default)).Require();
        (await quarter.Database.Get<PreviewCampaign>().RunAsync(me, number, default)).Require();
        var list = await ScopeList.ReadAsync(db, await db.CampaignApplications.AsNoTracking().SingleAsync(), default);
        await db.Database.ExecuteSqlAsync($"UPDATE Applications SET OwnerId = {me.PersonId}");
        (await quarter.Database.Get<ApproveScope>().RunAsync(Guid.NewGuid(), me, number, application.Id, list.Sha256, default)).Require();
        await db.Database.ExecuteSqlAsync($"UPDATE Applications SET OwnerId = {application.OwnerId}");
        Assert.Equal(["event.owner"], await FoundAsync(quarter));
    }

    private static async Task<List<string>> FoundAsync(Quarter quarter) =>
        [.. (await quarter.Database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings.Where(f => f.Code != "guard.missing").Select(f => f.Code)];
}
