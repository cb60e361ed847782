using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>Launches a draft for the product itself once every gate passes. A late launch moves the due day, so that reviewers have the days they were promised.</summary>
public sealed class LaunchReady(Databases databases, ChangeCampaign plan, PreviewCampaign preview, LaunchCampaign launch, TimeProvider time)
{
    /// <summary>Launches it, or leaves it a draft.</summary>
    /// <param name="number">The draft.</param>
    /// <param name="due">The earliest day that it may be due.</param>
    /// <param name="still">Asked as the last thing before the launch: whether it is still to be launched.</param>
    /// <param name="cancel">Stops before the commit.</param>
    public async Task RunAsync(int number, DateOnly due, Func<ReviewDb, CancellationToken, Task<bool>> still, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();

        // The gates are looked at before anything is written, so that a draft that waits for a reading costs no event.
        if (!(await preview.RunAsync(Actor.Product, number, cancel)).IsOk || await WaitsForAsync(db, number, due, cancel))
        {
            return;
        }

        var campaign = await db.Campaigns.AsNoTracking().SingleAsync(c => c.Number == number, cancel);
        if (campaign.DueDate < due)
        {
            // What an owner has changed meanwhile is looked at the next time.
            var planned = CampaignPlan.Of(campaign);
            if (!(await plan.RunAsync(Guid.NewGuid(), Actor.Product, number, planned with { DueDate = due }, planned, cancel)).IsOk || !(await preview.RunAsync(Actor.Product, number, cancel)).IsOk)
            {
                return;
            }
        }

        await launch.RunAsync(Guid.NewGuid(), Actor.Product, number, seen: null, still, cancel);
    }

    // Judged with the due day that it would be launched with: one that waited past its own is no reason to wait for ever.
    private async Task<bool> WaitsForAsync(ReviewDb db, int number, DateOnly due, CancellationToken cancel)
    {
        var campaign = await db.Campaigns.AsNoTracking().Include(c => c.Applications).SingleAsync(c => c.Number == number, cancel);
        var facts = await GateFactsReader.ReadAsync(db, campaign, time.Now(), cancel);
        var dueAt = (CampaignPlan.Of(campaign) with { DueDate = campaign.DueDate < due ? due : campaign.DueDate }).DueAt();
        return LaunchGates.Of(facts with { DueAt = dueAt }).Any(g => !g.Passed);
    }
}
