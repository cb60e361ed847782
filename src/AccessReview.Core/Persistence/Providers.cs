using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

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
    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        model.UseCollation("Latin1_General_100_BIN2");
    }

    internal sealed class DesignTime : IDesignTimeDbContextFactory<SqlServerReviewDb>
    {
        public SqlServerReviewDb CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<SqlServerReviewDb>().UseSqlServer("Server=design-time;Database=design-time;Encrypt=True").Options);
    }
}
