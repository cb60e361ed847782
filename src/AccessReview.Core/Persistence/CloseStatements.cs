using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Persistence;

/// <summary>What a close writes, in set-based statements of the same text on both databases.</summary>
internal static class CloseStatements
{
    // The campaign is the first parameter, the event the second.
    private const string Turns =
        """
        UPDATE "ReviewTurns" SET "State" = 'Revoked', "SignOffId" = NULL, "EventSeq" = {1},
            "DecisionId" = (SELECT d."Id" FROM "Decisions" d WHERE d."TurnId" = "ReviewTurns"."Id" AND d."ItemId" = "ReviewTurns"."ItemId" AND d."EventSeq" = {1})
        WHERE "CampaignId" = {0} AND EXISTS (SELECT 1 FROM "Decisions" d WHERE d."TurnId" = "ReviewTurns"."Id" AND d."ItemId" = "ReviewTurns"."ItemId" AND d."EventSeq" = {1})
        """;

    // By both stages, as Campaigns/SecondStage/ItemEnd says it: any revoke wins, and what needs a second review and has none is not reviewed.
    private const string Outcomes =
        """
        INSERT INTO "ItemOutcomes" ("ItemId", "CampaignId", "Kind", "Signed", "DecisionId", "EventSeq")
        SELECT e."ItemId", e."CampaignId", e."Kind",
            CASE WHEN e."Kind" = 'NotReviewed' THEN 0
                WHEN e."Kind" = 'Revoked' THEN CASE WHEN e."First" = 'Revoked' THEN e."FirstSigned" ELSE e."SecondSigned" END
                WHEN e."FirstSigned" = 1 AND (e."Second" IS NULL OR e."SecondSigned" = 1) THEN 1 ELSE 0 END,
            CASE e."Kind" WHEN 'NotReviewed' THEN NULL
                WHEN 'Revoked' THEN CASE WHEN e."First" = 'Revoked' THEN e."FirstDecision" ELSE e."SecondDecision" END
                WHEN 'Changed' THEN CASE WHEN e."Second" = 'Changed' THEN e."SecondDecision" ELSE e."FirstDecision" END
                ELSE COALESCE(e."SecondDecision", e."FirstDecision") END,
            {1}
        FROM (
            SELECT t."ItemId", t."CampaignId", t."Number", t."State" AS "First", o."State" AS "Second", t."DecisionId" AS "FirstDecision", o."DecisionId" AS "SecondDecision",
                CASE WHEN s."ItemId" IS NULL THEN 0 ELSE 1 END AS "FirstSigned", CASE WHEN z."ItemId" IS NULL THEN 0 ELSE 1 END AS "SecondSigned",
                CASE WHEN t."State" = 'Revoked' OR o."State" = 'Revoked' THEN 'Revoked'
                    WHEN t."State" = 'Undecided' OR o."State" = 'Undecided' OR (n."ItemId" IS NOT NULL AND o."Id" IS NULL) THEN 'NotReviewed'
                    WHEN t."State" = 'Changed' OR o."State" = 'Changed' THEN 'Changed' ELSE 'Certified' END AS "Kind"
            FROM "ReviewTurns" t
            LEFT JOIN "ReviewTurns" o ON o."ItemId" = t."ItemId" AND o."Stage" = 2
            LEFT JOIN "SecondReviews" n ON n."ItemId" = t."ItemId"
            LEFT JOIN "SignOffItems" s ON s."SignOffId" = t."SignOffId" AND s."ItemId" = t."ItemId" AND s."DecisionId" = t."DecisionId"
            LEFT JOIN "SignOffItems" z ON z."SignOffId" = o."SignOffId" AND z."ItemId" = o."ItemId" AND z."DecisionId" = o."DecisionId"
            WHERE t."CampaignId" = {0} AND t."Stage" = 1) e
        ORDER BY e."Number"
        """;

    private const string Progress =
        """
        INSERT INTO "CampaignProgress" ("CampaignId", "Stage", "ReviewerId", "State", "Count")
        SELECT "CampaignId", "Stage", "ReviewerId", "State", COUNT(*) FROM "ReviewTurns" WHERE "CampaignId" = {0}
        GROUP BY "CampaignId", "Stage", "ReviewerId", "State"
        """;

    /// <summary>Writes the deadline's decisions and moves their turns and the progress counters.</summary>
    public static async Task DecideByDeadlineAsync(ChangeScope scope, long campaignId, IReadOnlyList<Decision> decisions, CancellationToken cancel)
    {
        await BulkInsert.RunAsync(scope, decisions, cancel);
        var moved = await scope.Db.Database.ExecuteSqlRawAsync(Turns, [campaignId, scope.Seq], cancel);
        if (moved != decisions.Count)
        {
            throw new InvalidOperationException($"{decisions.Count} items fall to the deadline and {moved} turns were moved.");
        }

        await scope.Db.CampaignProgress.Where(p => p.CampaignId == campaignId).ExecuteDeleteAsync(cancel);
        await scope.Db.Database.ExecuteSqlRawAsync(Progress, [campaignId], cancel);
    }

    /// <summary>Stamps the outcome of every item.</summary>
    public static async Task StampOutcomesAsync(ChangeScope scope, long campaignId, long items, CancellationToken cancel)
    {
        var written = await scope.Db.Database.ExecuteSqlRawAsync(Outcomes, [campaignId, scope.Seq], cancel);
        if (written != items)
        {
            throw new InvalidOperationException($"{items} outcomes were hashed and {written} were written.");
        }
    }

    /// <summary>Writes the half of C12 that is known last: every revoked or changed item has its removal, or its account's.</summary>
    public static async Task TieRemovalsAsync(ChangeScope scope, long campaignId, long checkId, CancellationToken cancel)
    {
        var check = await CloseChecks.PutToWorkAsync(scope.Db, campaignId, cancel);
        if (check.Result != CheckResult.Pass)
        {
            throw new InvalidOperationException($"{check.CountA} items were revoked or changed and {check.CountB} have a removal.");
        }

        await BulkInsert.RunAsync(scope, [check.ToRow(checkId, campaignId, scope.At, scope.Seq)], cancel);
    }
}
