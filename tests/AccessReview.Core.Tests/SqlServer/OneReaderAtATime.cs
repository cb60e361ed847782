using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AccessReview.Core.Tests.SqlServer;

/// <summary>Refuses a command on a connection that is still being read from, as SQL Server does and SQLite does not.</summary>
internal sealed class OneReaderAtATime : DbCommandInterceptor
{
    private readonly ConditionalWeakTable<DbConnection, string> reading = [];

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) => new(Refuse(command, result));

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) => Refuse(command, result);

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) => new(Refuse(command, result));

    public override ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default) =>
        new(Reading(command, result));

    public override DbDataReader ReaderExecuted(DbCommand command, CommandExecutedEventData eventData, DbDataReader result) => Reading(command, result);

    public override InterceptionResult DataReaderDisposing(DbCommand command, DataReaderDisposingEventData eventData, InterceptionResult result)
    {
        reading.Remove(command.Connection!);
        return result;
    }

    private DbDataReader Reading(DbCommand command, DbDataReader result)
    {
        reading.AddOrUpdate(command.Connection!, command.CommandText);
        return result;
    }

    private T Refuse<T>(DbCommand command, T result) => reading.TryGetValue(command.Connection!, out var open)
        ? throw new InvalidOperationException($"SQL Server would refuse this command, because its connection is still being read from.\n{command.CommandText}\nwhile reading\n{open}")
        : result;
}
