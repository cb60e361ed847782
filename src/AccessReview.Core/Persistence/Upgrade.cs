using AccessReview.Core.Audit;
using AccessReview.Core.Settings;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Persistence;

/// <summary>Brings a database to this version of the product: makes it, or copies and migrates it, then sets up the guard, the
/// chain's head and the installation's row. Safe to be killed at any point and started again.</summary>
public sealed class Upgrade(Databases databases, TimeProvider time)
{
    /// <summary>Upgrades the named database.</summary>
    /// <returns>The migrations applied, in order; empty when there was nothing to do.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(DatabaseName name, CancellationToken cancel)
    {
        await using var db = databases.Create(name);
        var pending = (await db.Database.GetPendingMigrationsAsync(cancel)).ToList();
        if (pending.Count > 0)
        {
            if (db.Database.IsSqlite())
            {
                await PrepareSqliteAsync(db, cancel);
            }

            await db.Database.MigrateAsync(cancel);
        }

        if (db.Database.IsSqlite())
        {
            // A database restored from a VACUUM INTO copy has lost it, and readers would block writers.
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", cancel);
        }

        if ((await Guard.MissingAsync(db, cancel)).Count > 0)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            await Guard.InstallAsync(db, cancel);
            await transaction.CommitAsync(cancel);
        }

        await SeedAsync(db, name, cancel);
        return pending;
    }

    /// <summary>Copies the database beside itself before its shape changes, and clears the lock row that a killed start leaves:
    /// the framework would wait for it for ever.</summary>
    private static async Task PrepareSqliteAsync(ReviewDb db, CancellationToken cancel)
    {
        var applied = await db.Database.GetAppliedMigrationsAsync(cancel);
        if (applied.LastOrDefault() is { } last)
        {
            var file = new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource;
            var copy = $"{file}.before-{last}";
            File.Delete(copy);
            await db.Database.ExecuteSqlAsync($"VACUUM INTO {copy}", cancel);
        }

        await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancel);
    }

    private async Task SeedAsync(ReviewDb db, DatabaseName name, CancellationToken cancel)
    {
        // Both rows are written together or not at all.
        if (await db.ChainHeads.AnyAsync(cancel))
        {
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        db.Add(new ChainHead { At = time.Now() });
        db.Add(new Installation { Key = Guid.NewGuid(), MadeAt = time.Now(), Sample = name == DatabaseName.Sample });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }
}
