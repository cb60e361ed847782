using System.Security.Authentication;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace AccessReview.Core.Persistence;

/// <summary>What is tried again on SQL Server: as the framework does, but for a wait for another writer that ran out. Whoever waited that long
/// is told, and keeps nobody of its node waiting behind it. A connection lost under a statement is tried again also where the driver gives it no
/// number, as on Linux: the framework goes by numbers alone.</summary>
internal class TriedAgain(ExecutionStrategyDependencies dependencies) : SqlServerRetryingExecutionStrategy(dependencies)
{
    private const int LockTimeRanOut = 1222;

    /// <summary>Whether the framework may be asked about an exception of these numbers.</summary>
    internal static bool MayBe(IEnumerable<int> numbers) => !numbers.Contains(LockTimeRanOut);

    /// <inheritdoc/>
    protected override bool ShouldRetryOn(Exception exception) =>
        (exception is not SqlException server || MayBe(server.Errors.Cast<SqlError>().Select(e => e.Number))) && (IsLoss(exception) || base.ShouldRetryOn(exception));

    // A certificate that is not trusted has no number either, and is not trusted the next time.
    private static bool IsLoss(Exception exception) =>
        exception is SqlException { Number: 0, Class: >= StorageTrouble.ConnectionGone, InnerException: not AuthenticationException };
}
