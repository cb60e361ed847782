using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Evidence;
using AccessReview.Core.Persistence;
using AccessReview.Core.Tests.Crashes;
using AccessReview.Core.Tests.Evidence;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Histories;

/// <summary>Whatever happens to campaigns, in whatever order: after each act the product is where the model is, those that have ended included, and nothing
/// is half done. After some acts, in the long form's first histories after each, and at the end, the record verifies and the evidence ties out.</summary>
public sealed class RandomHistoriesTests(ITestOutputHelper output)
{
    private const int Steps = 110;

    // A workbook for every act of every history would take the long form an hour more.
    private const int Closely = 20;

    // One act in so many is followed by a look at the whole record.
    private const int Seldom = 20;

    private static readonly string[] Kinds =
    [
        "launch", "decide", "change", "undo", "bulk", "line", "carry forward", "extend", "reassign", "hand over", "sign", "withdraw", "read", "clock back", "again", "close", "the deadline revokes",
        "ask", "answer", "absence stated", "absence agreed", "absence ended", "items go to a stand-in", "items come back", "decide for somebody away",
        "addendum", "decide in a second wave", "cancel", "refused after the end", "Verified", "StillPresent", "Reappeared", "a lower role is verified",
        "waiver asked", "waiver approved", "waiver refused", "Waived", "a waiver is over",
    ];

    private static bool Long => Environment.GetEnvironmentVariable("ACCESSREVIEW_LONG") == "1";

    private static int Histories => Long ? 150 : 3;

    // What no history has drawn yet, the next may: after so many it is never drawn.
    private static int MostHistories => Math.Max(Histories, 8);

    [SqliteFact]
    public async Task After_each_act_of_a_random_history_the_product_is_where_a_small_model_is()
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        for (var seed = 1; seed <= Histories || (seed <= MostHistories && Kinds.Except(done).Any()); seed++)
        {
            await using var database = await TestDatabase.CreateAsync();
            var (history, looks) = (new RandomHistory(database, seed), new Random(seed));
            await history.BeginAsync();
            for (var step = 1; step <= Steps; step++)
            {
                await history.StepAsync();
                await CheckAsync(database, history, $"history {seed}:\n{history.Told}\n");
                if ((Long && seed <= Closely) || looks.Next(Seldom) == 0)
                {
                    await VerifyAsync(database, [history.Number], $"history {seed}:\n{history.Told}\n");
                }
            }

            await history.EndAsync();
            await database.Get<RunExports>().RunAsync(CancellationToken.None);
            await VerifyAsync(database, history.Reviews.Select(r => r.Number), $"history {seed}:\n{history.Told}\n");
            done.UnionWith(history.Done);
        }

        output.WriteLine(string.Join(", ", done.Order()));
        Assert.Empty(Kinds.Except(done));
    }

    private static async Task CheckAsync(TestDatabase database, RandomHistory history, string where)
    {
        await using var db = database.Look();
        var campaigns = await db.Campaigns.ToDictionaryAsync(c => c.Id, c => (c.State, c.DueDate));
        Assert.Equal(history.Reviews.Select(r => (r.Id, (r.State, r.Due))), campaigns.Select(c => (c.Key, c.Value)).OrderBy(c => c.Key));
        var real = await db.ReviewTurns.Select(t => new
        {
            t.Id, t.State, t.ReviewerId, t.ForId, t.SignOffId, Carried = db.Decisions.Any(d => d.Id == t.DecisionId && d.Mode == DecisionMode.CarriedForward),
        }).ToDictionaryAsync(t => t.Id);
        foreach (var (turn, review) in history.Reviews.SelectMany(r => r.Turns.Select(t => (t, r))))
        {
            var is_ = real[turn.Id];
            Assert.True(
                (is_.State, is_.ReviewerId, is_.ForId, is_.SignOffId, is_.Carried) == (turn.State, turn.ReviewerId, turn.ForId, turn.SignOffId, turn.IsCarried),
                $"{where}item C{review.Number}-{turn.Number} is {is_}; it should be {turn.State} before {turn.ReviewerId} for {turn.ForId} under {turn.SignOffId}{(turn.IsCarried ? ", carried forward" : "")}");
        }

        Assert.Equal(
            history.Reviews.SelectMany(r => r.Questions).Select(q => (q.Key, q.Value)).Order(),
            (await db.Questions.Select(q => new { q.ItemId, Answered = db.QuestionAnswers.Any(a => a.QuestionId == q.Id) }).ToListAsync()).Select(q => (q.ItemId, q.Answered)).Order());
        await NothingIsHalfDoneAsync(db, where);
    }

    private static async Task NothingIsHalfDoneAsync(ReviewDb db, string where)
    {
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
            await db.CommandReceipts.CountAsync() == await db.AuditEvents.CountAsync(e => e.Type != nameof(CommandDenied)), where + "events and receipts do not tell of the same commands");
    }

    private static async Task VerifyAsync(TestDatabase database, IEnumerable<int> campaigns, string where)
    {
        var report = (await database.Get<VerifyChain>().RunAsync(Actor.Product, null, CancellationToken.None)).Require();
        Assert.True(report.IsSound, where + string.Join('\n', report.Findings.Select(f => f.Sentence)));
        foreach (var campaign in campaigns)
        {
            using var book = await BuiltWorkbook.OfAsync(database, campaign);
            Assert.True(!book.Different().Any(), where + $"the evidence of C{campaign} says " + string.Join("; ", book.Different()));
        }
    }
}
