using AccessReview.Core.Campaigns.Independence;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Closing;

/// <summary>How a campaign would end if it were closed now.</summary>
public sealed record CloseFacts
{
    /// <summary>Items.</summary>
    public required int Items { get; init; }

    /// <summary>Items certified by somebody.</summary>
    public required int Certified { get; init; }

    /// <summary>Of those, carried forward from the review before: never counted as reviewed anew.</summary>
    public required int CarriedForward { get; init; }

    /// <summary>Items revoked by somebody.</summary>
    public required int Revoked { get; init; }

    /// <summary>Items to be kept at a lower role.</summary>
    public required int Changed { get; init; }

    /// <summary>Items that not everybody whom they need has decided.</summary>
    public required int Undecided { get; init; }

    /// <summary>Of those, decided by one of two reviewers.</summary>
    public required int DecidedByOne { get; init; }

    /// <summary>Decided items without a signature that they need.</summary>
    public required int NotSigned { get; init; }

    /// <summary>Decided items with a decision in force, of two reviewers either's, made after the campaign was due; without what goes with an account that the
    /// deadline revokes, as the deadline decides that then.</summary>
    public required int LateDecisions { get; init; }

    /// <summary>Reviewers' sign-offs in force given after the campaign was due.</summary>
    public required int LateSignatures { get; init; }

    /// <summary>Items revoked or changed and signed for: they are under Removals already.</summary>
    public int UnderRemoval { get; init; }

    /// <summary>Lines set aside at import, in the readings this campaign was launched on.</summary>
    public required int SetAside { get; init; }

    /// <summary>Assignments certified or changed that go with an account which the deadline revokes, and how many of them were signed.</summary>
    public required (int Certified, int Changed, int Signed) WithAccount { get; init; }

    /// <summary>Completeness checks that could not be tested.</summary>
    public required int NotTested { get; init; }

    /// <summary>Completeness checks whose counts differ, by their codes: those that stop no launch are explained here.</summary>
    public required IReadOnlyList<string> Differ { get; init; }

    /// <summary>Whether accounts that appeared since the launch are among what differs.</summary>
    public bool AppearedSince => Differ.Contains("C10");

    /// <summary>C10 as it stands now, of each application that was read again since the launch.</summary>
    public required IReadOnlyList<Check> Appeared { get; init; }

    /// <summary>Accounts that became privileged since they were frozen, as the last complete reading has them: they were reviewed with a lower role.</summary>
    public int Promoted { get; init; }

    /// <summary>Applications whose owner would have to sign too, and whether they have.</summary>
    public required IReadOnlyList<SecondSignature> SecondSignatures { get; init; }

    /// <summary>Items decided by somebody who turned out to hold the account, or to have a part in saying whose it is: their numbers, and which part.</summary>
    public required IReadOnlyList<(int Number, PartInAccount Part)> NotIndependent { get; init; }

    /// <summary>What the deadline's rule does to silence.</summary>
    public required DeadlineRule Deadline { get; init; }

    /// <summary>Items by the outcome that closing gives them, what the deadline revokes included.</summary>
    public IReadOnlyDictionary<OutcomeKind, int> Outcomes => new Dictionary<OutcomeKind, int>
    {
        [OutcomeKind.Certified] = Certified - WithAccount.Certified,
        [OutcomeKind.Revoked] = Revoked + WithAccount.Certified + WithAccount.Changed + (Deadline == DeadlineRule.Revoke ? Undecided : 0),
        [OutcomeKind.Changed] = Changed - WithAccount.Changed,
        [OutcomeKind.NotReviewed] = Deadline == DeadlineRule.Revoke ? 0 : Undecided,
    };

    /// <summary>Decisions without a signature that they need, those of the deadline included.</summary>
    public int EndNotSigned => NotSigned + (Deadline == DeadlineRule.Revoke ? Undecided + WithAccount.Signed : 0);

    /// <summary>Which exceptions are present, with how many items, lines, decisions, sign-offs, checks or applications: each needs a reason, a person
    /// and a day.</summary>
    public IReadOnlyDictionary<ExceptionKind, int> Exceptions => new Dictionary<ExceptionKind, int>
    {
        [ExceptionKind.NotReviewed] = Deadline == DeadlineRule.NotReviewed ? Undecided : 0,
        [ExceptionKind.SetAside] = SetAside,
        [ExceptionKind.Late] = LateDecisions + LateSignatures,
        [ExceptionKind.NotSigned] = EndNotSigned,
        [ExceptionKind.NotTested] = NotTested,
        [ExceptionKind.NoSecondSignature] = SecondSignatures.Count(s => s.IsNeeded && !s.IsGiven),
        [ExceptionKind.NotIndependent] = NotIndependent.Count,
        [ExceptionKind.Differs] = Differ.Count,
    }.Where(e => e.Value > 0).ToDictionary(e => e.Key, e => e.Value);

