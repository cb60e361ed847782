using AccessReview.Core.Audit;
using AccessReview.Core.Operation;
using AccessReview.Core.Settings;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace AccessReview.Core.Persistence;

/// <summary>Brings a database to this version of the product: makes it, or copies and migrates it, then sets up the guard, the
/// chain's head and the installation's row. Safe to be killed at any point and started again.</summary>
public sealed class Upgrade(Databases databases, TimeProvider time)
{
    private const int SqliteFull = 13;

    /// <summary>Upgrades the named database.</summary>
    /// <returns>The migrations applied, in order; empty when there was nothing to do.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(DatabaseName name, CancellationToken cancel)
    {
        await using var db = databases.Create(name);
        var pending = (await db.Database.GetPendingMigrationsAsync(cancel)).ToList();
        if (pending.Count > 0)
        {
            if (db.IsOnSqlite)
            {
                await PrepareSqliteAsync(db, cancel);
            }

            await MigrateAsync(db, cancel);
        }

        // The first rows come last, so a start that was killed before they did sets what it had not.
        if (db.IsOnSqlServer && !await db.ChainHeads.AnyAsync(cancel))
        {
            await SqlServerSettings.SetAsync(db, cancel);
        }

        if (db.IsOnSqlite)
        {
            // A database restored from a VACUUM INTO copy has lost it, and readers would block writers.
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", cancel);
        }

        if ((await Guard.MissingAsync(db, cancel)).Count > 0)
        {
            await InTransactionAsync(db, token => Guard.InstallAsync(db, token), cancel);
        }

        await SeedAsync(db, name, cancel);
        return pending;
    }

    /// <summary>What the named database lacks of what an upgrade would bring: migrations, triggers of the guard, the first rows; empty when
    /// there is nothing to do.</summary>
    public async Task<IReadOnlyList<string>> LacksAsync(DatabaseName name, CancellationToken cancel)
    {
        await using var db = databases.Create(name);
        var pending = (await db.Database.GetPendingMigrationsAsync(cancel)).ToList();
        if (pending.Count > 0)
        {
            return pending;
        }

        var guard = await Guard.MissingAsync(db, cancel);
        return await db.ChainHeads.AnyAsync(cancel) ? guard : [.. guard, nameof(db.ChainHeads)];
    }

    /// <summary>The framework tries only so often for all migrations together. An upgrade over many releases that loses its connection now
    /// and then goes on as long as each time at least one was applied.</summary>
    private static async Task MigrateAsync(ReviewDb db, CancellationToken cancel)
    {
        while (true)
        {
            var applied = (await db.Database.GetAppliedMigrationsAsync(cancel)).Count();
            try
            {
                await db.Database.MigrateAsync(cancel);
                return;
            }
            catch (RetryLimitExceededException)
            {
                if ((await db.Database.GetAppliedMigrationsAsync(cancel)).Count() == applied)
                {
                    throw;
                }
            }
        }
    }

    /// <summary>Copies the database beside itself before its shape changes, and clears the lock row that a killed start leaves:
    /// the framework would wait for it for ever.</summary>
    private static async Task PrepareSqliteAsync(ReviewDb db, CancellationToken cancel)
    {
        var applied = await db.Database.GetAppliedMigrationsAsync(cancel);
        if (applied.LastOrDefault() is { } last)
        {
            await CopyAsync(db, $"{new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource}.before-{last}", cancel);
        }

        await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancel);
    }

    /// <summary>The copy gets its name when it is whole and on the disk: by that name somebody takes it to go back. Until then the copy of a try before
    /// stays, for the database may have been damaged since; only where the disk has no room for both does it go first.</summary>
    private static async Task CopyAsync(ReviewDb db, string copy, CancellationToken cancel)
    {
        var partial = new SqliteFile(copy + ".partial");
        try
        {
            partial.Forget();
            try
            {
                await db.Database.ExecuteSqlAsync($"VACUUM INTO {partial.Path}", cancel);
            }
            catch (SqliteException e) when (e.SqliteErrorCode == SqliteFull && File.Exists(copy))
            {
                partial.Forget();
                File.Delete(copy);
                await db.Database.ExecuteSqlAsync($"VACUUM INTO {partial.Path}", cancel);
            }

            OwnFile.Flush(partial.Path);
            File.Move(partial.Path, copy, overwrite: true);
        }
        finally
        {
            partial.Forget();
        }
    }

    /// <summary>Writes both rows together or not at all; of several nodes that start at once, one does.</summary>
    private async Task SeedAsync(ReviewDb db, DatabaseName name, CancellationToken cancel)
    {
        if (await db.ChainHeads.AnyAsync(cancel))
        {
            return;
        }

        try
        {
            await WriteFirstRowsAsync(db, name, cancel);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            if (!await db.ChainHeads.AnyAsync(cancel))
            {
                throw;
            }
        }
    }

    private async Task WriteFirstRowsAsync(ReviewDb db, DatabaseName name, CancellationToken cancel)
    {

        var (head, installation) = (new ChainHead { At = time.Now() }, new Installation { Key = Guid.NewGuid(), MadeAt = time.Now(), Sample = name == DatabaseName.Sample });
        await InTransactionAsync(db, async token =>
        {
            db.ChangeTracker.Clear();
            db.AddRange(head, installation);
            await db.SaveChangesAsync(token);
        }, cancel);
    }

    private static Task InTransactionAsync(ReviewDb db, Func<CancellationToken, Task> work, CancellationToken cancel) =>
        db.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                await using var transaction = await Writing.BeginAsync(db, token);
                await work(token);
                await transaction.CommitAsync(token);
            },
            cancel);
}
