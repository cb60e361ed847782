using AccessReview.Core.Applications;
using AccessReview.Core.Extracts;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Addenda;

/// <summary>An account of a later reading, and as it was when it was frozen last.</summary>
internal sealed class PromotedAccount
{
    public required AccountRecord Now { get; init; }

    public required AccountRecord Then { get; init; }
}

/// <summary>A later reading of an application held against what a campaign froze of it, and its addenda since: what an addendum is about. The page
/// that offers one, the command that plans it and its draft ask the same.</summary>
/// <param name="Db">Where it is read.</param>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Reviewed">The reading that the campaign froze; null where it has none of the application.</param>
/// <param name="Later">The later reading.</param>
/// <param name="Until">As of when: later addenda and declarations say nothing about a campaign that has ended; null: now.</param>
internal sealed record SinceLaunch(ReviewDb Db, long CampaignId, long? Reviewed, long Later, DateTime? Until = null)
{
    /// <summary>Accounts that neither the campaign nor an addendum of it froze.</summary>
    public IQueryable<AccountRecord> Appeared => Now.Where(r => !InCampaign.Any(f => f.AccountId == r.AccountId) && !ItemsOfAddenda.Any(i => i.AccountId == r.AccountId));

    /// <summary>Accounts that the campaign left out as disabled or as test accounts, which is not so any more, and that no addendum froze since.</summary>
    public IQueryable<AccountRecord> Returned => Now.Where(r => !ItemsOfAddenda.Any(i => i.AccountId == r.AccountId)
        && InCampaign.Any(then => then.AccountId == r.AccountId && Db.LeftOutAccounts.Any(l => l.CampaignId == CampaignId && l.AccountRecordId == then.Id
            && ((l.Reason == LeftOutReason.Disabled && r.Status != AccountStatus.Disabled)
                || (l.Reason == LeftOutReason.TestAccount && !TestAccounts.Any(d => d.AccountId == r.AccountId))))));

    /// <summary>Accounts that the campaign or an addendum of it put under review, that are privileged now and were not then.</summary>
    public IQueryable<PromotedAccount> Promoted =>
        from now in Now
        where HeldRoles.Privileged(Db).Any(p => p.Id == now.Id)
        join then in UnderReview on now.AccountId equals then.AccountId
        where !HeldRoles.Privileged(Db).Any(p => p.Id == then.Id)
        select new PromotedAccount { Now = now, Then = then };

    /// <summary>Accounts that the campaign or an addendum of it put under review, and that the later reading does not have: gone, or as <see cref="HiddenAsync"/> says.</summary>
    public IQueryable<AccountRecord> Missing => UnderReview.Where(r => !Now.Any(n => n.AccountId == r.AccountId));

    /// <summary>Holds a reading of an application against what a campaign froze of it.</summary>
    public static async Task<SinceLaunch> OfAsync(ReviewDb db, long campaignId, long applicationId, long later, CancellationToken cancel) => new(
        db, campaignId,
        await db.CampaignApplications.Where(p => p.CampaignId == campaignId && p.ApplicationId == applicationId && p.Active)
            .Join(db.Assessments, p => p.AssessmentId, a => a.Id, (_, a) => (long?)a.ExtractId).SingleOrDefaultAsync(cancel),
        later);

    /// <summary>Holds the last complete reading of a later state, until the campaign ended, against what it froze; null where there is none.</summary>
    public static async Task<SinceLaunch?> LastAsync(ReviewDb db, Campaign campaign, CampaignApplication plan, CancellationToken cancel)
    {
        var (reviewed, ended) = (await db.Extracts.AsNoTracking().SingleAsync(e => db.Assessments.Any(a => a.Id == plan.AssessmentId && a.ExtractId == e.Id), cancel), campaign.EndedAt);
        var later = await db.Extracts.AsNoTracking()
            .Where(e => e.ApplicationId == plan.ApplicationId && e.Completeness == Completeness.Complete && e.AsOf > reviewed.AsOf && (ended == null || e.ReadAt <= ended))
            .OrderByDescending(e => e.AsOf).ThenByDescending(e => e.Id).FirstOrDefaultAsync(cancel);
        return later is null ? null : new SinceLaunch(db, campaign.Id, reviewed.Id, later.Id, ended);
    }

