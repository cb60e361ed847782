using System.Data;
using AccessReview.Core.Persistence.Kept;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace AccessReview.Core.Persistence;

/// <summary>A context that sees the database as of one moment, for what must tie out: the evidence, a check of the chain. Reads
/// only, one reader open at a time; writers go on beside it.</summary>
public sealed class ReadSnapshot : IAsyncDisposable
{
    private readonly IDbContextTransaction transaction;

    private ReadSnapshot(ReviewDb db, IDbContextTransaction transaction) => (Db, this.transaction) = (db, transaction);

    /// <summary>The context; save nothing on it.</summary>
    public ReviewDb Db { get; }

    /// <summary>Opens a snapshot of the database in use.</summary>
    public static async Task<ReadSnapshot> OpenAsync(Databases databases, CancellationToken cancel)
    {
        var db = databases.CreateUnretried();
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        try
        {
            await db.Database.OpenConnectionAsync(cancel);
            var began = db.IsOnSqlServer
                ? await db.Database.BeginTransactionAsync(IsolationLevel.Snapshot, cancel)
                : await db.Database.UseTransactionAsync(((KeptConnection)db.Database.GetDbConnection()).BeginTransaction(deferred: true), cancel);

            // A deferred transaction takes its snapshot at the first read.
            _ = await db.ChainHeads.Select(h => h.Seq).SingleAsync(cancel);
            return new ReadSnapshot(db, began!);
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // The transaction was begun beside EF, which then does not end it when it is disposed.
        await transaction.RollbackAsync();
        await transaction.DisposeAsync();
        if (Db.IsOnSqlServer)
        {
            // The pool hands the connection on with the level it had.
            await Db.Database.ExecuteSqlRawAsync("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
        }
        else
        {
            // The log could not be folded back while the snapshot was open.
            await Db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        }

        await Db.DisposeAsync();
    }
}
