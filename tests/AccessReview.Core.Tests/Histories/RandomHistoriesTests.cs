using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Evidence;
using AccessReview.Core.Tests.Crashes;
using AccessReview.Core.Tests.Evidence;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Histories;

/// <summary>Whatever happens to a campaign, in whatever order: after each act the product is where the model is, and nothing is half done. After each
/// that the evidence tells most of, and in the long form's first histories after each act, the record verifies and the evidence ties out.</summary>
public sealed class RandomHistoriesTests(ITestOutputHelper output)
{
    private const int Steps = 120;

    // A workbook for every act of every history would take the long form an hour more.
    private const int Closely = 20;

    // What the evidence tells most of.
    private static readonly string[] Weighty = ["launch", "sign", "withdraw", "read", "close"];

    private static bool Long => Environment.GetEnvironmentVariable("ACCESSREVIEW_LONG") == "1";

    private static int Histories => Long ? 150 : 3;

    [SqliteFact]
    public async Task After_each_act_of_a_random_history_the_product_is_where_a_small_model_is()
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        for (var seed = 1; seed <= Histories; seed++)
        {
            await using var database = await TestDatabase.CreateAsync();
            var history = new RandomHistory(database, seed);
            await history.BeginAsync();
            for (var step = 1; step <= Steps; step++)
            {
                await history.StepAsync();
                await CheckAsync(database, history, seed, verify: (Long && seed <= Closely) || step % 30 == 0 || IsWeighty(history.Told));
            }

            await history.EndAsync();
            await database.Get<FollowUps>().RunAsync(CancellationToken.None);
            await database.Get<RunExports>().RunAsync(CancellationToken.None);
            await CheckAsync(database, history, seed, verify: true);
            await history.CheckRemovalsAsync();
            done.UnionWith(history.Done);
        }

        output.WriteLine(string.Join(", ", done.Order()));
        Assert.Superset(new HashSet<string>(["launch", "decide", "change", "undo", "bulk", "line", "extend", "reassign", "hand over", "sign", "withdraw", "read", "clock back", "again", "close", "the deadline revokes", "Verified", "StillPresent", "Reappeared"], StringComparer.Ordinal), done);
    }

    /// <summary>Whether the act told last was done and is one of those.</summary>
    private static bool IsWeighty(string told)
    {
        var last = told[(told.LastIndexOf('\n') + 1)..];
        return Array.Exists(Weighty, act => last.Contains($". {act} done ", StringComparison.Ordinal));
    }

    private static async Task CheckAsync(TestDatabase database, RandomHistory history, int seed, bool verify)
    {
        var where = $"history {seed}:\n{history.Told}\n";
        await using var db = database.Look();
        if (history.Model is { } model)
        {
            Assert.Equal(model.Due, await db.Campaigns.Where(c => c.Number == history.Number).Select(c => c.DueDate).SingleAsync());
            var ids = model.Turns.Select(t => t.Id).ToList();
            var real = await db.ReviewTurns.Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Id);
            foreach (var turn in model.Turns)
            {
                var is_ = real[turn.Id];
                Assert.True(
                    (is_.State, is_.ReviewerId, is_.SignOffId) == (turn.State, turn.ReviewerId, turn.SignOffId),
                    $"{where}item {turn.Number} is {is_.State} before {is_.ReviewerId} under sign-off {is_.SignOffId}; it should be {turn.State} before {turn.ReviewerId} under {turn.SignOffId}");
            }
        }

        foreach (var (means, sql) in NothingHalfDone.Statements)
        {
            var count = $"SELECT ({sql}) AS \"Value\"";
            Assert.True(await db.Database.SqlQueryRaw<long>(count).SingleAsync() == 0, where + means);
        }

        Assert.True(
            !await db.ReviewTurns.AnyAsync(t => db.Decisions.Any(d => d.Id == t.DecisionId && d.Mode != DecisionMode.WithAccount && d.Mode != DecisionMode.Deadline && d.By != "person:" + t.ReviewerId)),
            where + "somebody stands for a decision that another person made");
        Assert.True(await db.AuditEvents.CountAsync() == await db.ChainHeads.Select(h => h.Seq).SingleAsync(), where + "the head is not at the end of the chain");
        Assert.True(
            await db.CommandReceipts.CountAsync() == await db.AuditEvents.CountAsync(e => e.Type != nameof(Core.Persistence.CommandDenied)), where + "events and receipts do not tell of the same commands");
        if (verify)
        {
            var report = (await database.Get<VerifyChain>().RunAsync(Actor.Product, null, CancellationToken.None)).Require();
            Assert.True(report.IsSound, where + string.Join('\n', report.Findings.Select(f => f.Sentence)));
            using var book = await BuiltWorkbook.OfAsync(database, history.Number);
            Assert.True(!book.Different().Any(), where + "the evidence says " + string.Join("; ", book.Different()));
        }
    }
}
