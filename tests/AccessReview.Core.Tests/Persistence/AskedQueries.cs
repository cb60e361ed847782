using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AccessReview.Core.Tests.Persistence;

/// <summary>Keeps the queries that were asked.</summary>
internal sealed class AskedQueries : DbCommandInterceptor
{
    private readonly ConcurrentQueue<(string Text, IReadOnlyList<(string Name, object? Value)> Parameters)> asked = [];

    public void Forget() => asked.Clear();

    /// <summary>Those that name every one of the tables.</summary>
    public IReadOnlyList<(string Text, IReadOnlyList<(string Name, object? Value)> Parameters)> Of(params string[] tables) =>
        [.. asked.Where(a => Array.TrueForAll(tables, t => a.Text.Contains($"\"{t}\"", StringComparison.Ordinal) || a.Text.Contains($"[{t}]", StringComparison.Ordinal)))];

    /// <summary>How SQLite would answer one, step by step.</summary>
    public static async Task<IReadOnlyList<string>> PlanAsync(SqliteConnection connection, (string Text, IReadOnlyList<(string Name, object? Value)> Parameters) query)
    {
        await connection.OpenAsync();
        await using var explain = connection.CreateCommand();
        explain.CommandText = "EXPLAIN QUERY PLAN " + query.Text;
        foreach (var (name, value) in query.Parameters)
        {
            explain.Parameters.AddWithValue(name, value);
        }

        var steps = new List<string>();
        await using var reader = await explain.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            steps.Add(reader.GetString(reader.GetOrdinal("detail")));
        }

        return steps;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        asked.Enqueue((command.CommandText, [.. command.Parameters.Cast<DbParameter>().Select(p => (p.ParameterName, p.Value))]));
        return new(result);
    }
}
