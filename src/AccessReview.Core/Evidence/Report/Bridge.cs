using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>The readings of one application under a campaign and under the one closed before it, and what became of the accounts between.</summary>
internal sealed class Bridge(ReviewDb db, ReviewedApplication application, Extract before, long beforeAssessment, int beforeCampaign)
{
    /// <summary>The number of the campaign it begins with.</summary>
    internal int Campaign => beforeCampaign;

    /// <summary>The application's name.</summary>
    internal string Name => application.Name;

    /// <summary>The reading it begins with.</summary>
    internal Extract Before => before;

    /// <summary>The reading it ends with.</summary>
    internal Extract Now => application.Extract!;

    /// <summary>Accounts it begins with.</summary>
    internal IQueryable<AccountRecord> Opening => In(before.Id);

    /// <summary>Accounts it ends with.</summary>
    internal IQueryable<AccountRecord> Closing => In(Now.Id);

    /// <summary>Accounts that are new.</summary>
    internal IQueryable<AccountRecord> Joined => Closing.Where(r => !Opening.Any(o => o.AccountId == r.AccountId));

    /// <summary>Accounts that are gone after that campaign revoked them.</summary>
    internal IQueryable<AccountRecord> Revoked => Gone.Where(r => RevokedThere.Contains(r.AccountId));

    /// <summary>Accounts that are gone and whose person has left, or is on no staff list any more.</summary>
    internal IQueryable<AccountRecord> Left => Gone.Where(r => !RevokedThere.Contains(r.AccountId) && OfLeavers.Contains(r.AccountId));

    /// <summary>Accounts that are gone and nobody can say why.</summary>
    internal IQueryable<AccountRecord> Unexplained => Gone.Where(r => !RevokedThere.Contains(r.AccountId) && !OfLeavers.Contains(r.AccountId));

    /// <summary>Accounts of both readings that have another role now.</summary>
    internal IQueryable<AccountRecord> Changed => Closing.Where(r => Opening.Any(o => o.AccountId == r.AccountId && o.RoleKey != r.RoleKey));

    private IQueryable<AccountRecord> Gone => Opening.Where(r => !Closing.Any(o => o.AccountId == r.AccountId));

    private IQueryable<long> RevokedThere => db.ItemOutcomes.Where(o => o.Kind == OutcomeKind.Revoked)
        .Join(db.ReviewItems.Where(i => i.ParentItemId == null && i.CampaignId == application.Plan.PreviousCampaignId), o => o.ItemId, i => i.Id, (_, i) => i.AccountId);

    // Whose account it was, as that campaign knew it, and whether the staff lists under this campaign still have them.
    private IQueryable<long> OfLeavers => db.AssessedAccounts
        .Where(a => a.AssessmentId == beforeAssessment && a.PersonId != null && !Here.Any(p => p.PersonId == a.PersonId)).Select(a => a.AccountId);

    private IQueryable<PersonRecord> Here => db.PersonRecords.Where(
        p => db.AssessmentSources.Any(s => s.AssessmentId == application.Plan.AssessmentId && s.ExtractId == p.ExtractId)
            && p.Status != EmploymentStatus.Left && (p.EndDate == null || p.EndDate >= On));

    private DateOnly On { get; } = DateOnly.FromDateTime(application.Extract!.AsOf);

    /// <summary>Every bridge of a campaign; none in a first review.</summary>
    internal static async Task<IReadOnlyList<Bridge>> ReadAsync(ReportScope scope, CancellationToken cancel)
    {
        var bridges = new List<Bridge>();
        foreach (var application in scope.Applications.Where(a => a.Plan.PreviousCampaignId is not null && a.Extract is not null))
        {
            var before = await (
                from plan in scope.Db.CampaignApplications.AsNoTracking()
                where plan.CampaignId == application.Plan.PreviousCampaignId && plan.ApplicationId == application.Application.Id
                join campaign in scope.Db.Campaigns on plan.CampaignId equals campaign.Id
                join assessment in scope.Db.Assessments on plan.AssessmentId equals (long?)assessment.Id
                join extract in scope.Db.Extracts on assessment.ExtractId equals extract.Id
                select new { Extract = extract, Assessment = assessment.Id, campaign.Number }).SingleAsync(cancel);
            bridges.Add(new Bridge(scope.Db, application, before.Extract, before.Assessment, before.Number));
        }

        return bridges;
    }

    private IQueryable<AccountRecord> In(long extract) => db.AccountRecords.AsNoTracking().Where(r => r.ExtractId == extract);
}
