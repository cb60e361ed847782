namespace AccessReview.Core.Tests.Crashes;

/// <summary>What is never true, whenever the product died: each statement counts rows that tell of something half done.</summary>
internal static class NothingHalfDone
{
    /// <summary>What it would mean, and the statement that must count nothing.</summary>
    public static IReadOnlyList<(string Means, string Sql)> Statements { get; } =
    [
        ("a reading holds another number of accounts or people than it says",
            """SELECT COUNT(*) FROM "Extracts" e WHERE e."Records" <> (SELECT COUNT(*) FROM "AccountRecords" r WHERE r."ExtractId" = e."Id") + (SELECT COUNT(*) FROM "PersonRecords" r WHERE r."ExtractId" = e."Id")"""),
        ("a reading holds another number of assignments than it says",
            """SELECT COUNT(*) FROM "Extracts" e WHERE e."Assignments" <> (SELECT COUNT(*) FROM "AssignmentRecords" r WHERE r."ExtractId" = e."Id")"""),
        ("a file's lines are not stored plus set aside",
            """SELECT COUNT(*) FROM "ExtractFiles" f WHERE f."Lines" <> f."Stored" + f."SetAside" OR f."SetAside" <> (SELECT COUNT(*) FROM "SetAsideLines" l WHERE l."ExtractFileId" = f."Id")"""),
        ("a file of a reading is not kept",
            """SELECT COUNT(*) FROM "ExtractFiles" f WHERE NOT EXISTS (SELECT 1 FROM "StoredFiles" s JOIN "StoredFileChunks" c ON c."StoredFileId" = s."Id" WHERE s."Id" = f."StoredFileId")"""),
        ("an assessment holds another number of accounts than it says",
            """SELECT COUNT(*) FROM "Assessments" a WHERE a."Accounts" <> (SELECT COUNT(*) FROM "AssessedAccounts" x WHERE x."AssessmentId" = a."Id")"""),
        ("a campaign is half launched",
            """SELECT COUNT(*) FROM "Campaigns" c WHERE c."Items" <> (SELECT COUNT(*) FROM "ReviewItems" i WHERE i."CampaignId" = c."Id") OR c."Items" <> (SELECT COUNT(*) FROM "ReviewTurns" t WHERE t."CampaignId" = c."Id") OR (c."State" = 'Draft') <> (c."Items" = 0)"""),
        ("people who have left an application are asked about in two campaigns at once",
            """SELECT COUNT(*) FROM (SELECT a."ApplicationId" FROM "Campaigns" c JOIN "CampaignApplications" a ON a."CampaignId" = c."Id" WHERE c."Part" = 'Leavers' AND c."State" IN ('Draft', 'Active') GROUP BY 1 HAVING COUNT(*) > 1) x"""),
        ("a campaign over people who have left neither asks about an account of its reading nor names it as left out",
            """SELECT COUNT(*) FROM "Campaigns" c JOIN "CampaignApplications" a ON a."CampaignId" = c."Id" JOIN "Assessments" s ON s."Id" = a."AssessmentId" WHERE c."Part" = 'Leavers' AND c."State" = 'Active' AND s."Accounts" <> (SELECT COUNT(*) FROM "ReviewItems" i WHERE i."CampaignId" = c."Id" AND i."ParentItemId" IS NULL) + (SELECT COUNT(*) FROM "LeftOutAccounts" l WHERE l."CampaignId" = c."Id")"""),
        ("the progress counters are not the turns",
            """SELECT COUNT(*) FROM (SELECT "CampaignId", "ReviewerId", "State", COUNT(*) AS n FROM "ReviewTurns" GROUP BY 1, 2, 3) t LEFT JOIN "CampaignProgress" p ON p."CampaignId" = t."CampaignId" AND p."ReviewerId" = t."ReviewerId" AND p."State" = t."State" WHERE p."Count" IS NULL OR p."Count" <> t.n"""),
        ("a turn is decided without its decision, or not by the last one that was not taken back",
            """SELECT COUNT(*) FROM "ReviewTurns" t LEFT JOIN "Decisions" d ON d."Id" = t."DecisionId" WHERE (t."State" = 'Undecided') <> (t."DecisionId" IS NULL) OR (t."DecisionId" IS NOT NULL AND (d."TurnId" IS NULL OR d."TurnId" <> t."Id" OR EXISTS (SELECT 1 FROM "Decisions" x WHERE x."TurnId" = t."Id" AND x."Id" > d."Id" AND x."Kind" <> 'Withdrawn' AND NOT EXISTS (SELECT 1 FROM "Decisions" w WHERE w."ReplacesId" = x."Id" AND w."Kind" = 'Withdrawn'))))"""),
        ("an act of deciding touched a turn and left no decision on it",
            """SELECT COUNT(*) FROM "ReviewTurns" t JOIN "AuditEvents" e ON e."Seq" = t."EventSeq" WHERE e."Type" IN ('ItemDecided', 'ItemsDecided', 'DecisionsUndone') AND NOT EXISTS (SELECT 1 FROM "Decisions" d WHERE d."ItemId" = t."ItemId" AND d."EventSeq" = t."EventSeq")"""),
        ("an account is revoked and an assignment of it is not",
            """SELECT COUNT(*) FROM "ReviewItems" i JOIN "ReviewTurns" t ON t."ItemId" = i."Id" JOIN "ReviewTurns" p ON p."ItemId" = i."ParentItemId" WHERE p."State" = 'Revoked' AND t."State" <> 'Revoked'"""),
        ("somebody reviews their own access",
            """SELECT COUNT(*) FROM "ReviewItems" i JOIN "ReviewTurns" t ON t."ItemId" = i."Id" WHERE i."HolderId" = t."ReviewerId" """),
        ("a sign-off covers another number of items than it says",
            """SELECT COUNT(*) FROM "SignOffs" s WHERE s."Level" = 'Reviewer' AND s."Items" <> (SELECT COUNT(*) FROM "SignOffItems" i WHERE i."SignOffId" = s."Id")"""),
        ("a signed revoke or change has no removal, or a removal neither",
            """SELECT COUNT(*) FROM "ReviewTurns" t JOIN "ReviewItems" i ON i."Id" = t."ItemId" WHERE i."ParentItemId" IS NULL AND (t."State" IN ('Revoked', 'Changed') AND t."SignOffId" IS NOT NULL) <> EXISTS (SELECT 1 FROM "Removals" r WHERE r."ItemId" = i."Id" AND r."State" <> 'Cancelled') AND EXISTS (SELECT 1 FROM "Campaigns" c WHERE c."Id" = t."CampaignId" AND c."State" = 'Active')"""),
    ];
}
