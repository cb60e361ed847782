using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace AccessReview.Core.Tests.SqlServer;

/// <summary>A SQL Server that only reads what it is sent: every statement is parsed as SQL Server 2019 would, and answered with no rows.</summary>
internal sealed class PaperServer : DbCommandInterceptor, IDbConnectionInterceptor
{
    private readonly ConcurrentQueue<string> sent = new();

    /// <summary>The statements sent so far.</summary>
    public IReadOnlyCollection<string> Sent => sent;

    /// <summary>A context on it.</summary>
    public ReviewDb Connect() => new SqlServerReviewDb(new DbContextOptionsBuilder<SqlServerReviewDb>()
        .UseSqlServer("Server=paper;Database=paper", sql => sql.UseCompatibilityLevel(150)).AddInterceptors(this).Options);

    /// <summary>What the text says, as SQL Server 2019 reads it.</summary>
    public static TSqlFragment Parse(string sql)
    {
        var parsed = new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out var errors);
        return errors.Count == 0 ? parsed : throw new InvalidOperationException(string.Join('\n', errors.Select(e => $"line {e.Line}: {e.Message}")) + "\n" + sql);
    }

    public InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => InterceptionResult.Suppress();

    public ValueTask<InterceptionResult> ConnectionOpeningAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        new(InterceptionResult.Suppress());

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Take(command);
        return InterceptionResult<DbDataReader>.SuppressWithResult(new DataTable().CreateDataReader());
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
        new(ReaderExecuting(command, eventData, result));

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        Take(command);
        return InterceptionResult<int>.SuppressWithResult(0);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        new(NonQueryExecuting(command, eventData, result));

    private void Take(DbCommand command)
    {
        Parse(command.CommandText);
        sent.Enqueue(command.CommandText);
    }
}
