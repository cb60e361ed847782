using AccessReview.Core.Campaigns;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Persistence;

/// <summary>What a close writes, in set-based statements of the same text on both databases.</summary>
internal static class CloseStatements
{
    // The campaign is the first parameter, the event the second.
    private const string Turns =
        """
        UPDATE "ReviewTurns" SET "State" = 'Revoked', "SignOffId" = NULL, "EventSeq" = {1},
            "DecisionId" = (SELECT d."Id" FROM "Decisions" d WHERE d."ItemId" = "ReviewTurns"."ItemId" AND d."EventSeq" = {1})
        WHERE "CampaignId" = {0} AND EXISTS (SELECT 1 FROM "Decisions" d WHERE d."ItemId" = "ReviewTurns"."ItemId" AND d."EventSeq" = {1})
        """;

    private const string Outcomes =
        """
        INSERT INTO "ItemOutcomes" ("ItemId", "CampaignId", "Kind", "Signed", "DecisionId", "EventSeq")
        SELECT t."ItemId", t."CampaignId", CASE t."State" WHEN 'Undecided' THEN 'NotReviewed' ELSE t."State" END,
            CASE WHEN s."ItemId" IS NULL THEN 0 ELSE 1 END, t."DecisionId", {1}
        FROM "ReviewTurns" t
        LEFT JOIN "SignOffItems" s ON s."SignOffId" = t."SignOffId" AND s."ItemId" = t."ItemId" AND s."DecisionId" = t."DecisionId"
        WHERE t."CampaignId" = {0} ORDER BY t."Number"
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
        var db = scope.Db;
        var ended = db.ItemOutcomes.AsNoTracking().Where(o => o.CampaignId == campaignId && (o.Kind == OutcomeKind.Revoked || o.Kind == OutcomeKind.Changed));
        var all = await ended.CountAsync(cancel);
        var covered = await ended.Join(db.ReviewItems, o => o.ItemId, i => i.Id, (_, i) => i)
            .CountAsync(i => db.Removals.Any(r => (r.ItemId == i.Id || r.ItemId == i.ParentItemId) && r.State != Removals.RemovalState.Cancelled), cancel);
        var check = Check.Equal("C12", null, "Items revoked or changed", all, "Of those with a removal, their own or their account's", covered);
        if (check.Result != CheckResult.Pass)
        {
            throw new InvalidOperationException($"{all} items were revoked or changed and {covered} have a removal.");
        }

        await BulkInsert.RunAsync(scope, [check.ToRow(checkId, campaignId, scope.At, scope.Seq)], cancel);
    }
}
