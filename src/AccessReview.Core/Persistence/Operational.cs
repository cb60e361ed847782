using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Persistence;

/// <summary>The door for tables outside the chain (jobs, drafts, files, counters): a transaction in the same queue of writers,
/// without an event. The guard refuses audited rows here. A connection lost at the commit repeats the work: it must do no harm twice.</summary>
public sealed class OperationalWrites(Databases databases)
{
    /// <summary>Runs the work in one transaction and saves what it tracked.</summary>
    public async Task<T> RunAsync<T>(Func<ReviewDb, CancellationToken, Task<T>> work, CancellationToken cancel)
    {
        var gate = await databases.EnterAsync(cancel).ConfigureAwait(false);
        try
        {
            await using var strategyDb = databases.CreateDbContext();
            return await strategyDb.Database.CreateExecutionStrategy().ExecuteAsync(
                async token =>
                {
                    await using var db = databases.CreateDbContext();
                    await using var transaction = await Writing.BeginAsync(db, token);
                    await ChainStatements.LockAsync(db, token);
                    var result = await work(db, token);
                    await db.SaveChangesAsync(token);
                    await transaction.CommitAsync(token);
                    return result;
                },
                cancel);
        }
        finally
        {
            gate.Release();
        }
    }
}
