using AccessReview.Core.Persistence;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Operation;

/// <summary>The database that a backup is about to replace, as far as it can be read.</summary>
/// <param name="Lacking">What the backup lacks of it; null when nothing, or nothing that can be said.</param>
/// <param name="Words">What is lost with it or, as far as it tells, was lost before, a line each; empty when nothing is.</param>
/// <param name="Keys">Its keys.</param>
internal sealed record Replaced(Lacking? Lacking, IReadOnlyList<string> Words, IReadOnlyList<DataProtectionKey> Keys)
{
    private const string Unreadable = "what the database in place has cannot be said: it cannot be read";
    private const string Behind = "there is no database in place that had come as far";

    /// <summary>Reads it, and leaves it as one file without a log.</summary>
    /// <param name="file">Where it lies; there may be none.</param>
    /// <param name="backup">What replaces it.</param>
    /// <param name="upgraded">Where a copy may be made and brought to this version, if it is of an earlier one.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Stops; nothing is changed.</param>
    public static async Task<Outcome<Replaced>> ReadAsync(SqliteFile file, Databases backup, SqliteFile upgraded, TimeProvider time, CancellationToken cancel)
    {
        if (!File.Exists(file.Path))
        {
            await using var alone = backup.CreateDbContext();
            return new Replaced(null, await UnknownLoss.WordsAsync(alone, Behind, cancel), []);
        }

        IReadOnlyList<DataProtectionKey> keys = [];
        try
        {
            if (await file.ClosedAsync(toWrite: true, cancel) is { } closed)
            {
                return closed;
            }

            // First, as it fails while anybody else holds the file.
            await file.FoldAsync(cancel);
            await using var db = file.Open().CreateDbContext();
            keys = await db.DataProtectionKeys.AsNoTracking().ToListAsync(cancel);
            await using var ours = backup.CreateDbContext();
            var lacking = await CompareAsync(file, db, ours, upgraded, time, cancel);
            return lacking.Words.Count > 0 ? new Replaced(lacking, lacking.Words, keys)
                : new Replaced(null, lacking.LostUpTo < await ours.ChainHeads.Select(h => h.Seq).SingleAsync(cancel) ? await UnknownLoss.WordsAsync(ours, Behind, cancel) : [], keys);
        }
        catch (SqliteException e) when (StorageTrouble.Of(e) is not null)
        {
            return new Problem("restore.held", $"Another program holds the database in place, or its disk fails ({e.Message}). Close that program, or move the file away if it is lost. Nothing was changed.");
        }
        catch (Exception e) when (e is SqliteException or InvalidOperationException or FormatException)
        {
            return new Replaced(null, [Unreadable], keys);
        }
    }

    private static async Task<Lacking> CompareAsync(SqliteFile file, ReviewDb db, ReviewDb ours, SqliteFile upgraded, TimeProvider time, CancellationToken cancel)
    {
        if (!(await db.Database.GetPendingMigrationsAsync(cancel)).Any())
        {
            return await Lacking.CompareAsync(ours, db, cancel);
        }

        // An upgrade begins a chain where there is none, as if nothing had been lost.
        await db.ChainHeads.Select(h => h.Seq).SingleAsync(cancel);
        await file.CopyToAsync(upgraded.Path, cancel);
        var databases = upgraded.Open();
        await new Upgrade(databases, time).RunAsync(DatabaseName.Own, cancel);
        await using var theirs = databases.CreateDbContext();
        return await Lacking.CompareAsync(ours, theirs, cancel);
    }
}
