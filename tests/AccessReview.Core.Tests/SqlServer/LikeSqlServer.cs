using Microsoft.EntityFrameworkCore.Storage;

namespace AccessReview.Core.Tests.SqlServer;

/// <summary>A connection that was lost, as a test pretends it.</summary>
public sealed class LostConnectionException : Exception;

/// <summary>Tries again as the SQL Server strategy does, and so refuses what that one refuses: a transaction begun beside it.</summary>
internal sealed class LikeSqlServer(ExecutionStrategyDependencies dependencies) : ExecutionStrategy(dependencies, MostTries, TimeSpan.Zero)
{
    private const int MostTries = 3;

    protected override bool ShouldRetryOn(Exception exception) => exception is LostConnectionException;

    protected override TimeSpan? GetNextDelay(Exception lastException) => base.GetNextDelay(lastException) is null ? null : TimeSpan.Zero;
}
