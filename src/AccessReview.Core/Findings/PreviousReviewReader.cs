using AccessReview.Core.Campaigns;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Findings;

/// <summary>Reads the last closed campaign over an application.</summary>
internal static class PreviousReviewReader
{
    /// <summary>Its part of that campaign, by application; null when none is closed.</summary>
    public static Task<CampaignApplication?> LastClosedAsync(ReviewDb db, long applicationId, CancellationToken cancel) => (
        from part in db.CampaignApplications.AsNoTracking()
        join campaign in db.Campaigns.AsNoTracking().OverEverybody() on part.CampaignId equals campaign.Id
        where part.ApplicationId == applicationId && part.Active && part.AssessmentId != null && campaign.State == CampaignState.Closed
        orderby campaign.EndedAt descending, campaign.Id descending
        select part).FirstOrDefaultAsync(cancel);

    /// <summary>The campaign as the comparison needs it; null when none is closed.</summary>
    public static async Task<PreviousReview?> ReadAsync(ReviewDb db, long applicationId, Func<DateTime, DateOnly> dayOf, CancellationToken cancel)
    {
        if (await LastClosedAsync(db, applicationId, cancel) is not { } part)
        {
            return null;
        }

        var number = await db.Campaigns.Where(c => c.Id == part.CampaignId).Select(c => c.Number).SingleAsync(cancel);
        var extract = await (
            from assessment in db.Assessments.AsNoTracking()
            join read in db.Extracts.AsNoTracking() on assessment.ExtractId equals read.Id
            where assessment.Id == part.AssessmentId
            select new { read.Id, read.CoversAssignments, read.AsOf }).SingleAsync(cancel);
        var decided = DecidedItems(db);
        var accounts = await (
            from item in db.ReviewItems.AsNoTracking()
            where item.CampaignId == part.CampaignId && item.CampaignApplicationId == part.Id && item.ParentItemId == null
            join record in db.AccountRecords.AsNoTracking() on item.AccountRecordId equals record.Id
            join assessed in db.AssessedAccounts.AsNoTracking() on item.AssessedAccountId equals assessed.Id
            join read in db.PersonRecords.AsNoTracking() on assessed.PersonRecordId equals (long?)read.Id into people
            from person in people.DefaultIfEmpty()
            select new
            {
                item.AccountId, record.Role, record.RoleKey, assessed.PersonId, assessed.Findings, assessed.Fingerprint, Decided = decided.Contains(item.Id),
                Person = person == null ? null : new KnownPerson(person.PersonId, person.Id, "", person.Name, person.NameSort, person.Status, person.EmploymentType, person.EndDate, person.ManagerId) { StartDate = person.StartDate },
            }).ToListAsync(cancel);
        var groups = await (
            from assignment in db.AssignmentRecords.AsNoTracking()
            join record in db.AccountRecords.AsNoTracking() on assignment.AccountRecordId equals record.Id
            where assignment.ExtractId == extract.Id
            select new { record.AccountId, assignment.GroupId }).ToListAsync(cancel);
        return new PreviousReview(
            part.CampaignId, number, extract.Id, dayOf(extract.AsOf), extract.CoversAssignments, part.IncludeAssignments,
            accounts.ToDictionary(a => a.AccountId, a => new ReviewedAccount(a.AccountId, a.Role, a.RoleKey, a.PersonId, a.Person, a.Findings, a.Fingerprint, a.Decided)),
            groups.ToLookup(g => g.AccountId, g => g.GroupId)) { LeftOut = await LeftOutAsync(db, part, cancel) };
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

    // Outcomes exist in closed campaigns only. What the deadline revoked, nobody has looked at.
    private static IQueryable<long> DecidedItems(ReviewDb db) =>
        from outcome in db.ItemOutcomes
        join decision in db.Decisions on outcome.DecisionId equals decision.Id
        where outcome.Kind != OutcomeKind.NotReviewed && decision.Mode != DecisionMode.Deadline
        select outcome.ItemId;
}
