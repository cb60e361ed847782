using System.Runtime.CompilerServices;
using Microsoft.Data.SqlClient;

namespace AccessReview.Core.Tests.SqlServer;

/// <summary>The SQL Server on which the suite, but for what only SQLite does, runs when ACCESSREVIEW_TEST_SQLSERVER holds a connection string to one whose
/// account may create databases. Each test has a database of its own there, dropped after it.</summary>
internal static class TestServer
{
    public const string Variable = "ACCESSREVIEW_TEST_SQLSERVER";

    /// <summary>The connection string; null where there is none.</summary>
    public static string? ConnectionString { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? text : null;

    /// <summary>Whether tests run on SQL Server.</summary>
    public static bool IsUsed => ConnectionString is not null;

    /// <summary>Names a database that is not there yet; the product makes it.</summary>
    public static string NewDatabase() =>
        new SqlConnectionStringBuilder(ConnectionString) { InitialCatalog = "AccessReviewTest" + Guid.NewGuid().ToString("N") }.ConnectionString;

    /// <summary>Makes an empty database beforehand, as an administrator does, with the collation of an ordinary installation, and the compatibility level where one is named.</summary>
    public static async Task CreateAsync(string connectionString, int? level = null)
    {
        await OnServerAsync(connectionString, name => $"CREATE DATABASE [{name}] COLLATE SQL_Latin1_General_CP1_CI_AS");
        if (level is not null)
        {
            await OnServerAsync(connectionString, name => $"ALTER DATABASE [{name}] SET COMPATIBILITY_LEVEL = {level}");
        }
    }

    /// <summary>Drops the database.</summary>
    public static Task DropAsync(string connectionString) => OnServerAsync(
        connectionString, name => $"IF DB_ID(N'{name}') IS NOT NULL BEGIN ALTER DATABASE [{name}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE [{name}] END");

    private static async Task OnServerAsync(string connectionString, Func<string, string> statement)
    {
        using (var own = new SqlConnection(connectionString))
        {
            SqlConnection.ClearPool(own);
        }

        var name = new SqlConnectionStringBuilder(connectionString).InitialCatalog;
        await using var server = new SqlConnection(new SqlConnectionStringBuilder(connectionString) { InitialCatalog = "master" }.ConnectionString);
        await server.OpenAsync();
        await using var command = server.CreateCommand();
        command.CommandText = statement(name);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>A test of what only SQLite does; skipped when the suite runs on SQL Server.</summary>
public sealed class SqliteFactAttribute : FactAttribute
{
    public SqliteFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Skip = TestServer.IsUsed ? "Of SQLite alone." : null;
}

/// <summary>Tests of what only SQLite does; skipped when the suite runs on SQL Server.</summary>
public sealed class SqliteTheoryAttribute : TheoryAttribute
{
    public SqliteTheoryAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Skip = TestServer.IsUsed ? "Of SQLite alone." : null;
}

/// <summary>A test that needs a SQL Server; skipped where there is none.</summary>
public sealed class SqlServerFactAttribute : FactAttribute
{
    public SqlServerFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Skip = TestServer.IsUsed ? null : $"The Core suite ran on SQLite. It runs on SQL Server too when {TestServer.Variable} holds a connection string.";
}
