using Microsoft.Data.Sqlite;

namespace AccessReview.Benchmarks.World;

/// <summary>A connection on a SQLite file with prepared statements, for floors: no framework, nothing pooled, nothing parsed twice.</summary>
internal sealed class HandWritten : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> prepared = new(StringComparer.Ordinal);

    public HandWritten(string file)
    {
        Connection = new SqliteConnection($"Data Source={file};Pooling=False;Foreign Keys=True");
        Connection.Open();
        Run("PRAGMA synchronous=FULL");
    }

    public SqliteConnection Connection { get; }

    /// <summary>Runs a statement with parameters ?1, ?2 and so on.</summary>
    public int Run(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteNonQuery();

    /// <summary>Reads the rows of a statement.</summary>
    public SqliteDataReader Read(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteReader();

    /// <summary>Reads one value.</summary>
    public object? One(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteScalar();

    public void Dispose()
    {
        foreach (var command in prepared.Values)
        {
            command.Dispose();
        }

        Connection.Dispose();
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        if (!prepared.TryGetValue(sql, out var command))
        {
            command = Connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters.Add(new SqliteParameter($"?{i + 1}", null));
            }

            prepared[sql] = command;
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }
}
