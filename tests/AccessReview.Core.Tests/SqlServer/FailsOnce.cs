using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AccessReview.Core.Tests.SqlServer;

/// <summary>A database that fails the next query of a table, once.</summary>
/// <param name="table">The table.</param>
internal sealed class FailsOnce(string table) : DbCommandInterceptor
{
    /// <summary>What the next query meets; null: nothing.</summary>
    public Exception? Next { get; set; }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (Next is not { } failure || !command.Says($"FROM \"{table}\""))
        {
            return new(result);
        }

        Next = null;
        throw failure;
    }
}
