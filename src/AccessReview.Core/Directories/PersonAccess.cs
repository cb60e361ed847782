using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using AccessReview.Core.Scoping;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Directories;

/// <summary>Reads the accounts of a person.</summary>
internal static class PersonAccess
{
    /// <summary>Their accounts in the newest reading of every application in scope.</summary>
    public static async Task<IReadOnlyList<PersonPage.Held>> ReadAsync(ReviewDb db, long personId, CancellationToken cancel)
    {
        var rows = await (
            from application in db.Applications.AsNoTracking().InScope()
            join assessed in db.AssessedAccounts.AsNoTracking() on application.CurrentAssessmentId equals (long?)assessed.AssessmentId
            where assessed.PersonId == personId
            join record in db.AccountRecords.AsNoTracking() on assessed.AccountRecordId equals record.Id
            join extract in db.Extracts.AsNoTracking() on record.ExtractId equals extract.Id
            orderby application.NameKey, record.Id
            select new { application, assessed, record, extract.AsOf }).ToListAsync(cancel);
        var records = rows.Select(r => r.record.Id).ToList();
        var groups = (await (
            from assignment in db.AssignmentRecords.AsNoTracking()
            join held in db.GroupRecords.AsNoTracking() on new { assignment.ExtractId, assignment.GroupId } equals new { held.ExtractId, held.GroupId }
            where records.Contains(assignment.AccountRecordId)
            orderby held.Name
            select new { assignment.AccountRecordId, held.Name }).ToListAsync(cancel)).ToLookup(g => g.AccountRecordId, g => g.Name);
        return [.. rows.Select(r => new PersonPage.Held(
            r.record.AccountId, r.application.Id, r.application.Name, r.record.Email, r.record.Role, r.record.Status, r.record.LastUsedAt, r.record.LastUsedState, r.assessed.Match, r.AsOf,
            [.. groups[r.record.Id]], FindingSentences.Of(r.assessed.Findings, r.assessed.Facts)))];
    }

    /// <summary>The accounts that were theirs in any assessment a campaign was launched on.</summary>
    public static async Task<IReadOnlyList<long>> EverAsync(ReviewDb db, long personId, CancellationToken cancel) => await (
        from part in db.CampaignApplications.AsNoTracking()
        join assessed in db.AssessedAccounts.AsNoTracking() on part.AssessmentId equals (long?)assessed.AssessmentId
        where assessed.PersonId == personId
        select assessed.AccountId).Distinct().ToListAsync(cancel);

    /// <summary>Those of them that are nobody's in the newest readings, and were nobody else's in a later assessment a campaign was launched on.</summary>
    public static async Task<IReadOnlyList<PersonPage.Former>> OnceAsync(ReviewDb db, long personId, IReadOnlyList<long> ever, CancellationToken cancel)
    {
        var rows = await (
            from application in db.Applications.AsNoTracking().InScope()
            join assessed in db.AssessedAccounts.AsNoTracking() on application.CurrentAssessmentId equals (long?)assessed.AssessmentId
            where assessed.Match == MatchKind.Nobody && ever.Contains(assessed.AccountId)
            where (from part in db.CampaignApplications
                   join then in db.AssessedAccounts on part.AssessmentId equals (long?)then.AssessmentId
                   where then.AccountId == assessed.AccountId && then.PersonId != null
                   orderby then.AssessmentId descending
                   select then.PersonId).FirstOrDefault() == personId
            join account in db.Accounts.AsNoTracking() on assessed.AccountId equals account.Id
            join record in db.AccountRecords.AsNoTracking() on assessed.AccountRecordId equals record.Id
            orderby application.NameKey, record.Id
            select new { account.Id, application.Name, record.Email, record.SourceId, account.SourceKey }).ToListAsync(cancel);
        return [.. rows.Select(r => new PersonPage.Former(r.Id, r.Name, r.Email.Length > 0 ? r.Email : r.SourceId.Length > 0 ? r.SourceId : r.SourceKey))];
    }
}
