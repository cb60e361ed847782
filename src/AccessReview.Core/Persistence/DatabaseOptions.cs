using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Storage;

namespace AccessReview.Core.Persistence;

/// <summary>Which kind of database holds the product's data.</summary>
public enum DatabaseProvider
{
    /// <summary>Embedded, in the data folder.</summary>
    Sqlite,

    /// <summary>SQL Server.</summary>
    SqlServer,
}

/// <summary>Who brings the database to this version's shape.</summary>
public enum DatabaseMigration
{
    /// <summary>The product when it starts.</summary>
    AtStart,

    /// <summary>Somebody else, before it starts: its account may not change tables.</summary>
    Never,
}

/// <summary>The configuration section <c>Database</c>, with <c>Data:Folder</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary><c>Database:Provider</c>.</summary>
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary><c>Database:ConnectionString</c>; for SQLite, files in the data folder when empty.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Whether the connection string is one of the provider's, and names a server or a file.</summary>
    public bool IsConnection
    {
        get
        {
            try
            {
                return (Provider == DatabaseProvider.SqlServer ? new SqlConnectionStringBuilder(ConnectionString).DataSource : OwnFile).Length > 0;
            }
            catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
            {
                return false;
            }
        }
    }

    /// <summary><c>Database:Migrate</c>; holds for the own database, as the sample organisation is the product's alone.</summary>
    public DatabaseMigration Migrate { get; set; } = DatabaseMigration.AtStart;

    /// <summary><c>Database:AllowSecondProcess</c>: two processes on one SQLite file, for tests only; the queue of writers is
    /// per process.</summary>
    public bool AllowSecondProcess { get; set; }

    /// <summary><c>Data:Folder</c>, an absolute path.</summary>
    public string Folder { get; set; } = Path.GetFullPath("data");

    /// <summary>How the customer's own database is opened, on SQLite.</summary>
    internal string OwnConnection => string.IsNullOrEmpty(ConnectionString)
        ? new SqliteConnectionStringBuilder { DataSource = Path.Combine(Folder, "accessreview.db") }.ToString()
        : ConnectionString;

    /// <summary>The file of the customer's own database, on SQLite.</summary>
    internal string OwnFile => new SqliteConnectionStringBuilder(OwnConnection).DataSource;

    /// <summary>How long a writer waits for the others of its process; on SQL Server, for those of other nodes as long again.</summary>
    internal TimeSpan WritersPatience { get; init; } = ChainStatements.Patience;

    /// <summary>How a failed transaction is tried again; null: as the product does on SQL Server, and not at all on SQLite, whose waits are the
    /// driver's. Tests rehearse with it what SQL Server demands of every transaction, and lose connections on both.</summary>
    internal Func<ExecutionStrategyDependencies, IExecutionStrategy>? Strategy { get; init; }
}
