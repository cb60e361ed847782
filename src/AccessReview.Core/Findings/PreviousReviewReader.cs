using AccessReview.Core.Campaigns;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Findings;

/// <summary>Reads the last closed campaign over an application, with its addenda.</summary>
internal static class PreviousReviewReader
{
    /// <summary>Its part of that campaign, by application; null when none is closed.</summary>
    public static Task<CampaignApplication?> LastClosedAsync(ReviewDb db, long applicationId, CancellationToken cancel) => (
        from part in db.CampaignApplications.AsNoTracking()
        join campaign in db.Campaigns.AsNoTracking().OverEverybody() on part.CampaignId equals campaign.Id
        where part.ApplicationId == applicationId && part.Active && part.AssessmentId != null && campaign.State == CampaignState.Closed
        orderby campaign.EndedAt descending, campaign.Id descending
        select part).FirstOrDefaultAsync(cancel);

    /// <summary>The campaign as the comparison needs it, with what somebody decided in a closed addendum of it; null when none is closed.</summary>
    public static async Task<PreviousReview?> ReadAsync(ReviewDb db, long applicationId, Func<DateTime, DateOnly> dayOf, CancellationToken cancel)
    {
        if (await LastClosedAsync(db, applicationId, cancel) is not { } part)
        {
            return null;
        }

        var number = await db.Campaigns.Where(c => c.Id == part.CampaignId).Select(c => c.Number).SingleAsync(cancel);

        // The campaign first, then its addenda in the order they were drafted in: each reviewed what the ones before it did not hold, or held as something else.
        var parts = await (
            from own in db.CampaignApplications.AsNoTracking()
            join campaign in db.Campaigns.AsNoTracking() on own.CampaignId equals campaign.Id
            join assessment in db.Assessments.AsNoTracking() on own.AssessmentId equals (long?)assessment.Id
            join read in db.Extracts.AsNoTracking() on assessment.ExtractId equals read.Id
            where own.Id == part.Id || (own.ApplicationId == applicationId && own.Active && campaign.AddendumToId == part.CampaignId && campaign.State == CampaignState.Closed)
            orderby campaign.Id
            select new { own.Id, own.CampaignId, ExtractId = read.Id, read.CoversAssignments, read.AsOf }).ToListAsync(cancel);
        var (campaigns, planned) = (parts.ConvertAll(p => p.CampaignId), parts.ConvertAll(p => p.Id));
        var days = parts.ToDictionary(p => p.CampaignId, p => dayOf(p.AsOf));
        var covers = parts.ToDictionary(p => p.CampaignId, p => p.CoversAssignments);
        var decided = DecidedItems(db);
        var accounts = await (
            from item in db.ReviewItems.AsNoTracking()
            where campaigns.Contains(item.CampaignId) && planned.Contains(item.CampaignApplicationId) && item.ParentItemId == null
                && (item.CampaignId == part.CampaignId || decided.Contains(item.Id))
            join record in db.AccountRecords.AsNoTracking() on item.AccountRecordId equals record.Id
            join assessed in db.AssessedAccounts.AsNoTracking() on item.AssessedAccountId equals assessed.Id
            join read in db.PersonRecords.AsNoTracking() on assessed.PersonRecordId equals (long?)read.Id into people
            from person in people.DefaultIfEmpty()
            orderby item.CampaignId
            select new
            {
                item.AccountId, item.CampaignId, item.AccountRecordId, record.Role, record.RoleKey, assessed.PersonId, assessed.Findings, assessed.Fingerprint, Decided = decided.Contains(item.Id),
                Person = person == null ? null : new KnownPerson(person.PersonId, person.Id, "", person.Name, person.NameSort, person.Status, person.EmploymentType, person.EndDate, person.ManagerId) { StartDate = person.StartDate },
            }).ToListAsync(cancel);
        var last = new Dictionary<long, ReviewedAccount>(accounts.Count);
        var inAddendum = new Dictionary<long, long>();
        foreach (var a in accounts)
        {
            last[a.AccountId] = new ReviewedAccount(a.AccountId, days[a.CampaignId], a.Role, a.RoleKey, a.PersonId, a.Person, a.Findings, a.Fingerprint, a.Decided, covers[a.CampaignId]);
            if (a.CampaignId != part.CampaignId)
            {
                inAddendum[a.AccountId] = a.AccountRecordId;
            }
        }

        var whole = parts[0].ExtractId;
        var held = await (
            from assignment in db.AssignmentRecords.AsNoTracking()
            join record in db.AccountRecords.AsNoTracking() on assignment.AccountRecordId equals record.Id
            where assignment.ExtractId == whole
            select new { record.AccountId, assignment.AccountRecordId, assignment.GroupId }).ToListAsync(cancel);
        var later = inAddendum.Values.ToList();
        var added = await (
            from assignment in db.AssignmentRecords.AsNoTracking()
            where later.Contains(assignment.AccountRecordId)
            join record in db.AccountRecords.AsNoTracking() on assignment.AccountRecordId equals record.Id
            select new { record.AccountId, assignment.AccountRecordId, assignment.GroupId }).ToListAsync(cancel);
        return new PreviousReview(
            part.CampaignId, number, parts.ConvertAll(p => p.ExtractId), covers[part.CampaignId], part.IncludeAssignments, last,
            held.Where(g => !inAddendum.ContainsKey(g.AccountId)).Concat(added).ToLookup(g => g.AccountId, g => g.GroupId)) { LeftOut = await LeftOutAsync(db, part, cancel) };
    }

    /// <summary>The accounts of the application about which somebody decided in any closed campaign.</summary>
    public static async Task<HashSet<long>> EverReviewedAsync(ReviewDb db, long applicationId, CancellationToken cancel)
    {
        var decided = DecidedItems(db);
        return [.. await (
            from item in db.ReviewItems.AsNoTracking()
            join part in db.CampaignApplications.AsNoTracking() on item.CampaignApplicationId equals part.Id
            where part.ApplicationId == applicationId && item.ParentItemId == null && decided.Contains(item.Id)
            select item.AccountId).Distinct().ToListAsync(cancel)];
    }

    private static Task<Dictionary<long, LeftOutReason>> LeftOutAsync(ReviewDb db, CampaignApplication part, CancellationToken cancel) => (
        from left in db.LeftOutAccounts.AsNoTracking()
        where left.CampaignId == part.CampaignId && left.CampaignApplicationId == part.Id
        join record in db.AccountRecords.AsNoTracking() on left.AccountRecordId equals record.Id
        select new { record.AccountId, left.Reason }).ToDictionaryAsync(l => l.AccountId, l => l.Reason, cancel);

    /// <summary>The items about which somebody decided. Outcomes exist in closed campaigns only, and what the deadline revoked, nobody has looked at.</summary>
    internal static IQueryable<long> DecidedItems(ReviewDb db) =>
        from outcome in db.ItemOutcomes
        join decision in db.Decisions on outcome.DecisionId equals decision.Id
        where outcome.Kind != OutcomeKind.NotReviewed && decision.Mode != DecisionMode.Deadline
        select outcome.ItemId;

    /// <summary>The items that somebody revoked, by themselves or with their account.</summary>
    internal static IQueryable<long> RevokedItems(ReviewDb db) =>
        from outcome in db.ItemOutcomes
        join decision in db.Decisions on outcome.DecisionId equals decision.Id
        where outcome.Kind == OutcomeKind.Revoked && decision.Rule != Decision.ByDeadline
        select outcome.ItemId;
}
