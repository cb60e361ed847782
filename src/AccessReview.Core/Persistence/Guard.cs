using System.Globalization;
using AccessReview.Core.Audit;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Persistence;

/// <summary>The triggers that make the chain hold against any statement, set-based and raw SQL included: an audited row is
/// written only by a transaction that also appends the event it cites (the head is moved last), and goes only in a purge.
/// Defined here alone and created after every migration, because a table rebuild on SQLite drops triggers silently.</summary>
public static class Guard
{
    /// <summary>Name of a trigger and the statement that creates it, for every audited table and the chain's own.</summary>
    public static IReadOnlyList<(string Name, string Sql)> Triggers(ReviewDb db) =>
        db.IsOnSqlServer ? [.. SqlServer(db)] : [.. Sqlite(db)];

    /// <summary>Drops and creates every trigger.</summary>
    public static async Task InstallAsync(ReviewDb db, CancellationToken cancel)
    {
        foreach (var (name, sql) in Triggers(db))
        {
            await db.Database.ExecuteSqlRawAsync(Drop(name), cancel);
            await db.Database.ExecuteSqlRawAsync(sql, cancel);
        }
    }

    /// <summary>The statement that drops one; names come from the model, never from a person.</summary>
    internal static string Drop(string name) => "DROP TRIGGER IF EXISTS \"" + name + "\"";

    /// <summary>Names of triggers that should be there and are not, or whose text is another; empty when all is well.</summary>
    public static async Task<IReadOnlyList<string>> MissingAsync(ReviewDb db, CancellationToken cancel)
    {
        var query = db.IsOnSqlServer
            ? "SELECT t.name AS Name, m.definition AS Sql FROM sys.triggers t JOIN sys.sql_modules m ON m.object_id = t.object_id WHERE t.is_disabled = 0"
            : "SELECT name AS Name, sql AS Sql FROM sqlite_master WHERE type = 'trigger'";
        var present = (await db.Database.SqlQueryRaw<Present>(query).ToListAsync(cancel)).ToDictionary(p => p.Name, p => p.Sql, StringComparer.Ordinal);
        return Missing(db, present);
    }

    /// <summary>The same of the triggers that are there, by name. Both databases keep the text as it was sent; one that SQL Server does not
    /// show, because it was encrypted, is not known to be ours.</summary>
    internal static IReadOnlyList<string> Missing(ReviewDb db, IReadOnlyDictionary<string, string?> present) =>
        [.. Triggers(db).Where(t => present.GetValueOrDefault(t.Name)?.Trim() != t.Sql.Trim()).Select(t => t.Name)];

    private static IEnumerable<string> AuditedTables(ReviewDb db) =>
        db.Model.GetEntityTypes().Where(e => typeof(IAudited).IsAssignableFrom(e.ClrType)).Select(e => e.GetTableName()!).Order(StringComparer.Ordinal);

    private static IEnumerable<(string, string)> Sqlite(ReviewDb db)
    {
        const string Head = "(SELECT \"Seq\" FROM \"ChainHeads\" WHERE \"Id\" = 1)";
        foreach (var table in AuditedTables(db))
        {
            foreach (var act in new[] { "INSERT", "UPDATE" })
            {
                yield return ($"guard_{table}_{act.ToLower(CultureInfo.InvariantCulture)}",
                    $"CREATE TRIGGER \"guard_{table}_{act.ToLower(CultureInfo.InvariantCulture)}\" BEFORE {act} ON \"{table}\" WHEN NEW.\"EventSeq\" <= {Head} BEGIN SELECT RAISE(ABORT, '{table}: a write without its event'); END");
            }

            yield return ($"guard_{table}_delete",
                $"CREATE TRIGGER \"guard_{table}_delete\" BEFORE DELETE ON \"{table}\" WHEN (SELECT \"PurgeSeq\" <= \"Seq\" FROM \"ChainHeads\" WHERE \"Id\" = 1) BEGIN SELECT RAISE(ABORT, '{table}: rows are not deleted'); END");
        }

        yield return ("guard_chain_insert", $"CREATE TRIGGER \"guard_chain_insert\" BEFORE INSERT ON \"AuditEvents\" WHEN NEW.\"Seq\" <> {Head} + 1 BEGIN SELECT RAISE(ABORT, 'AuditEvents: an event out of order'); END");
        yield return ("guard_chain_update", "CREATE TRIGGER \"guard_chain_update\" BEFORE UPDATE ON \"AuditEvents\" BEGIN SELECT RAISE(ABORT, 'AuditEvents: events are not changed'); END");
        yield return ("guard_chain_delete", "CREATE TRIGGER \"guard_chain_delete\" BEFORE DELETE ON \"AuditEvents\" BEGIN SELECT RAISE(ABORT, 'AuditEvents: events are not deleted'); END");
        yield return ("guard_head_insert", "CREATE TRIGGER \"guard_head_insert\" BEFORE INSERT ON \"ChainHeads\" WHEN EXISTS (SELECT 1 FROM \"ChainHeads\") BEGIN SELECT RAISE(ABORT, 'ChainHeads: there is one head'); END");
        yield return ("guard_head_update", "CREATE TRIGGER \"guard_head_update\" BEFORE UPDATE ON \"ChainHeads\" WHEN NEW.\"Id\" <> OLD.\"Id\" OR NEW.\"NextId\" < OLD.\"NextId\" OR NOT ((NEW.\"Seq\" = OLD.\"Seq\" AND NEW.\"Hash\" = OLD.\"Hash\" AND NEW.\"At\" = OLD.\"At\") OR (NEW.\"Seq\" = OLD.\"Seq\" + 1 AND EXISTS (SELECT 1 FROM \"AuditEvents\" WHERE \"Seq\" = NEW.\"Seq\" AND \"Hash\" = NEW.\"Hash\" AND \"At\" = NEW.\"At\"))) BEGIN SELECT RAISE(ABORT, 'ChainHeads: the head moves by one event'); END");
        yield return ("guard_head_delete", "CREATE TRIGGER \"guard_head_delete\" BEFORE DELETE ON \"ChainHeads\" BEGIN SELECT RAISE(ABORT, 'ChainHeads: the head stays'); END");
    }

