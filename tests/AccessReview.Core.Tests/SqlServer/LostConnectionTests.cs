using System.Data.Common;
using AccessReview.Core.Audit;
using AccessReview.Core.Tests.Journeys;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AccessReview.Core.Tests.SqlServer;

/// <summary>A connection that is lost at a commit leaves open whether it happened. The door asks the receipt and answers the same.</summary>
public sealed class LostConnectionTests
{
    /// <summary>Loses every second commit, before it or after it in turn: each transaction is tried again and then holds.</summary>
    private sealed class LosesConnections : DbTransactionInterceptor
    {
        private int commits;

        public int Lost { get; private set; }

        public override ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            ++commits % 4 == 1 ? throw Lose() : new(result);

        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
            commits % 4 == 3 ? throw Lose() : Task.CompletedTask;

        private LostConnectionException Lose()
        {
            Lost++;
            return new LostConnectionException();
        }
    }

    private static async Task<SortedDictionary<string, long>> ReviewAsync(IInterceptor? interceptor)
    {
        await using var quarter = await Quarter.StartAsync(interceptor);
        var campaign = await quarter.LaunchAsync("Heap, Q4 2026", new DateOnly(2026, 12, 4));
        await quarter.Reviewers(campaign).DecideAllAsync(new HashSet<string>(StringComparer.Ordinal));
        await quarter.Reviewers(campaign).SignAllAsync();
        var report = (await quarter.Database.Get<VerifyChain>().RunAsync(Actor.Product, null, CancellationToken.None)).Require();
        Assert.True(report.IsSound, string.Join('\n', report.Findings.Select(f => f.Sentence)));
        await using var db = quarter.Database.Look();
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in db.Model.GetEntityTypes().Where(e => typeof(IAudited).IsAssignableFrom(e.ClrType)).Select(e => e.GetTableName()!).Append("AuditEvents").Append("CommandReceipts"))
        {
            var sql = $"SELECT COUNT(*) AS \"Value\" FROM \"{table}\"";
            counts[table] = (await db.Database.SqlQueryRaw<int>(sql).ToListAsync())[0];
        }

        return counts;
    }

    [Fact]
    public async Task A_quarter_in_which_every_second_commit_loses_its_connection_is_the_quarter_in_which_none_does()
    {
        var loses = new LosesConnections();
        var lost = await ReviewAsync(loses);
        Assert.True(loses.Lost > 200, $"Only {loses.Lost} connections were lost.");
        Assert.Equal(await ReviewAsync(null), lost);
    }

    [Fact]
    public async Task A_transaction_begun_beside_the_strategy_would_be_refused_here_as_on_SQL_Server()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = database.Look();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => db.ChainHeads.CountAsync());
    }

    [SqliteFact]
    public async Task A_query_that_SQL_Server_does_not_know_would_be_found()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = database.Look();
        await Assert.ThrowsAnyAsync<Exception>(() => db.Works.CountAsync(w => EF.Functions.Glob(w.Kind, "a*")));
    }
}
