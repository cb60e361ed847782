using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Persistence;

/// <summary>What a launch freezes, in set-based statements of the same text on both databases: the draft's rows become items and
/// turns without leaving the database.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="FirstItemId">The key of item 1.</param>
/// <param name="FirstTurnId">The key of the turn of item 1.</param>
/// <param name="Seq">The launch's event.</param>
internal sealed record LaunchStatements(long CampaignId, long FirstItemId, long FirstTurnId, long Seq)
{
    private const string Items =
        """
        INSERT INTO "ReviewItems" ("Id", "CampaignId", "Number", "ParentItemId", "CampaignApplicationId", "AccountId", "AccountRecordId", "AssessedAccountId",
            "GroupId", "AssignmentRecordId", "AssessedAssignmentId", "HolderId", "Findings", "Recommendation", "EventSeq")
        SELECT {1} + "Number" - 1, "CampaignId", "Number", {1} + "ParentNumber" - 1, "CampaignApplicationId", "AccountId", "AccountRecordId", "AssessedAccountId",
            "GroupId", "AssignmentRecordId", "AssessedAssignmentId", "HolderId", "Findings", "Recommendation", {3}
        FROM "DraftItems" WHERE "CampaignId" = {0} ORDER BY "Number"
        """;

    private const string Turns =
        """
        INSERT INTO "ReviewTurns" ("Id", "CampaignId", "ItemId", "Number", "Stage", "ReviewerId", "ForId", "Basis", "Fallback", "State", "Rank", "EventSeq")
        SELECT {2} + "Number" - 1, "CampaignId", {1} + "Number" - 1, "Number", 1, "ReviewerId", "ForId", "Basis", "Fallback", 'Undecided', "Rank", {3}
        FROM "DraftItems" WHERE "CampaignId" = {0} ORDER BY "Number"
        """;

    private const string LeftOut =
        """
        INSERT INTO "LeftOutAccounts" ("CampaignId", "AccountRecordId", "CampaignApplicationId", "Reason", "EventSeq")
        SELECT "CampaignId", "AccountRecordId", "CampaignApplicationId", "Reason", {1} FROM "DraftLeftOuts" WHERE "CampaignId" = {0}
        """;

    private const string Progress =
        """
        INSERT INTO "CampaignProgress" ("CampaignId", "Stage", "ReviewerId", "State", "Count")
        SELECT "CampaignId", 1, "ReviewerId", 'Undecided', COUNT(*) FROM "DraftItems" WHERE "CampaignId" = {0} GROUP BY "CampaignId", "ReviewerId"
        """;

    private const string Seconds =
        """
        INSERT INTO "SecondReviews" ("ItemId", "CampaignId", "ReviewerId", "Why", "EventSeq")
        SELECT {1} + "Number" - 1, "CampaignId", "SecondId", "SecondWhy", {2} FROM "DraftItems" WHERE "CampaignId" = {0} AND "SecondId" IS NOT NULL
        """;

    /// <summary>Writes items, turns, what is left out, and the progress counters.</summary>
    /// <exception cref="InvalidOperationException">Another number of rows was written than was hashed; nothing is committed.</exception>
    public async Task InsertAsync(ReviewDb db, long items, CancellationToken cancel)
    {
        var written = await db.Database.ExecuteSqlRawAsync(Items, [CampaignId, FirstItemId, FirstTurnId, Seq], cancel);
        var turns = await db.Database.ExecuteSqlRawAsync(Turns, [CampaignId, FirstItemId, FirstTurnId, Seq], cancel);
        if (written != items || turns != items)
        {
            throw new InvalidOperationException($"{items} items were hashed, {written} items and {turns} turns were written.");
        }

        await db.Database.ExecuteSqlRawAsync(LeftOut, [CampaignId, Seq], cancel);
        await db.Database.ExecuteSqlRawAsync(Progress, [CampaignId], cancel);
        await db.Database.ExecuteSqlRawAsync(Seconds, [CampaignId, FirstItemId, Seq], cancel);
    }
}
