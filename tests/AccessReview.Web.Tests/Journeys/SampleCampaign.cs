using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Sample;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>The sample organisation with a campaign over Heap, by the use cases behind the pages.</summary>
internal static class SampleCampaign
{
    /// <summary>Loads the sample and launches a campaign; answers with the application's key.</summary>
    public static async Task<long> LaunchSampleAsync(this TestApp app)
    {
        (await app.Get<LoadSample>().RunAsync(CancellationToken.None)).Require();
        return await app.ApproveAndLaunchAsync(await app.DraftAsync("Heap, Q4 2026"));
    }

    /// <summary>Has the draft's scope approved by the application's owner and launches it; answers with the application's key.</summary>
    public static async Task<long> ApproveAndLaunchAsync(this TestApp app, int number)
    {
        await using var db = app.Get<Databases>().CreateDbContext();
        (await app.Get<PreviewCampaign>().RunAsync(await app.OwnerAsync(), number, CancellationToken.None)).Require();
        var heap = await db.Applications.SingleAsync();
        var approver = Actor.Demo(heap.OwnerId!.Value);
        var list = (await app.Get<ScopeToApprove>().RunAsync(approver, number, heap.Id, CancellationToken.None)).Require();
        (await app.Get<ApproveScope>().RunAsync(Guid.NewGuid(), approver, number, heap.Id, list.Sha256, CancellationToken.None)).Require();
        (await app.Get<LaunchCampaign>().RunAsync(Guid.NewGuid(), await app.OwnerAsync(), number, CancellationToken.None)).Require();
        return heap.Id;
    }

    /// <summary>Plans a campaign over Heap and previews it; answers with its number.</summary>
    public static async Task<int> DraftAsync(this TestApp app, string name)
    {
        await using var db = app.Get<Databases>().CreateDbContext();
        var owner = await app.OwnerAsync();
        var today = DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime);
        var plan = new CampaignPlan(name, "Quarterly review", "SOC 2 CC6.3", today.AddDays(-50), today.AddDays(40), today.AddDays(9), "Europe/Berlin", DeadlineRule.NotReviewed);
        var number = (await app.Get<DraftCampaign>().RunAsync(Guid.NewGuid(), owner, plan, CancellationToken.None)).Require();
        var heap = await db.Applications.Select(a => a.Id).SingleAsync();
        (await app.Get<AddCampaignApplication>().RunAsync(Guid.NewGuid(), owner, number, heap, CampaignScope.Default, CancellationToken.None)).Require();
        (await app.Get<PreviewCampaign>().RunAsync(owner, number, CancellationToken.None)).Require();
        return number;
    }

    /// <summary>Its owner gives a campaign up.</summary>
    public static async Task GiveUpAsync(this TestApp app, int number) =>
        (await app.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), await app.OwnerAsync(), number, "Not needed", CancellationToken.None)).Require();

    private static async Task<Actor> OwnerAsync(this TestApp app)
    {
        await using var db = app.Get<Databases>().CreateDbContext();
        return Actor.Demo(await db.PersonRecords.Where(p => p.WorkEmail == "dmitri.raman@harbourlight.example").Select(p => p.PersonId).FirstAsync());
    }
}
