using AccessReview.Core.Campaigns;
using AccessReview.Core.Evidence;
using AccessReview.Core.Persistence;
using AccessReview.Core.Tests.Persistence;
using AccessReview.Core.Tests.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>Who makes an edition keeps its job for as long as that takes, also before a row is written.</summary>
public sealed class EditionLeaseTests
{
    // Read while an edition is being made, and before its first row is written.
    private const string Early = "FROM \"Questions\"";

    [Fact]
    public async Task A_job_whose_edition_takes_longer_than_a_lease_before_its_first_row_stays_with_who_makes_it()
    {
        var moment = new MomentWithin(Early);
        await using var world = await AskedAsync(moment);
        var other = new WorkQueue(world.Database.Databases, world.Database.Get<OperationalWrites>(), world.Database.Time);
        moment.Meanwhile = async held =>
        {
            for (var third = 0; third < 4; third++)
            {
                await WorkQueueTests.RenewedAsync(world.Database);
                Assert.Null(await other.TakeAsync(ExportJob.Kind, held));
            }
        };
        Assert.Equal(1, await world.Database.Get<RunExports>().RunAsync(default));
        Assert.Null(moment.Meanwhile);
    }

    [Fact]
    public async Task An_edition_whose_job_is_anothers_by_now_is_not_made_to_its_end()
    {
        var moment = new MomentWithin(Early);
        await using var world = await AskedAsync(moment);
        moment.Meanwhile = async held =>
        {
            await world.Database.Get<OperationalWrites>().RunAsync(
                async (db, token) => await db.Works.ExecuteUpdateAsync(set => set.SetProperty(w => w.LeaseOwner, "another"), token), held);
            world.Database.Time.Advance(WorkQueue.Lease / 3);
            await Task.Delay(TimeSpan.FromMinutes(1), held);
        };
        Assert.Equal(0, await world.Database.Get<RunExports>().RunAsync(default));
        await using var db = world.Database.Look();
        Assert.False(await db.EvidenceEditions.AnyAsync());
        Assert.Equal("another", await db.Works.Select(w => w.LeaseOwner).SingleAsync());
    }

    private static async Task<ReviewWorld> AskedAsync(MomentWithin moment)
    {
        var world = await ReviewWorld.CreateAsync(interceptor: moment);

        // As when the product starts: until then whoever reads keeps others from writing.
        await world.Database.Get<Upgrade>().RunAsync(DatabaseName.Own, default);
        (await world.DecideAsync("Mia", "Vera", DecisionKind.Revoke)).Require();
        (await world.Database.Get<AskForEvidence>().RunAsync(world.World.As("Owen"), 1, default)).Require();
        return world;
    }
}
