using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AccessReview.Core.Tests.SqlServer;

/// <summary>A database that fails the next saving of new rows of one kind, once.</summary>
internal sealed class FailsToSave<TRow> : SaveChangesInterceptor
    where TRow : class
{
    /// <summary>What the next saving meets; null: nothing.</summary>
    public Exception? Next { get; set; }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (Next is not { } failure || !eventData.Context!.ChangeTracker.Entries<TRow>().Any(e => e.State == EntityState.Added))
        {
            return new(result);
        }

        Next = null;
        throw failure;
    }
}
