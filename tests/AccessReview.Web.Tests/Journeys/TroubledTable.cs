using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>A database in which every query of a table fails, or is held, for as long as a test says.</summary>
/// <param name="table">The table.</param>
internal sealed class TroubledTable(string table) : DbCommandInterceptor
{
    private readonly ManualResetEventSlim free = new(initialState: true);

    /// <summary>What the queries meet; null: nothing.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Holds the queries until this is disposed of. The embedded database keeps the thread of whoever asks, and so does this.</summary>
    public IDisposable Hold()
    {
        free.Reset();
        return new Holder(free);
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (!command.CommandText.Contains($"FROM \"{table}\"", StringComparison.Ordinal))
        {
            return new(result);
        }

        free.Wait(cancellationToken);
        if (Failure is { } failure)
        {
            throw failure;
        }

        return new(result);
    }

    private sealed class Holder(ManualResetEventSlim free) : IDisposable
    {
        public void Dispose() => free.Set();
    }
}
