using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Persistence;

/// <summary>What one purge takes.</summary>
/// <param name="Extracts">Readings that go.</param>
/// <param name="AllPurged">Those, and every reading that went before.</param>
/// <param name="CampaignId">The campaign whose texts and evidence go; null for a reading alone.</param>
/// <param name="Seq">The event.</param>
internal sealed record PurgeScope(IReadOnlyList<long> Extracts, IReadOnlyList<long> AllPurged, long? CampaignId, long Seq);

/// <summary>The set-based statements of a purge: the same text on both databases. Parameters: 0 the event, 1 the readings, 2 every
/// purged reading, 3 the campaign or 0.</summary>
internal static class PurgeStatements
{
    /// <summary>What stands in a purged reading's files for their names; each row then names the event of the purge.</summary>
    internal const string Emptied = "purged";

    private const string Texts =
        """
        SELECT "ReasonId" AS "Id" FROM "Decisions" WHERE "CampaignId" = {3} AND "ReasonId" IS NOT NULL
        UNION SELECT "ReasonId" FROM "Reassignments" WHERE "CampaignId" = {3}
        UNION SELECT "ReasonId" FROM "CampaignExceptions" WHERE "CampaignId" = {3}
        UNION SELECT "TextId" FROM "FollowUpsDone" WHERE "CampaignId" = {3}
        UNION SELECT "TextId" FROM "SignOffs" WHERE "CampaignId" = {3}
        UNION SELECT "WithdrawnReasonId" FROM "SignOffs" WHERE "CampaignId" = {3} AND "WithdrawnReasonId" IS NOT NULL
        UNION SELECT "ConclusionId" FROM "Campaigns" WHERE "Id" = {3} AND "ConclusionId" IS NOT NULL
        UNION SELECT "ReasonId" FROM "DeadlineExtensions" WHERE "CampaignId" = {3}
        UNION SELECT "TextId" FROM "Questions" WHERE "CampaignId" = {3}
        UNION SELECT "TextId" FROM "QuestionAnswers" WHERE "QuestionId" IN (SELECT "Id" FROM "Questions" WHERE "CampaignId" = {3})
        UNION SELECT "ReasonId" FROM "RemovalWaivers" WHERE "RemovalId" IN (SELECT "Id" FROM "Removals" WHERE "CampaignId" = {3})
        UNION SELECT "AddressId" FROM "Notifications" WHERE "CampaignId" = {3} AND "AddressId" IS NOT NULL
        UNION SELECT "ReasonId" FROM "HandMatches" WHERE "AccountId" IN ({accounts})
        UNION SELECT "PurposeId" FROM "Declarations" WHERE "AccountId" IN ({accounts})
        UNION SELECT "ReasonId" FROM "Absences" WHERE "PersonId" IN ({people})
        UNION SELECT t."Id" FROM "PrivateTexts" t JOIN "AuditEvents" e ON e."Seq" = t."EventSeq" WHERE e."CampaignId" = {3} AND e."Type" = 'CampaignKeptLonger'
        """;

    private const string Files =
        """
        SELECT "StoredFileId" AS "Id" FROM "ExtractFiles" WHERE "ExtractId" IN ({extracts})
        UNION SELECT "PictureFileId" FROM "ExtractFiles" WHERE "ExtractId" IN ({extracts}) AND "PictureFileId" IS NOT NULL
        UNION SELECT "ProofFileId" FROM "RemovalAttempts" WHERE "ProofFileId" IS NOT NULL AND "RemovalId" IN (SELECT "Id" FROM "Removals" WHERE "CampaignId" = {3})
        UNION SELECT "StoredFileId" FROM "HandProofs" WHERE "RemovalId" IN (SELECT "Id" FROM "Removals" WHERE "CampaignId" = {3})
        UNION SELECT "PackFileId" FROM "EvidenceEditions" WHERE "CampaignId" = {3}
        UNION SELECT "WorkbookFileId" FROM "EvidenceEditions" WHERE "CampaignId" = {3}
        """;

    // Accounts and people of whom no reading is left.
    private const string Accounts =
        """
        SELECT r."AccountId" FROM "AccountRecords" r WHERE r."ExtractId" IN ({all})
            AND NOT EXISTS (SELECT 1 FROM "AccountRecords" o WHERE o."AccountId" = r."AccountId" AND o."ExtractId" NOT IN ({all}))
        """;

    private const string People =
        """
        SELECT r."PersonId" FROM "PersonRecords" r WHERE r."ExtractId" IN ({all})
            AND NOT EXISTS (SELECT 1 FROM "PersonRecords" o WHERE o."PersonId" = r."PersonId" AND o."ExtractId" NOT IN ({all}))
        """;

