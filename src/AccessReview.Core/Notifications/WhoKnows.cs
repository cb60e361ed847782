using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;

namespace AccessReview.Core.Notifications;

/// <summary>Which reviewers know that they have something to review.</summary>
internal static class WhoKnows
{
    private static readonly NotificationKind[] OwnWork = [.. Enum.GetValues<NotificationKind>().Where(k => Planned.FamilyOf(k) == MailFamily.OwnWork)];

    /// <summary>Whom somebody told by hand: the rows that stand, and after which no more was given to them.</summary>
    internal static IQueryable<ReviewerTold> ByHand(ReviewDb db) => Standing(db).Where(t =>
        !db.Reassignments.Any(m => m.CampaignId == t.CampaignId && m.ToId == t.ReviewerId && m.EventSeq > t.EventSeq
            && db.ReviewTurns.Any(u => u.Id == m.TurnId && u.ReviewerId == t.ReviewerId && u.State == TurnState.Undecided)));

    /// <summary>Rows that nobody took back.</summary>
    internal static IQueryable<ReviewerTold> Standing(ReviewDb db) =>
        db.ReviewersTold.Where(t => t.Told && !db.ReviewersTold.Any(l => l.CampaignId == t.CampaignId && l.ReviewerId == t.ReviewerId && l.Id > t.Id));

    /// <summary>Reviewers of open campaigns with something to decide of whom nothing says that they know: nobody told them by hand, no mail about
    /// it was sent, and they have decided nothing themselves. What was carried forward, or went with an account, is nobody's own act.</summary>
    /// <param name="db">Where from.</param>
    /// <param name="reader">Who asks, and knows.</param>
    internal static IQueryable<UntoldReviewer> Untold(ReviewDb db, long? reader)
    {
        var byHand = ByHand(db);
        return (
            from progress in db.CampaignProgress
            where progress.State == TurnState.Undecided && progress.Count > 0 && progress.ReviewerId != reader
                && db.Campaigns.Any(c => c.Id == progress.CampaignId && c.State == CampaignState.Active)
                && !byHand.Any(t => t.CampaignId == progress.CampaignId && t.ReviewerId == progress.ReviewerId)
                && !db.Notifications.Any(n => n.CampaignId == progress.CampaignId && n.RecipientId == progress.ReviewerId && OwnWork.Contains(n.Kind)
                    && db.MailOutcomes.Any(o => o.MailId == n.MailId && o.Result == MailResult.Sent))
                && !db.ReviewTurns.Any(t => t.CampaignId == progress.CampaignId && t.ReviewerId == progress.ReviewerId && t.State != TurnState.Undecided
                    && db.Decisions.Any(d => d.Id == t.DecisionId && (d.Mode == DecisionMode.Single || d.Mode == DecisionMode.Bulk || d.Mode == DecisionMode.Group)))
            select new UntoldReviewer { CampaignId = progress.CampaignId, ReviewerId = progress.ReviewerId }).Distinct();
    }
}

/// <summary>A reviewer who may not know yet.</summary>
internal sealed record UntoldReviewer
{
    /// <summary>The campaign.</summary>
    public required long CampaignId { get; init; }

    /// <summary>The reviewer.</summary>
    public required long ReviewerId { get; init; }
}
