using AccessReview.Core.Audit;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Crashes;

/// <summary>Looks at the database that a killed process left, before anything repairs it.</summary>
internal sealed class Survivor(string folder) : IAsyncDisposable
{
    private readonly ReviewDb db = new SqliteReviewDb(
        new DbContextOptionsBuilder<SqliteReviewDb>().UseSqlite(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "accessreview.db"), Pooling = false }.ToString()).Options);

    /// <summary>What lies there.</summary>
    public ReviewDb Db => db;

    /// <summary>Rows of every audited table, by table, with the events and receipts: what two tellings of one story agree on.</summary>
    public async Task<SortedDictionary<string, long>> CountsAsync()
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in db.Model.GetEntityTypes().Where(e => typeof(IAudited).IsAssignableFrom(e.ClrType)).Select(e => e.GetTableName()!).Append("AuditEvents").Append("CommandReceipts").Append("CampaignProgress"))
        {
            counts[table] = await CountAsync($"SELECT COUNT(*) AS \"Value\" FROM \"{table}\"");
        }

        return counts;
    }

    /// <summary>How far it came: another number after each commit, but for one that only renews a lease.</summary>
    public async Task<long> ProgressAsync()
    {
        var schema = await CountAsync("SELECT COUNT(*) AS \"Value\" FROM sqlite_master");
        if (!await HasAsync("ChainHeads"))
        {
            return schema;
        }

        // An upload that was stored before the user was told is stored again: no step forward.
        // A table of a later migration may not be there yet.
        var there = await db.Database.SqlQueryRaw<string>("SELECT name AS \"Value\" FROM sqlite_master WHERE type = 'table'").ToListAsync();
        var rows = string.Join(" + ", db.Model.GetEntityTypes().Where(e => e.ClrType != typeof(StoredFile) && e.ClrType != typeof(StoredFileChunk)).Select(e => e.GetTableName()!).Intersect(there).Select(t => $"(SELECT COUNT(*) FROM \"{t}\")"));
        return schema + await CountAsync(
            $"SELECT {rows} + 1000 * (SELECT COALESCE(SUM(\"Seq\"), 0) FROM \"ChainHeads\") + (SELECT COALESCE(SUM(\"Version\"), 0) FROM \"ImportDrafts\") + (SELECT COUNT(*) FROM \"Works\" WHERE \"State\" = 'Done') AS \"Value\"");
    }

    /// <summary>What must hold whenever the process died; <paramref name="started"/> once it said that it had started.</summary>
    public async Task CheckAsync(bool started, IReadOnlyDictionary<Guid, string> acknowledged, string where)
    {
        Assert.True(await db.Database.SqlQueryRaw<string>("SELECT integrity_check AS \"Value\" FROM pragma_integrity_check").SingleAsync() == "ok", where + ": the file is damaged");
        if (!started)
        {
            return;
        }

        Assert.Empty(await Guard.MissingAsync(db, CancellationToken.None));
        await ChainAsync(where);
        var receipts = await db.CommandReceipts.AsNoTracking().ToDictionaryAsync(r => r.CommandId);
        Assert.True(acknowledged.Keys.All(receipts.ContainsKey), $"{where}: a command that was acknowledged is lost");
        Assert.True(acknowledged.All(a => a.Value == receipts[a.Key].Answer), $"{where}: a command was acknowledged with another answer than is kept");

        foreach (var (means, sql) in NothingHalfDone.Statements)
        {
            Assert.True(await CountAsync($"SELECT ({sql}) AS \"Value\"") == 0, $"{where}: {means}");
        }

        // One event, one receipt: neither is ever there without the other, but for refusals, which have no receipt.
        var events = await db.AuditEvents.AsNoTracking().Where(e => e.Type != nameof(CommandDenied)).Select(e => e.Seq).ToListAsync();
        Assert.True(events.ToHashSet().SetEquals(receipts.Values.Select(r => r.EventSeq)), $"{where}: events and receipts do not tell of the same commands");
    }

    public ValueTask DisposeAsync() => db.DisposeAsync();

    /// <summary>The chain is whole, and no row stands without its event.</summary>
    public async Task ChainAsync(string where)
    {
        var before = Hashes.Genesis;
        long seq = 0;
        await foreach (var e in db.AuditEvents.AsNoTracking().OrderBy(e => e.Seq).AsAsyncEnumerable())
        {
            Assert.True(e.Seq == ++seq && e.PrevHash.SequenceEqual(before) && e.Hash.SequenceEqual(Hashes.OfEvent(before, e.Body)), $"{where}: the chain breaks at event {e.Seq}");
            before = e.Hash;
        }

        var head = await db.ChainHeads.AsNoTracking().SingleAsync();
        Assert.True(head.Seq == seq && head.Hash.SequenceEqual(before), $"{where}: the head is not the last event");
        foreach (var table in db.Model.GetEntityTypes().Where(e => typeof(IAudited).IsAssignableFrom(e.ClrType)).Select(e => e.GetTableName()!))
        {
            Assert.True(await CountAsync($"SELECT COUNT(*) AS \"Value\" FROM \"{table}\" WHERE \"EventSeq\" > {seq}") == 0, $"{where}: {table} has a row without its event");
        }
    }

    private Task<long> CountAsync(string sql) => db.Database.SqlQueryRaw<long>(sql).SingleAsync();

    private async Task<bool> HasAsync(string table) => await CountAsync($"SELECT COUNT(*) AS \"Value\" FROM sqlite_master WHERE type = 'table' AND name = '{table}'") > 0;
}
