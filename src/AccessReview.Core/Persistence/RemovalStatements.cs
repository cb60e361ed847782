using AccessReview.Core.Removals;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Persistence;

/// <summary>What every removal of one plan has in common.</summary>
/// <param name="FirstId">The first of the consecutive keys.</param>
/// <param name="FirstNumber">The first of the consecutive numbers.</param>
/// <param name="Due">By when.</param>
/// <param name="At">When they were asked for.</param>
/// <param name="NotBefore">What the product can carry out itself waits until then.</param>
/// <param name="Seq">The event.</param>
internal sealed record PlannedRemovals(long FirstId, int FirstNumber, DateOnly Due, DateTime At, DateTime NotBefore, long Seq);

/// <summary>The set-based statements that plan removals: the same text on both databases.</summary>
internal static class RemovalStatements
{
    /// <summary>How many removals the revokes of these turns cause; null: of all turns of the campaign.</summary>
    public static async Task<int> CountAsync(ReviewDb db, long campaignId, IReadOnlyCollection<long>? turnIds, CancellationToken cancel)
    {
        var sql = "SELECT COUNT(*) AS \"Value\" " + FromTurns(db, turnIds is not null);
        return (await db.Database.SqlQueryRaw<int>(sql, campaignId, IdList.Of(turnIds ?? [])).ToListAsync(cancel))[0];
    }

    /// <summary>Cancels what was only to be lowered and is revoked now: any revoke wins.</summary>
    public static Task SupersedeAsync(ReviewDb db, long campaignId, IReadOnlyCollection<long>? turnIds, long seq, CancellationToken cancel)
    {
        var sql = SupersedeSql(db, turnIds is not null);
        return db.Database.ExecuteSqlRawAsync(sql, [campaignId, IdList.Of(turnIds ?? []), seq], cancel);
    }

    /// <summary>Writes the removals, in the order of the items' numbers, before anybody is named for them.</summary>
    /// <returns>How many.</returns>
    public static Task<int> InsertAsync(ReviewDb db, long campaignId, IReadOnlyCollection<long>? turnIds, PlannedRemovals plan, CancellationToken cancel)
    {
        var sql =
            """
            INSERT INTO "Removals" ("Id", "Number", "CampaignId", "ItemId", "ApplicationId", "AccountId", "GroupId", "DecisionId", "DecidedAt",
                "RequestedAt", "PersonId", "DueDate", "State", "EventSeq", "ChangeTo", "NotBefore", "Tries")
            SELECT {2} - 1 + ROW_NUMBER() OVER (ORDER BY i."Number"), {3} - 1 + ROW_NUMBER() OVER (ORDER BY i."Number"), i."CampaignId", i."Id", a."Id", i."AccountId",
                i."GroupId", d."Id", d."At", {4}, NULL, {5}, CASE WHEN d."ChangeTo" IS NULL AND
            """ + " " + MachineWay + " " + """
            THEN 'Requested' ELSE 'WaitingForPerson' END, {6}, d."ChangeTo", CASE WHEN d."ChangeTo" IS NULL AND
            """ + " " + MachineWay + " " + """
            THEN {7} ELSE NULL END, 0
            """ + " " + FromTurns(db, turnIds is not null);
        return db.Database.ExecuteSqlRawAsync(sql, [campaignId, IdList.Of(turnIds ?? []), plan.FirstId, plan.FirstNumber, plan.At, plan.Due, plan.Seq, plan.NotBefore], cancel);
    }

    /// <summary>Names for the removals just written whoever carries them out in their application, where somebody does.</summary>
    public static async Task AssignAsync(ReviewDb db, long campaignId, PlannedRemovals plan, int count, CancellationToken cancel)
    {
        var applications = await db.CampaignApplications.Where(a => a.CampaignId == campaignId).Select(a => a.ApplicationId).ToListAsync(cancel);
        foreach (var (application, person) in await Removers.OfAsync(db, applications, await CurrentPolicy.DayAsync(db, plan.At, cancel), cancel))
        {
            if (person is not null)
            {
                await db.Removals.Where(r => r.CampaignId == campaignId && r.ApplicationId == application && r.Id >= plan.FirstId && r.Id < plan.FirstId + count)
                    .ExecuteUpdateAsync(set => set.SetProperty(r => r.PersonId, person).SetProperty(r => r.EventSeq, plan.Seq), cancel);
            }
        }
    }

    /// <summary>Gives the removals of this event the instant by which they are due, in applications that have hours for it.</summary>
    public static async Task DueAsync(ReviewDb db, long campaignId, DateTime at, TimeZoneInfo zone, long seq, CancellationToken cancel)
    {
        var applications = await (
            from plan in db.CampaignApplications
            where plan.CampaignId == campaignId
            join application in db.Applications on plan.ApplicationId equals application.Id
            where application.PrivilegedRemovalHours != null || application.RemovalHours != null
            select new { application.Id, application.PrivilegedRemovalHours, application.RemovalHours }).AsNoTracking().ToListAsync(cancel);
        foreach (var application in applications)
        {
            var planned = db.Removals.Where(r => r.EventSeq == seq && r.CampaignId == campaignId && r.ApplicationId == application.Id && r.RequestedAt == at);
            var privileged = RemovalRules.Privileged(db);
            await SetAsync(planned.Where(privileged), application.PrivilegedRemovalHours);
            await SetAsync(planned.Where(r => !planned.Where(privileged).Any(p => p.Id == r.Id)), application.RemovalHours);
        }

        async Task SetAsync(IQueryable<Removal> removals, int? hours)
        {
            if (hours is { } within)
            {
                var due = at.AddHours(within);
                var day = Clock.DayIn(due, zone);
                await removals.ExecuteUpdateAsync(set => set.SetProperty(r => r.DueAt, due).SetProperty(r => r.DueDate, day).SetProperty(r => r.EventSeq, seq), cancel);
            }
        }
    }

