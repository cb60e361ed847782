using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace AccessReview.Core.Persistence;

/// <summary>What is tried again on SQL Server: as the framework does, but for a wait for another writer that ran out. Whoever waited that long
/// is told, and keeps nobody of its node waiting behind it.</summary>
internal sealed class TriedAgain(ExecutionStrategyDependencies dependencies) : SqlServerRetryingExecutionStrategy(dependencies)
{
    private const int LockTimeRanOut = 1222;

    /// <summary>Whether the framework may be asked about an exception of these numbers.</summary>
    internal static bool MayBe(IEnumerable<int> numbers) => !numbers.Contains(LockTimeRanOut);

    /// <inheritdoc/>
    protected override bool ShouldRetryOn(Exception exception) =>
        (exception is not SqlException server || MayBe(server.Errors.Cast<SqlError>().Select(e => e.Number))) && base.ShouldRetryOn(exception);
}
