using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Persistence;

/// <summary>How a SQL Server database is set.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Snapshots">Whether snapshot isolation is allowed.</param>
/// <param name="CommittedSnapshots">Whether reading what is committed waits for nobody.</param>
/// <param name="Level">Its compatibility level.</param>
/// <param name="OtherTexts">Text columns of the product whose collation is another than the binary one.</param>
public sealed record SqlServerSettings(string Name, bool Snapshots, bool CommittedSnapshots, int Level, int OtherTexts)
{
    // Says what is wrong at every level, and so uses nothing that an older one lacks, such as JSON.
    internal const string Query =
        $"""
        SELECT d.name AS "Name", CAST(CASE WHEN d.snapshot_isolation_state = 1 THEN 1 ELSE 0 END AS bit) AS "Snapshots", d.is_read_committed_snapshot_on AS "CommittedSnapshots",
            CAST(d.compatibility_level AS int) AS "Level",
            (SELECT COUNT(*) FROM sys.columns c JOIN sys.tables t ON t.object_id = c.object_id
             WHERE t.is_ms_shipped = 0 AND CHARINDEX(N'/' + t.name COLLATE {BinaryText.Collation} + N'/', @tables) > 0 AND c.collation_name <> '{BinaryText.Collation}') AS "OtherTexts"
        FROM sys.databases d WHERE d.database_id = DB_ID()
        """;

    /// <summary>The settings of the database in which a script runs; the second ends other people's sessions, so it is sent where it is needed alone.</summary>
    internal const string Script =
        """
        IF (SELECT compatibility_level FROM sys.databases WHERE database_id = DB_ID()) < 130
            ALTER DATABASE CURRENT SET COMPATIBILITY_LEVEL = 150;
        ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON;
        IF (SELECT is_read_committed_snapshot_on FROM sys.databases WHERE database_id = DB_ID()) = 0
            ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;
        """;

    private const int Oldest = 130;

    /// <summary>What keeps the product from working on the database, one sentence each with the statement that ends it; nothing on
    /// SQLite.</summary>
    public static async Task<IReadOnlyList<string>> ProblemsAsync(ReviewDb db, CancellationToken cancel) =>
        db.IsOnSqlServer ? (await ReadAsync(db, cancel)).Problems() : [];

    /// <summary>Sets what the product may set itself, in a database that it has just made its own. Where it may not, readiness says so.</summary>
    public static async Task SetAsync(ReviewDb db, CancellationToken cancel)
    {
        var settings = await ReadAsync(db, cancel);
        foreach (var statement in settings.Statements().Append(settings.LevelStatement()).OfType<string>())
        {
            try
            {
                await db.Database.ExecuteSqlRawAsync(statement, cancel);
            }
            catch (SqlException)
            {
                // The account may not: the database administrator will.
            }
        }
    }

    internal IReadOnlyList<string> Problems()
    {
        var problems = Statements().Select(s => $"The database needs a setting. Run: {s}").ToList();
        if (LevelStatement() is { } raise)
        {
            problems.Add($"The database is at compatibility level {Level}, which lacks what the product uses. Run: {raise}");
        }

        if (OtherTexts > 0)
        {
            problems.Add($"{OtherTexts} text columns do not compare byte by byte ({BinaryText.Collation}). They were made by something else than the product's own migrations: restore a backup, or start on an empty database.");
        }

        return problems;
    }

    private IEnumerable<string> Statements()
    {
        if (!Snapshots)
        {
            yield return $"ALTER DATABASE {Quoted} SET ALLOW_SNAPSHOT_ISOLATION ON";
        }

        if (!CommittedSnapshots)
        {
            yield return $"ALTER DATABASE {Quoted} SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE";
        }
    }

    private string? LevelStatement() => Level < Oldest ? $"ALTER DATABASE {Quoted} SET COMPATIBILITY_LEVEL = 150" : null;

    private string Quoted => "[" + Name.Replace("]", "]]", StringComparison.Ordinal) + "]";

    private static async Task<SqlServerSettings> ReadAsync(ReviewDb db, CancellationToken cancel)
    {
        var tables = $"/{string.Join('/', db.Model.GetEntityTypes().Select(e => e.GetTableName()))}/";
        return (await db.Database.SqlQueryRaw<SqlServerSettings>(Query, new SqlParameter("@tables", tables)).ToListAsync(cancel))[0];
    }
}
