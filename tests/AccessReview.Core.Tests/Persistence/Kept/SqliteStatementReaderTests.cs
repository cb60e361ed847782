using System.Data.Common;
using AccessReview.Core.Persistence.Kept;
using Microsoft.Data.Sqlite;

namespace AccessReview.Core.Tests.Persistence.Kept;

/// <summary>The quicker reader says of every value what the driver says, also of values that nobody of ours has written.</summary>
public sealed class SqliteStatementReaderTests
{
    private static readonly Dictionary<string, Func<DbDataReader, object?>> Ways = new()
    {
        ["IsDBNull"] = r => r.IsDBNull(0),
        ["GetInt64"] = r => r.GetInt64(0),
        ["GetInt32"] = r => r.GetInt32(0),
        ["GetBoolean"] = r => r.GetBoolean(0),
        ["GetString"] = r => r.GetString(0),
        ["GetDateTime"] = r => r.GetDateTime(0) is var at ? (at, at.Kind) : null,
        ["Bytes"] = r => Convert.ToHexString(r.GetFieldValue<byte[]>(0)),
        ["Day"] = r => r.GetFieldValue<DateOnly>(0),
        ["GetValue"] = r => r.GetValue(0) is byte[] bytes ? Convert.ToHexString(bytes) : r.GetValue(0),
        ["Nullable"] = r => r.IsDBNull(0) ? null : r.GetInt64(0),
    };

    [Theory]
    [InlineData("NULL")]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("-7")]
    [InlineData("2461370")]
    [InlineData("9223372036854775807")]
    [InlineData("1.5")]
    [InlineData("2461370.5")]
    [InlineData("''")]
    [InlineData("'Certify'")]
    [InlineData("'Zuschauer für Ärzte €😀'")]
    [InlineData("'12 and more'")]
    [InlineData("CAST(x'FF41C3' AS TEXT)")]
    [InlineData("x''")]
    [InlineData("x'00AB41FF'")]
    [InlineData("'2026-11-25'")]
    [InlineData("'2026-11-25 08:00:00'")]
    [InlineData("'2026-11-25 08:00:00.12'")]
    [InlineData("'2026-11-25 08:00:00.1234567'")]
    [InlineData("'2026-11-25 08:00:00.12345678'")]
    [InlineData("'2026-11-25T08:00:00Z'")]
    [InlineData("'2026-11-31 08:00:00'")]
    [InlineData("'yesterday'")]
    public void A_value_reads_as_the_driver_reads_it(string value)
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        foreach (var (way, read) in Ways)
        {
            Assert.Equal((way, Said(connection, value, r => r, read)), (way, Said(connection, value, r => new SqliteStatementReader(r), read)));
        }
    }

    private static object? Said(SqliteConnection connection, string value, Func<SqliteDataReader, DbDataReader> reader, Func<DbDataReader, object?> read)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT " + value;
        using var rows = reader(command.ExecuteReader());
        Assert.True(rows.Read());
        try
        {
            return read(rows);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return e.GetType();
        }
    }
}
