using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

namespace AccessReview.Core.Persistence;

/// <summary>The database on SQLite, the embedded default.</summary>
public sealed class SqliteReviewDb(DbContextOptions<SqliteReviewDb> options) : ReviewDb(options)
{
    internal sealed class DesignTime : IDesignTimeDbContextFactory<SqliteReviewDb>
    {
        public SqliteReviewDb CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<SqliteReviewDb>().UseSqlite("Data Source=design-time.db").Options);
    }
}

/// <summary>The database on SQL Server.</summary>
public sealed class SqlServerReviewDb(DbContextOptions<SqlServerReviewDb> options) : ReviewDb(options)
{
    // Nothing that a newer one brought is used.
    private const int SqlServer2019 = 150;

    // The driver's 30 seconds are too few to launch a large campaign, or to change the shape of its tables. What only waits for another
    // writer is told sooner: ChainStatements.
    private const int LongestStatementInSeconds = 1800;

    /// <summary>How the product speaks to SQL Server.</summary>
    /// <param name="connectionString">Where it is.</param>
    /// <param name="retrying">Whether a lost connection or a deadlock is tried again: not inside a transaction begun by hand.</param>
    /// <param name="strategy">What tries it again; null: <see cref="TriedAgain"/>.</param>
    internal static DbContextOptionsBuilder<SqlServerReviewDb> Options(
        string connectionString, bool retrying, Func<ExecutionStrategyDependencies, IExecutionStrategy>? strategy = null)
    {
        var builder = new DbContextOptionsBuilder<SqlServerReviewDb>();
        builder.UseSqlServer(Patient(connectionString), sql => (retrying ? sql.ExecutionStrategy(strategy ?? (d => new TriedAgain(d))) : sql).UseCompatibilityLevel(SqlServer2019));
        builder.ReplaceService<IMigrationsSqlGenerator, BinaryText>();
        return builder;
    }

    // In the connection string, so that it holds for commands made by hand too; what the administrator named there stays.
    private static string Patient(string connectionString)
    {
        var named = new SqlConnectionStringBuilder(connectionString);
        if (!named.ShouldSerialize("Command Timeout"))
        {
            named.CommandTimeout = LongestStatementInSeconds;
        }

        return named.ConnectionString;
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        model.UseCollation(BinaryText.Collation);
    }

    internal sealed class DesignTime : IDesignTimeDbContextFactory<SqlServerReviewDb>
    {
        public SqlServerReviewDb CreateDbContext(string[] args) =>
            new(Options("Server=design-time;Database=design-time;Encrypt=True", retrying: false).Options);
    }
}