    private static readonly string[] Statements =
    [
        // The guard lets rows go only in a purge; the next move of the head ends it.
        """UPDATE "ChainHeads" SET "PurgeSeq" = {0} WHERE "Id" = 1""",
        $$"""UPDATE "PrivateTexts" SET "Salt" = NULL, "Text" = NULL, "EventSeq" = {0} WHERE "Text" IS NOT NULL AND "Id" IN ({{Texts}})""",
        """UPDATE "Removals" SET "DoneReference" = NULL, "EventSeq" = {0} WHERE "CampaignId" = {3} AND "DoneReference" IS NOT NULL""",
        """
        UPDATE "RemovalTasks" SET "DoneReference" = NULL, "EventSeq" = {0}
        WHERE "DoneReference" IS NOT NULL AND "RemovalId" IN (SELECT "Id" FROM "Removals" WHERE "CampaignId" = {3})
        """,

        // A command's answer names the accounts that it was about.
        """DELETE FROM "CommandReceipts" WHERE "EventSeq" IN (SELECT "Seq" FROM "AuditEvents" WHERE "CampaignId" = {3})""",
        $$"""DELETE FROM "StoredFileChunks" WHERE "StoredFileId" IN ({{Files}})""",

        // An identifier may be the address itself.
        """
        UPDATE "AccountRecords" SET "Email" = '', "EmailKey" = '', "Name" = '', "NameSort" = '', "SourceId" = '', "EventSeq" = {0} WHERE "ExtractId" IN ({extracts})
        """,
        """UPDATE "AppGrants" SET "UserKey" = '', "AccountSourceId" = '', "EventSeq" = {0} WHERE "ExtractId" IN ({extracts})""",
        """UPDATE "GroupRecords" SET "OwnerEmail" = '', "OwnerEmailKey" = '', "EventSeq" = {0} WHERE "ExtractId" IN ({extracts})""",
        """
        UPDATE "PersonRecords" SET "EmployeeId" = '', "WorkEmail" = '', "EmailKey" = '', "Name" = '', "NameSort" = '', "EmploymentType" = '', "StartDate" = NULL, "EndDate" = NULL,
            "ManagerKey" = '', "Department" = '', "JobTitle" = '', "LastSignInAt" = NULL, "LastSignInState" = NULL, "EventSeq" = {0} WHERE "ExtractId" IN ({extracts})
        """,
        """DELETE FROM "PersonAddresses" WHERE "ExtractId" IN ({extracts})""",
        """UPDATE "SetAsideLines" SET "Words" = '', "Raw" = '', "EventSeq" = {0} WHERE "ExtractFileId" IN (SELECT "Id" FROM "ExtractFiles" WHERE "ExtractId" IN ({extracts}))""",
        $$"""UPDATE "ExtractFiles" SET "FileName" = '{{Emptied}}', "ExportedBy" = '{{Emptied}}', "EventSeq" = {0} WHERE "ExtractId" IN ({extracts})""",
        """
        UPDATE "AssessedAccounts" SET "Facts" = '{{}}', "EventSeq" = {0} WHERE "AssessmentId" IN (
            SELECT "Id" FROM "Assessments" WHERE "ExtractId" IN ({extracts}) UNION SELECT "AssessmentId" FROM "AssessmentSources" WHERE "ExtractId" IN ({extracts}))
        """,
        $$"""UPDATE "Accounts" SET "SourceKey" = {purged}, "EventSeq" = {0} WHERE "Id" IN ({{Accounts}}) AND "SourceKey" NOT LIKE 'purged:%'""",
        $$"""UPDATE "People" SET "SourceKey" = {purged}, "EventSeq" = {0} WHERE "Id" IN ({{People}}) AND "SourceKey" NOT LIKE 'purged:%'""",
    ];

    /// <summary>Empties and deletes.</summary>
    public static async Task RunAsync(ReviewDb db, PurgeScope scope, CancellationToken cancel)
    {
        foreach (var statement in Statements)
        {
            await db.Database.ExecuteSqlRawAsync(Text(db, statement), Parameters(scope), cancel);
        }
    }

    /// <summary>How many texts go.</summary>
    public static Task<int> TextsAsync(ReviewDb db, PurgeScope scope, CancellationToken cancel) =>
        CountAsync(db, scope, $$"""SELECT COUNT(*) AS "Value" FROM "PrivateTexts" WHERE "Text" IS NOT NULL AND "Id" IN ({{Texts}})""", cancel);

    /// <summary>How many files' bytes go.</summary>
    public static Task<int> FilesAsync(ReviewDb db, PurgeScope scope, CancellationToken cancel) =>
        CountAsync(db, scope, $$"""SELECT COUNT(DISTINCT "StoredFileId") AS "Value" FROM "StoredFileChunks" WHERE "StoredFileId" IN ({{Files}})""", cancel);

    /// <summary>How many records are emptied.</summary>
    public static Task<int> RecordsAsync(ReviewDb db, PurgeScope scope, CancellationToken cancel) =>
        CountAsync(
            db, scope,
            """
            SELECT (SELECT COUNT(*) FROM "AccountRecords" WHERE "ExtractId" IN ({extracts})) + (SELECT COUNT(*) FROM "GroupRecords" WHERE "ExtractId" IN ({extracts}))
                + (SELECT COUNT(*) FROM "PersonRecords" WHERE "ExtractId" IN ({extracts})) AS "Value"
            """,
            cancel);

    /// <summary>The statements, for a look at their text.</summary>
    internal static IEnumerable<string> All(ReviewDb db) => Statements.Select(s => Text(db, s));

    private static async Task<int> CountAsync(ReviewDb db, PurgeScope scope, string sql, CancellationToken cancel)
    {
        var query = Text(db, sql);
        return (await db.Database.SqlQueryRaw<int>(query, Parameters(scope)).ToListAsync(cancel))[0];
    }

    private static string Text(ReviewDb db, string sql) => sql
        .Replace("{accounts}", Accounts, StringComparison.Ordinal)
        .Replace("{people}", People, StringComparison.Ordinal)
        .Replace("{extracts}", IdList.Rows(db, 1), StringComparison.Ordinal)
        .Replace("{all}", IdList.Rows(db, 2), StringComparison.Ordinal)
        .Replace("{purged}", db.IsOnSqlServer ? "CONCAT('purged:', \"Id\")" : "'purged:' || \"Id\"", StringComparison.Ordinal);

    private static object[] Parameters(PurgeScope scope) => [scope.Seq, IdList.Of(scope.Extracts), IdList.Of(scope.AllPurged), scope.CampaignId ?? 0L];
}
