using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore.Storage;

namespace AccessReview.Core.Tests.SqlServer;

/// <summary>A connection that was lost, as a test pretends it.</summary>
public sealed class LostConnectionException : Exception;

/// <summary>Tries again as the product does on SQL Server, and at once what a test pretends; and so refuses what that one refuses: a
/// transaction begun beside it.</summary>
internal sealed class LikeSqlServer(ExecutionStrategyDependencies dependencies) : TriedAgain(dependencies)
{
    protected override bool ShouldRetryOn(Exception exception) => exception is LostConnectionException || base.ShouldRetryOn(exception);

    protected override TimeSpan? GetNextDelay(Exception lastException) =>
        base.GetNextDelay(lastException) is not { } delay ? null : CallOnWrappedException(lastException, e => e is LostConnectionException) ? TimeSpan.Zero : delay;
}
