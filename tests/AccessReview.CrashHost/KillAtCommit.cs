using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AccessReview.CrashHost;

/// <summary>Kills this process, as kill -9 does, right before or right after its n-th commit. The product knows nothing of it.</summary>
internal sealed class KillAtCommit(bool before, int n) : DbTransactionInterceptor
{
    private int commits;

    public override InterceptionResult TransactionCommitting(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result)
    {
        Die(++commits == n && before);
        return result;
    }

    public override ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        new(TransactionCommitting(transaction, eventData, result));

    public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Die(commits == n && !before);

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        TransactionCommitted(transaction, eventData);
        return Task.CompletedTask;
    }

    private static void Die(bool now)
    {
        if (now)
        {
            Process.GetCurrentProcess().Kill();
            Environment.FailFast("The kill did not come.");
        }
    }
}
