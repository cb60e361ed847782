using System.Text;
using AccessReview.Core.Audit;
using AccessReview.Core.Connections;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Evidence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>How often a removal is tried where the other system passes, and how long that is left alone in between.</summary>
public sealed class RemovalTriesTests : ConnectedTests
{
    [Fact]
    public async Task A_system_that_asks_for_the_same_short_pause_each_time_is_left_alone_for_longer_each_time()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await world.Revoked.RevokeAsync("Vera");
        await world.Revoked.SignOffAsync("Vera");
        world.Heap.Before = async (context, _) =>
        {
            // Longer than a removal waits for, so that it is put off.
            (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (503, "121");
            await context.Response.CompleteAsync();
            return true;
        };
        database.Time.Advance(TimeSpan.FromHours(1));
        List<TimeSpan> pauses = [];
        for (var tried = 1; tried <= 5; tried++)
        {
            await database.Get<CarryOutRemovals>().RunAsync(default);
            var removal = await world.OnlyAsync();
            Assert.Equal((RemovalState.Requested, tried), (removal.State, removal.Tries));
            pauses.Add(removal.NotBefore!.Value - database.Time.GetUtcNow().UtcDateTime);
            database.Time.Advance(pauses[^1]);
        }

        Assert.Equal([TimeSpan.FromSeconds(121), TimeSpan.FromSeconds(121), .. new[] { 4, 8, 16 }.Select(m => TimeSpan.FromMinutes(m))], pauses);
    }

    [Fact]
    public async Task What_was_let_through_and_not_read_back_is_begun_with_its_proof_and_is_the_products_work_once_it_is_found_gone()
    {
        var signOff = await RevokeAsync();
        // Longer than a removal waits for, so that it is put off.
        NotReadBack(429, "121");
        database.Time.Advance(TimeSpan.FromHours(1));
        await database.Get<CarryOutRemovals>().RunAsync(default);

        Assert.Equal(RemovalState.Requested, (await world.OnlyAsync()).State);
        await using (var db = database.Look())
        {
            var attempt = await db.RemovalAttempts.SingleAsync();
            Assert.Equal(AttemptResult.Unproven, attempt.Result);
            var proof = Encoding.UTF8.GetString(await database.Get<FileStore>().ReadAsync(attempt.ProofFileId!.Value, default));
            Assert.Matches("(?s)\"GET /Users/h1\".*\"PATCH /Users/h1\".*\"GET /Users/h1\".*429", proof);
        }

        Assert.Equal("sign-off.removed", (await database.Get<WithdrawSignOff>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), signOff, "It was the wrong list", default)).Problem?.Code);

        world.Heap.Before = null;
        await world.CarryOutAsync(TimeSpan.FromSeconds(122));
        using var book = await CampaignWorkbook.OfAsync(database, 1);
        var row = Assert.Single(book["Removals"].Rows());
        Assert.Equal(
            ("Verified", "2", "Gone already, when tried again", "Carried out by the product, and disabled when it was read"),
            (row["State"], row["Attempts"], row["Last answer"], row["How it was gone"]));
        Assert.StartsWith("Begun, and not proven", book["Removal proofs"].Column("Came of it").First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_let_through_and_is_read_back_when_asked_again_is_done_and_the_proof_holds_both()
    {
        await RevokeAsync();
        NotReadBack(503, "1", times: 1);
        database.Time.Advance(TimeSpan.FromHours(1));
        var waits = new JumpingTime();
        waits.SetUtcNow(database.Time.GetUtcNow());
        var once = new RemoveOnce(
            database.Get<Databases>(), database.Get<Change>(), database.Get<ConnectorFactory>(), database.Get<FileStore>(), database.Get<RemovalUnderWay>(), waits);
        var carryOut = new CarryOutRemovals(
            database.Get<Databases>(), database.Get<OperationalWrites>(), database.Get<WorkQueue>(), database.Get<Change>(), once, database.Get<ReadingBell>(), database.Time);
        Assert.Equal(1, await carryOut.RunAsync(default));
        await using var db = database.Look();
        var attempt = await db.RemovalAttempts.SingleAsync();
        Assert.Equal(AttemptResult.Done, attempt.Result);
        Assert.Contains("PATCH /Users/h1", Encoding.UTF8.GetString(await database.Get<FileStore>().ReadAsync(attempt.ProofFileId!.Value, default)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_begun_and_failed_for_good_is_not_called_gone_by_itself_when_a_reading_no_longer_has_it()
    {
        await RevokeAsync();
        NotReadBack(403, null);
        database.Time.Advance(TimeSpan.FromHours(1));
        await database.Get<CarryOutRemovals>().RunAsync(default);
        Assert.Equal(("Begun by the product, and not brought to its end", 0), await SaidAsync());

        world.Heap.Before = null;
        await using (var db = database.Look())
        {
            await world.ReadAsync(await db.Connections.Select(c => c.Id).SingleAsync());
        }

        Assert.Equal(RemovalState.Verified, (await world.OnlyAsync()).State);
        Assert.Equal(("Begun by the product, and disabled when it was read", 0), await SaidAsync());
        using var book = await CampaignWorkbook.OfAsync(database, 1);
        Assert.Equal("the product, begun, and not proven; nobody noted", Assert.Single(book["Removals"].Rows())["Method"]);
    }

    [Fact]
    public async Task What_was_let_through_and_is_still_shown_is_begun_and_its_sign_off_stands()
    {
        var signOff = await RevokeAsync();
        world.Heap.Before = async (context, _) =>
        {
            var late = context.Request.Method != "GET";
            if (late)
            {
                context.Response.StatusCode = 204;
                await context.Response.CompleteAsync();
            }

            return late;
        };
        database.Time.Advance(TimeSpan.FromHours(1));
        await database.Get<CarryOutRemovals>().RunAsync(default);

        Assert.Equal(RemovalState.Failed, (await world.OnlyAsync()).State);
        await using var db = database.Look();
        var attempt = await db.RemovalAttempts.SingleAsync();
        Assert.Equal((AttemptResult.Unproven, "Every allowed form was tried, and it is still there."), (attempt.Result, attempt.Why));
        Assert.Equal("sign-off.removed", (await database.Get<WithdrawSignOff>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), signOff, "It was the wrong list", default)).Problem?.Code);
    }

    private async Task<(string Proof, int AlreadyGone)> SaidAsync()
    {
        var page = (await database.Get<RemovalList>().RunAsync(world.World.As("Owen"), new RemovalFilter(), 0, 10, default)).Require();
        return (Assert.Single(page.Rows).Proof, page.Counts.AlreadyGone);
    }

    private async Task<long> RevokeAsync()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await world.Revoked.RevokeAsync("Vera");
        return await world.Revoked.SignOffAsync("Vera");
    }

    private void NotReadBack(int status, string? after, int times = int.MaxValue)
    {
        var written = false;
        world.Heap.Before = async (context, _) =>
        {
            written |= context.Request.Method == "PATCH";
            var refused = written && context.Request.Method == "GET" && times-- > 0;
            if (refused)
            {
                (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (status, after);
                await context.Response.CompleteAsync();
            }

            return refused;
        };
    }
}
