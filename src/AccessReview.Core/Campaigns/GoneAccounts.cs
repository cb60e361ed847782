using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>The accounts of the reading under the last closed campaign over an application that a later reading does not have, and what explains
/// each of them. The check C9, at the launch and in an edition, and the bridge say the same.</summary>
/// <param name="Db">Where it is read.</param>
/// <param name="Campaign">The number of that campaign.</param>
/// <param name="Opening">The reading under it.</param>
/// <param name="OpeningAssessment">What it was launched on.</param>
/// <param name="Closing">What the later reading was assessed as.</param>
/// <param name="Until">What was decided later explains nothing: when the later campaign was launched.</param>
internal sealed record GoneAccounts(ReviewDb Db, int Campaign, Extract Opening, long OpeningAssessment, Assessment Closing, DateTime Until)
{
    private static readonly SetAsideReason[] LeavesOut = [SetAsideReason.TestAccount, SetAsideReason.Other];

    private long[] setAside = [];
    private long[] hidden = [];
    private DateOnly closingOn;

    /// <summary>All of them.</summary>
    public IQueryable<AccountRecord> All => Missing.Where(r => !EF.Parameter(hidden).Contains(r.AccountId));

    /// <summary>Not among them, for nobody knows whether they are gone: a filter stated for the later reading may keep them out, and no other reading has
    /// shown that what a review decided was done.</summary>
    public IQueryable<AccountRecord> Hidden => Missing.Where(r => EF.Parameter(hidden).Contains(r.AccountId));

    /// <summary>Somebody decided in a review, whichever it was, that they go.</summary>
    public IQueryable<AccountRecord> Revoked => All.Where(r => Removed.Contains(r.AccountId));

    /// <summary>Of the others: their person has left, or is on no staff list any more.</summary>
    public IQueryable<AccountRecord> Left => All.Where(r => !Removed.Contains(r.AccountId) && OfLeavers.Any(a => a.AccountId == r.AccountId));

    /// <summary>Of the others: their line was set aside by name when the later reading was imported.</summary>
    public IQueryable<AccountRecord> SetAside => All.Where(r => !Removed.Contains(r.AccountId) && !OfLeavers.Any(a => a.AccountId == r.AccountId) && EF.Parameter(setAside).Contains(r.AccountId));

    /// <summary>Nobody can say why.</summary>
    public IQueryable<AccountRecord> Unexplained => All.Where(r => !Removed.Contains(r.AccountId) && !OfLeavers.Any(a => a.AccountId == r.AccountId) && !EF.Parameter(setAside).Contains(r.AccountId));

    private IQueryable<AccountRecord> Missing => In(Opening.Id).Where(r => !In(Closing.ExtractId).Any(o => o.AccountId == r.AccountId));

    // What was gone and had come back by the opening was removed before it, and not since.
    private IQueryable<Removal> Removals => Db.Removals.Where(RemovalRules.FreesSeat)
        .Where(r => r.ApplicationId == Closing.ApplicationId && !RemovalRules.DroppedStates.Contains(r.State) && r.DecidedAt <= Until
            && !Db.RemovalChecks.Any(c => c.RemovalId == r.Id && c.Result == RemovalState.Reappeared && c.AsOf <= Opening.AsOf));

    private IQueryable<long> Removed => Removals.Select(r => r.AccountId);

    // What the last reading of by then that could tell shows as gone is gone, whatever a filter stated for a later one leaves out.
    private IQueryable<long> SeenGone => Removals
        .Where(r => Db.RemovalChecks.Any(c => c.RemovalId == r.Id && c.Result == RemovalState.Verified && c.AsOf <= Until
            && !Db.RemovalChecks.Any(o => o.RemovalId == r.Id && o.Result != RemovalState.Verified && o.AsOf > c.AsOf && o.AsOf <= Until)))
        .Select(r => r.AccountId);