    private static IEnumerable<(string, string)> SqlServer(ReviewDb db)
    {
        foreach (var table in AuditedTables(db))
        {
            yield return ($"guard_{table}_write",
                $"CREATE TRIGGER [guard_{table}_write] ON [{table}] AFTER INSERT, UPDATE AS BEGIN SET NOCOUNT ON; IF EXISTS (SELECT 1 FROM inserted WHERE [EventSeq] <= (SELECT [Seq] FROM [ChainHeads] WHERE [Id] = 1)) THROW 51001, '{table}: a write without its event', 1; END");
            yield return ($"guard_{table}_delete",
                $"CREATE TRIGGER [guard_{table}_delete] ON [{table}] AFTER DELETE AS BEGIN SET NOCOUNT ON; IF EXISTS (SELECT 1 FROM deleted) AND EXISTS (SELECT 1 FROM [ChainHeads] WHERE [Id] = 1 AND [PurgeSeq] <= [Seq]) THROW 51002, '{table}: rows are not deleted', 1; END");
        }

        yield return ("guard_chain_insert", "CREATE TRIGGER [guard_chain_insert] ON [AuditEvents] AFTER INSERT AS BEGIN SET NOCOUNT ON; IF EXISTS (SELECT 1 FROM inserted WHERE [Seq] <> (SELECT [Seq] FROM [ChainHeads] WHERE [Id] = 1) + 1) THROW 51003, 'AuditEvents: an event out of order', 1; END");
        yield return ("guard_chain_change", "CREATE TRIGGER [guard_chain_change] ON [AuditEvents] AFTER UPDATE, DELETE AS BEGIN SET NOCOUNT ON; IF EXISTS (SELECT 1 FROM deleted) THROW 51004, 'AuditEvents: events are not changed', 1; END");
        yield return ("guard_head_update", "CREATE TRIGGER [guard_head_update] ON [ChainHeads] AFTER UPDATE AS BEGIN SET NOCOUNT ON; IF EXISTS (SELECT 1 FROM inserted i JOIN deleted d ON d.[Id] = i.[Id] WHERE i.[NextId] < d.[NextId] OR NOT ((i.[Seq] = d.[Seq] AND i.[Hash] = d.[Hash] AND i.[At] = d.[At]) OR (i.[Seq] = d.[Seq] + 1 AND EXISTS (SELECT 1 FROM [AuditEvents] e WHERE e.[Seq] = i.[Seq] AND e.[Hash] = i.[Hash] AND e.[At] = i.[At])))) THROW 51005, 'ChainHeads: the head moves by one event', 1; END");
        yield return ("guard_head_insert", "CREATE TRIGGER [guard_head_insert] ON [ChainHeads] AFTER INSERT AS BEGIN SET NOCOUNT ON; IF (SELECT COUNT(*) FROM [ChainHeads]) > 1 THROW 51007, 'ChainHeads: there is one head', 1; END");
        yield return ("guard_head_delete", "CREATE TRIGGER [guard_head_delete] ON [ChainHeads] AFTER DELETE AS BEGIN SET NOCOUNT ON; IF EXISTS (SELECT 1 FROM deleted) THROW 51006, 'ChainHeads: the head stays', 1; END");
    }

    private sealed record Present(string Name, string? Sql);
}
