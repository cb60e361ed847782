using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AccessReview.CrashHost;

/// <summary>Ends this life right before or right after its n-th commit. The product knows nothing of it.</summary>
internal sealed class EndAtCommit(bool before, int n, Func<Task> end) : DbTransactionInterceptor
{
    private int commits;

    public override InterceptionResult TransactionCommitting(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result)
    {
        EndAsync(++commits == n && before).GetAwaiter().GetResult();
        return result;
    }

    public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        await EndAsync(++commits == n && before);
        return result;
    }

    public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => EndAsync(commits == n && !before).GetAwaiter().GetResult();

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
        EndAsync(commits == n && !before);

    private Task EndAsync(bool now) => now ? end() : Task.CompletedTask;
}