    /// <summary>Reads them.</summary>
    internal static async Task<CloseFacts> ReadAsync(ReviewDb db, Campaign campaign, CancellationToken cancel)
    {
        var ends = await ItemEnds.ReadAsync(db, campaign.Id, cancel);
        int Of(TurnState state) => ends.Where(e => e.State == state).Sum(e => e.Count);
        var taken = campaign.Deadline == DeadlineRule.Revoke ? await ItemEnds.KeptOfUndecidedAccountsAsync(db, campaign.Id, cancel) : [];
        var appeared = await CloseChecks.AppearedAsync(db, campaign, cancel);
        var (notTested, differ) = await ChecksAsync(db, campaign.Id, appeared, cancel);
        return new CloseFacts
        {
            Items = ends.Sum(e => e.Count),
            Certified = Of(TurnState.Certified),
            CarriedForward = ends.Where(e => e is { State: TurnState.Certified, Mode: DecisionMode.CarriedForward }).Sum(e => e.Count),
            Revoked = Of(TurnState.Revoked),
            Changed = Of(TurnState.Changed),
            Undecided = Of(TurnState.Undecided),
            DecidedByOne = ends.Where(e => e.DecidedByOne).Sum(e => e.Count),
            NotSigned = ends.Where(e => e.State != TurnState.Undecided && !e.Signed).Sum(e => e.Count),
            LateDecisions = ends.Where(e => e.State != TurnState.Undecided && e.Late).Sum(e => e.Count) - taken.Where(e => e.Late).Sum(e => e.Count),
            LateSignatures = await db.SignOffs.CountAsync(s => s.CampaignId == campaign.Id && s.Level == SignOffLevel.Reviewer && s.WithdrawnAt == null && s.Late, cancel),
            WithAccount = (
                taken.Where(e => e.State == TurnState.Certified).Sum(e => e.Count), taken.Where(e => e.State == TurnState.Changed).Sum(e => e.Count),
                taken.Where(e => e.Signed).Sum(e => e.Count)),
            UnderRemoval = ends.Where(e => e.State is TurnState.Revoked or TurnState.Changed && e.Signed).Sum(e => e.Count),
            SetAside = await SetAsideLines(db, campaign.Id).CountAsync(cancel),
            NotTested = notTested,
            Differ = differ,
            Appeared = appeared,
            Promoted = await CloseChecks.PromotedAsync(db, campaign, cancel),
            SecondSignatures = await SecondSignature.ReadAsync(db, campaign, cancel),
            NotIndependent = await PartsInAccounts.DecidedAsync(db, campaign, cancel),
            Deadline = campaign.Deadline,
        };
    }

    /// <summary>The lines set aside at import, in the readings that the campaign was launched on.</summary>
    internal static IQueryable<SetAsideLine> SetAsideLines(ReviewDb db, long campaignId)
    {
        var assessments = db.CampaignApplications.Where(a => a.CampaignId == campaignId && a.Active).Select(a => a.AssessmentId);
        var extracts = db.Assessments.Where(a => assessments.Contains(a.Id)).Select(a => a.ExtractId)
            .Concat(db.AssessmentSources.Where(s => assessments.Contains(s.AssessmentId)).Select(s => s.ExtractId));
        return db.SetAsideLines.Where(l => db.ExtractFiles.Any(f => f.Id == l.ExtractFileId && extracts.Contains(f.ExtractId)));
    }

    // What the launch could not test, because there was no later reading, is tested where there is one by now.
    private static async Task<(int NotTested, IReadOnlyList<string> Differ)> ChecksAsync(ReviewDb db, long campaignId, List<Check> appeared, CancellationToken cancel)
    {
        var launch = await db.CompletenessChecks.AsNoTracking().Where(c => c.CampaignId == campaignId && c.Result != CheckResult.Pass)
            .OrderBy(c => c.Id).Select(c => new { c.Check, c.ApplicationId, c.Result }).ToListAsync(cancel);
        return (
            launch.Count(c => c.Result == CheckResult.NotTested && !appeared.Exists(a => a.Code == c.Check && a.ApplicationId == c.ApplicationId)),
            [.. launch.Where(c => c.Result == CheckResult.Fail).Select(c => c.Check), .. appeared.Where(a => a.Result == CheckResult.Fail).Select(a => a.Code)]);
    }
}
