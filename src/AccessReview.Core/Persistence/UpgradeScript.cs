using AccessReview.Core.Audit;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace AccessReview.Core.Persistence;

/// <summary>What <see cref="Upgrade"/> does to a database on SQL Server, as a script for whoever may change its tables when the product may
/// not: settings, migrations, guard and the first rows. It may be run again, and on a database of any earlier release.</summary>
public static class UpgradeScript
{
    private const string End = "\nGO\n\n";

    // sqlcmd has it off, and an index with a filter needs it; a statement that fails ends the batch it stands in.
    private const string Session = "SET QUOTED_IDENTIFIER ON;\nSET XACT_ABORT ON;";

    private static readonly string FirstRows =
        $"""
        IF NOT EXISTS (SELECT 1 FROM [ChainHeads])
        BEGIN
            BEGIN TRANSACTION;
            INSERT INTO [ChainHeads] ([Id], [Seq], [At], [Hash], [NextId], [PurgeSeq]) VALUES (1, 0, CAST(SYSUTCDATETIME() AS datetime2(3)), 0x{Convert.ToHexString(Hashes.Genesis)}, 1, 0);
            INSERT INTO [Installations] ([Id], [Key], [MadeAt], [Sample], [DemoUsed]) VALUES (1, NEWID(), CAST(SYSUTCDATETIME() AS datetime2(3)), 0, 0);
            COMMIT;
        END;
        """;

    /// <summary>The script; nothing is asked of a server.</summary>
    /// <exception cref="InvalidOperationException">The context is not on SQL Server.</exception>
    public static string Of(ReviewDb db)
    {
        if (!db.IsOnSqlServer)
        {
            throw new InvalidOperationException("The script is for SQL Server.");
        }

        // The guard is replaced whole or not at all. Each trigger is alone in its batch, because its text is kept as it is sent.
        return string.Join(
            End,
            [
                Session, SqlServerSettings.Script, db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent),
                "BEGIN TRANSACTION;", .. Guard.Triggers(db).SelectMany(t => new[] { Guard.Drop(t.Name), t.Sql }), "COMMIT;", FirstRows, ""
            ]);
    }
}