    // Whose account it was, as that campaign knew it; left is who is on no staff list under the later reading, or whom one of them says to have left.
    private IQueryable<AssessedAccount> OfLeavers => Db.AssessedAccounts.Where(
        a => a.AssessmentId == OpeningAssessment && a.PersonId != null && (!Listed.Any(p => p.PersonId == a.PersonId) || ListedAsLeft.Any(p => p.PersonId == a.PersonId)));

    private IQueryable<PersonRecord> Listed => Db.PersonRecords.Where(p => Db.AssessmentSources.Any(s => s.AssessmentId == Closing.Id && s.ExtractId == p.ExtractId));

    private IQueryable<PersonRecord> ListedAsLeft => Listed.Where(Employment.Left(closingOn));

    /// <summary>Those gone since a campaign.</summary>
    /// <param name="db">Where to read.</param>
    /// <param name="campaignId">The campaign.</param>
    /// <param name="closing">What the later reading was assessed as.</param>
    /// <param name="until">As <see cref="Until"/>.</param>
    /// <param name="cancel">Stops reading.</param>
    public static async Task<GoneAccounts> SinceAsync(ReviewDb db, long campaignId, Assessment closing, DateTime until, CancellationToken cancel)
    {
        var before = await (
            from plan in db.CampaignApplications.AsNoTracking()
            where plan.CampaignId == campaignId && plan.ApplicationId == closing.ApplicationId
            join campaign in db.Campaigns on plan.CampaignId equals campaign.Id
            join assessment in db.Assessments on plan.AssessmentId equals (long?)assessment.Id
            join extract in db.Extracts on assessment.ExtractId equals extract.Id
            select new { campaign.Number, Extract = extract, Assessment = assessment.Id }).SingleAsync(cancel);
        var gone = new GoneAccounts(db, before.Number, before.Extract, before.Assessment, closing, until);
        var policy = CurrentPolicy.Parse(await db.PolicyVersions.Where(p => p.Id == closing.PolicyVersionId).Select(p => p.Json).SingleOrDefaultAsync(cancel) ?? "{}");
        gone.closingOn = policy.DayOf(closing.AsOf);
        gone.hidden = await gone.HiddenAsync(cancel);
        gone.setAside = await gone.SetAsideAsync(cancel);
        return gone;
    }

    /// <summary>How many there are, and how many of them are explained.</summary>
    public async Task<PreviousFacts> CountAsync(CancellationToken cancel)
    {
        var all = await All.CountAsync(cancel);
        return new PreviousFacts(Campaign, all, all - await Unexplained.CountAsync(cancel), hidden.Length);
    }

    private async Task<long[]> HiddenAsync(CancellationToken cancel)
    {
        var leftOut = await LeftOut.OfAsync(Db, Closing.ExtractId, cancel);
        return leftOut.IsNothing ? [] : [.. (await Missing.Where(r => !SeenGone.Contains(r.AccountId)).Select(r => new { r.AccountId, r.EmailKey }).ToListAsync(cancel))
            .Where(r => leftOut.Filter(ExtractFileKind.Users, r.EmailKey) is not null).Select(r => r.AccountId)];
    }

    // An id says less than an address: where an account has one, only a line with it is its.
    private async Task<long[]> SetAsideAsync(CancellationToken cancel)
    {
        var cells = await SetAsideCells.ReadAsync(Db, Closing.ExtractId, LeavesOut, cancel);
        return cells.Count == 0 ? [] : [.. (await All.Select(r => new { r.AccountId, r.EmailKey, r.SourceId }).ToListAsync(cancel))
            .Where(r => cells.Contains((ExtractFileKind.Users, r.EmailKey.Length > 0 ? r.EmailKey : TextKey.Of(r.SourceId)))).Select(r => r.AccountId)];
    }

    private IQueryable<AccountRecord> In(long extract) => Db.AccountRecords.AsNoTracking().Where(r => r.ExtractId == extract);
}
