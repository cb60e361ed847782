using AccessReview.Core.Connections;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Evidence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>What a process had asked another system for when it was killed may be done: the record says that the product had begun it.</summary>
public sealed class KilledOnTheWayTests : ConnectedTests
{
    [Theory]
    [InlineData(ConnectionUse.ReadAndRemove, "Verified", "Carried out by the product, and disabled when it was read")]
    [InlineData(ConnectionUse.ReadOnly, "Verified", "Begun by the product, and disabled when it was read")]
    public async Task What_a_killed_process_had_asked_for_is_the_products_work_also_where_it_is_a_persons_by_then(ConnectionUse use, string state, string gone)
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await world.Revoked.RevokeAsync("Vera");
        var signOff = await world.Revoked.SignOffAsync("Vera");
        database.Time.Advance(TimeSpan.FromHours(1));
        await KilledAsync((await world.OnlyAsync()).Id);
        world.Heap.Find("h1")!["active"] = false;
        var heap = await world.ConnectHeapAsync(use);
        await database.Get<CarryOutRemovals>().RunAsync(CancellationToken.None);

        Assert.Equal("sign-off.removed", (await database.Get<WithdrawSignOff>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), signOff, "It was the wrong list", CancellationToken.None)).Problem?.Code);
        await using (var db = database.Look())
        {
            var begun = await db.RemovalAttempts.OrderBy(a => a.Id).FirstAsync();
            Assert.Equal((heap, AttemptAct.Account, "Heap account", AttemptResult.Unproven), (begun.ConnectionId, begun.Act, begun.Target, begun.Result));
        }

        await world.ReadAsync(heap);
        using var book = await CampaignWorkbook.OfAsync(database, 1);
        var row = Assert.Single(book["Removals"].Rows());
        Assert.Equal((state, gone), (row["State"], row["How it was gone"]));
    }

    /// <summary>A process takes the job, is about to switch the account off, and is killed; its lease runs out.</summary>
    private async Task KilledAsync(long removal)
    {
        await database.Get<OperationalWrites>().RunAsync(
            (db, _) =>
            {
                db.Add(new Work { Kind = CarryOutRemovals.Kind, UniqueKey = CarryOutRemovals.Kind, Arguments = "{}", AskedBy = Actor.Product.Key, AskedAt = database.Time.Now(), State = WorkState.Waiting });
                return Task.FromResult(Done.Yes);
            },
            CancellationToken.None);
        var work = await database.Get<WorkQueue>().TakeAsync(CarryOutRemovals.Kind, CancellationToken.None);
        await using var db = database.Look();
        var connection = await db.Connections.Select(c => c.Id).SingleAsync();
        Assert.True(await database.Get<RemovalUnderWay>().BeginAsync(work!, removal, new BegunStep(connection, AttemptAct.Account, "Heap account"), CancellationToken.None));
        database.Time.Advance(2 * WorkQueue.Lease);
    }
}