    /// <summary>Those missing of which nobody knows whether they are gone: the later reading may leave them out, and none has shown that a removal took them away.</summary>
    public async Task<long[]> HiddenAsync(CancellationToken cancel)
    {
        var leftOut = await LeftOut.OfAsync(Db, Later, cancel);
        return leftOut.IsNothing ? [] : [.. (await Missing.Where(r => !Db.Removals.Where(RemovalRules.FreesSeat).Any(d => d.AccountId == r.AccountId && d.State == RemovalState.Verified))
            .Select(r => new { r.AccountId, r.EmailKey, r.SourceId }).ToListAsync(cancel)).Where(r => leftOut.WhyAccount(r.EmailKey, r.SourceId) is not null).Select(r => r.AccountId)];
    }

    /// <summary>How many of all these an addendum would review: no test accounts, and disabled ones where the plan has them.</summary>
    public async Task<int> ToReviewAsync(bool includeDisabled, CancellationToken cancel)
    {
        IQueryable<AccountRecord> Reviewed(IQueryable<AccountRecord> records) => records.Where(
            r => (includeDisabled || r.Status != AccountStatus.Disabled) && !TestAccounts.Any(d => d.AccountId == r.AccountId));
        return await Reviewed(Appeared).CountAsync(cancel) + await Reviewed(Returned).CountAsync(cancel) + await Reviewed(Promoted.Select(p => p.Now)).CountAsync(cancel);
    }

    /// <summary>The other accounts of the reading: an addendum leaves them out, because the campaign or an addendum holds them, or left them out for a reason that still holds.</summary>
    public async Task<IReadOnlyList<long>> HeldAsync(CancellationToken cancel)
    {
        HashSet<long> open =
        [
            .. await Appeared.Select(r => r.AccountId).ToListAsync(cancel), .. await Returned.Select(r => r.AccountId).ToListAsync(cancel), .. await Promoted.Select(p => p.Now.AccountId).ToListAsync(cancel),
        ];
        return [.. (await Now.Select(r => r.AccountId).ToListAsync(cancel)).Where(a => !open.Contains(a))];
    }

    private IQueryable<AccountRecord> Now => Db.AccountRecords.AsNoTracking().Where(r => r.ExtractId == Later);

    private IQueryable<AccountRecord> InCampaign => Db.AccountRecords.AsNoTracking().Where(r => r.ExtractId == Reviewed);

    // As the campaign has it, or an addendum of it since. What the campaign left out, or is outside the part that it is about, nobody reviewed.
    private IQueryable<AccountRecord> UnderReview => InCampaign
        .Where(f => Db.ReviewItems.Any(i => i.CampaignId == CampaignId && i.GroupId == null && i.AccountId == f.AccountId) && !ItemsOfAddenda.Any(a => a.AccountId == f.AccountId)).Concat(InAddenda);

    // Where several addenda reviewed an account, the last word counts; they may be over other applications, too.
    private IQueryable<AccountRecord> InAddenda =>
        from item in ItemsOfAddenda
        where !ItemsOfAddenda.Any(later => later.AccountId == item.AccountId && later.CampaignId > item.CampaignId)
        join record in Db.AccountRecords.AsNoTracking() on item.AccountRecordId equals record.Id
        where Db.Extracts.Any(read => read.Id == record.ExtractId && Db.Extracts.Any(later => later.Id == Later && later.ApplicationId == read.ApplicationId))
        select record;

    // Asked for as one of a few campaigns, which an index answers: a join would read every item of the installation, also where there is no addendum.
    private IQueryable<ReviewItem> ItemsOfAddenda => Db.ReviewItems.AsNoTracking().Where(i => i.GroupId == null && Addenda.Contains(i.CampaignId));

    private IQueryable<long> Addenda => (Until is { } until
            ? Db.Campaigns.Where(c => c.LaunchedAt <= until && (c.State != CampaignState.Cancelled || c.EndedAt > until))
            : Db.Campaigns.Where(c => c.LaunchedAt != null && c.State != CampaignState.Cancelled))
        .Where(c => c.AddendumToId == CampaignId).Select(c => c.Id);

    private IQueryable<Declaration> TestAccounts => Until is { } until
        ? Db.Declarations.Where(d => d.Kind == DeclaredKind.Test && d.At <= until && (d.Active || Db.AuditEvents.Any(e => e.Seq == d.EventSeq && e.At > until)))
        : Db.Declarations.Where(d => d.Kind == DeclaredKind.Test && d.Active);
}
