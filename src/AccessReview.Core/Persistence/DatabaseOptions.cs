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

/// <summary>The configuration section <c>Database</c>, with <c>Data:Folder</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary><c>Database:Provider</c>.</summary>
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary><c>Database:ConnectionString</c>; for SQLite, files in the data folder when empty.</summary>
    public string? ConnectionString { get; set; }

    /// <summary><c>Database:AllowSecondProcess</c>: two processes on one SQLite file, for tests only; the queue of writers is
    /// per process.</summary>
    public bool AllowSecondProcess { get; set; }

    /// <summary><c>Data:Folder</c>, an absolute path.</summary>
    public string Folder { get; set; } = Path.GetFullPath("data");

    /// <summary>How SQLite tries a failed transaction again; null: not at all, as its waits are the driver's. Tests rehearse with it
    /// what SQL Server demands of every transaction.</summary>
    internal Func<ExecutionStrategyDependencies, IExecutionStrategy>? Strategy { get; init; }
}