    // A connection into the application, or into a directory that lets people into it, which may remove. Whether it can for this very access
    // is found out when its time has come.
    private const string MachineWay =
        """
        EXISTS (SELECT 1 FROM "Connections" c WHERE c."Active" = 1 AND c."Use" = 'ReadAndRemove' AND (c."ApplicationId" = a."Id"
            OR EXISTS (SELECT 1 FROM "AppGrants" g JOIN "Directories" y ON y."CurrentExtractId" = g."ExtractId" WHERE y."Id" = c."DirectoryId" AND g."ApplicationId" = a."Id")))
        """;

    private static string SupersedeSql(ReviewDb db, bool some) =>
        $$"""
        UPDATE "Removals" SET "State" = 'Cancelled', "EventSeq" = {2}
        WHERE "CampaignId" = {0} AND {1} = {1} AND "ChangeTo" IS NOT NULL AND "State" <> 'Cancelled'
            AND "ItemId" IN (SELECT t."ItemId" FROM "ReviewTurns" t WHERE t."CampaignId" = {0} AND t."State" = 'Revoked'{{(some ? $" AND t.\"Id\" IN ({IdList.Rows(db, 1)})" : "")}})
        """;

    // An assignment that goes with its account is part of the account's removal, whether it was decided with it or before it.
    private static string FromTurns(ReviewDb db, bool some)
    {
        var ids = IdList.Rows(db, 1);
        var covered = some
            ? $"(p.\"Id\" IN ({ids}) OR EXISTS (SELECT 1 FROM \"Removals\" r WHERE r.\"ItemId\" = p.\"ItemId\" AND r.\"State\" <> 'Cancelled'))"
            : "{1} = '[]'";

        // Any revoke is final by itself. A change is the word of every stage that the item needs, each signed unless the campaign ends, and
        // whichever signs last makes it final.
        var signed = some ? "AND t.\"SignOffId\" IS NOT NULL AND o.\"SignOffId\" IS NOT NULL" : "";
        var final = some
            ? $"""
              AND t."Id" IN ({ids} UNION
                SELECT c."Id" FROM "ReviewTurns" o JOIN "ReviewTurns" c ON c."ItemId" = o."ItemId" AND c."Stage" <> o."Stage" AND c."State" = 'Changed' WHERE o."Id" IN ({ids}))
              """
            : "";

        // Of named turns the keys are looked up: by the campaign's index a signature would cost what the campaign costs, not what its reviewer's turns do.
        var campaign = some ? "t.\"CampaignId\" + 0" : "t.\"CampaignId\"";

        // Of two stages that say the same one removal follows: the first's revoke where both are planned at once, the second's change.
        var other = some ? $"(t.\"State\" = 'Changed' OR o.\"Id\" IN ({ids}))" : "{1} = '[]'";
        return $$"""
            FROM "ReviewTurns" t
            JOIN "ReviewItems" i ON i."Id" = t."ItemId"
            JOIN "Decisions" d ON d."Id" = t."DecisionId"
            JOIN "CampaignApplications" ca ON ca."Id" = i."CampaignApplicationId"
            JOIN "Applications" a ON a."Id" = ca."ApplicationId"
            WHERE {{campaign}} = {0} AND t."State" IN ('Revoked', 'Changed') AND d."Mode" <> 'WithAccount'
                AND NOT EXISTS (SELECT 1 FROM "Removals" r WHERE r."ItemId" = i."Id" AND r."State" <> 'Cancelled')
                AND (t."State" = 'Revoked' OR NOT EXISTS (SELECT 1 FROM "SecondReviews" n WHERE n."ItemId" = t."ItemId")
                    OR EXISTS (SELECT 1 FROM "ReviewTurns" o WHERE o."ItemId" = t."ItemId" AND o."Stage" <> t."Stage" AND o."State" IN ('Certified', 'Changed') {{signed}}))
                AND NOT EXISTS (SELECT 1 FROM "ReviewTurns" o WHERE o."ItemId" = t."ItemId" AND o."Stage" <> t."Stage" AND o."State" = t."State"
                    AND o."Stage" = CASE t."State" WHEN 'Revoked' THEN 1 ELSE 2 END AND {{other}})
                AND NOT EXISTS (SELECT 1 FROM "ReviewTurns" p WHERE p."ItemId" = i."ParentItemId" AND p."State" = 'Revoked' AND {{covered}})
            {{final}}
            """;
    }
}
