using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Seats;
using AccessReview.Core.Tests.Journeys;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Seats;

/// <summary>The seats that nobody uses, reviewed in a campaign of their own.</summary>
public sealed class SeatReviewTests
{
    [Fact]
    public async Task A_campaign_about_unused_seats_holds_them_and_nobody_else_and_needs_no_approval_for_the_rest()
    {
        await using var quarter = await Quarter.StartAsync();
        var (heap, unused) = await UnusedAsync(quarter);
        Assert.NotEmpty(unused);
        var owner = await quarter.AsAsync("dmitri.raman");
        var number = (await quarter.Database.Get<DraftSeatReview>().RunAsync(Guid.NewGuid(), owner, heap, default)).Require();
        (await quarter.Database.Get<PreviewCampaign>().RunAsync(owner, number, default)).Require();
        (await quarter.Database.Get<LaunchCampaign>().RunAsync(Guid.NewGuid(), owner, number, default)).Require();

        await using var db = quarter.Database.Look();
        var campaign = await db.Campaigns.Include(c => c.Applications).SingleAsync();
        Assert.Equal((CampaignPart.UnusedSeats, CampaignState.Active), (campaign.Part, campaign.State));
        Assert.Null(Assert.Single(campaign.Applications).ScopeApprovedById);
        Assert.Equal(unused, (await db.ReviewItems.Where(i => i.ParentItemId == null && i.GroupId == null).Select(i => i.AccountId).ToListAsync()).Order());
        Assert.Equal(194, unused.Count + await db.LeftOutAccounts.CountAsync());
        Assert.Equal("seats.none", (await quarter.Database.Get<DraftSeatReview>().RunAsync(Guid.NewGuid(), owner, heap, default)).Problem!.Code);
    }

    [Fact]
    public async Task One_is_planned_at_a_time_and_only_a_campaign_owner_plans_it()
    {
        await using var quarter = await Quarter.StartAsync();
        var (heap, _) = await UnusedAsync(quarter);
        Assert.Equal(Problem.DeniedCode, (await quarter.Database.Get<DraftSeatReview>().RunAsync(Guid.NewGuid(), await quarter.AsAsync("nadia.petrov"), heap, default)).Problem!.Code);
        var owner = await quarter.AsAsync("dmitri.raman");
        (await quarter.Database.Get<DraftSeatReview>().RunAsync(Guid.NewGuid(), owner, heap, default)).Require();
        Assert.Equal("seats.planned", (await quarter.Database.Get<DraftSeatReview>().RunAsync(Guid.NewGuid(), owner, heap, default)).Problem!.Code);
    }

    // Usable accounts of one person each that were not used for longer than the limit, or whose invitation was not taken up.
    private static async Task<(long Heap, List<long> Unused)> UnusedAsync(Quarter quarter)
    {
        await using var db = quarter.Database.Look();
        var heap = await db.Applications.SingleAsync();
        var limit = new DateTime(2026, 11, 20, 18, 0, 0, DateTimeKind.Utc).AddDays(-90);
        var unused = await (
            from assessed in db.AssessedAccounts
            where assessed.AssessmentId == heap.CurrentAssessmentId && assessed.DeclarationId == null
            join record in db.AccountRecords on assessed.AccountRecordId equals record.Id
            where record.Status == AccountStatus.Invited
                || (record.Status == AccountStatus.Active && ((record.LastUsedState == LastUsedState.Known && record.LastUsedAt < limit) || (record.LastUsedState == LastUsedState.Never && record.CreatedAt < limit)))
            orderby assessed.AccountId
            select assessed.AccountId).ToListAsync();
        return (heap.Id, unused);
    }
}
