using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>Which reviewers know that they have something to review.</summary>
internal static class WhoKnows
{
    private static readonly NotificationKind[] OwnWork = [.. Enum.GetValues<NotificationKind>().Where(k => Planned.FamilyOf(k) == MailFamily.OwnWork)];
    private static readonly DecisionMode[] OwnActs = [DecisionMode.Single, DecisionMode.Bulk, DecisionMode.Group];

    /// <summary>Whom somebody told by hand: the rows that stand, and after which no more came before them.</summary>
    internal static IQueryable<ReviewerTold> ByHand(ReviewDb db)
    {
        var (given, opened) = (NewWork.Given(db), NewWork.Opened(db));
        return Standing(db).Where(t => !given.Any(w => w.CampaignId == t.CampaignId && w.ReviewerId == t.ReviewerId && w.Seq > t.EventSeq)
            && !opened.Any(w => w.CampaignId == t.CampaignId && w.ReviewerId == t.ReviewerId && w.Seq > t.EventSeq));
    }

    /// <summary>Rows that nobody took back.</summary>
    internal static IQueryable<ReviewerTold> Standing(ReviewDb db) =>
        db.ReviewersTold.Where(t => t.Told && !db.ReviewersTold.Any(l => l.CampaignId == t.CampaignId && l.ReviewerId == t.ReviewerId && l.Id > t.Id));

    /// <summary>Reviewers of open campaigns with something to decide of whom nothing says that they know all of it: since the newest of it came before
    /// them nobody told them by hand, no mail about it was sent, and they have decided nothing themselves. What was carried forward, or went with an
    /// account, is nobody's own act.</summary>
    /// <param name="db">Where from.</param>
    /// <param name="reader">Who asks, and knows.</param>
    /// <param name="cancel">Stops.</param>
    internal static async Task<HashSet<(long CampaignId, long ReviewerId)>> UntoldAsync(ReviewDb db, long? reader, CancellationToken cancel)
    {
        var untold = (await OpenWork.ReadAsync(db, cancel)).Where(l => l.Undecided > 0 && l.ReviewerId != reader).Select(l => (l.CampaignId, l.ReviewerId)).ToHashSet();
        if (untold.Count == 0)
        {
            return untold;
        }

        var news = await NewWork.ReadAsync(db, cancel);
        var open = db.Campaigns.Where(c => c.State == CampaignState.Active).Select(c => c.Id);
        var told = await Standing(db).Where(t => open.Contains(t.CampaignId)).Select(t => new { t.CampaignId, t.ReviewerId, t.EventSeq }).ToListAsync(cancel);
        var mailed = await (
            from why in db.Notifications
            where open.Contains(why.CampaignId) && OwnWork.Contains(why.Kind)
            join ended in db.MailOutcomes on why.MailId equals ended.MailId
            where ended.Result == MailResult.Sent
            select new { why.CampaignId, ReviewerId = why.RecipientId, ended.EventSeq }).ToListAsync(cancel);
        untold.ExceptWith(told.Concat(mailed).Select(t => (One: (t.CampaignId, t.ReviewerId), t.EventSeq)).Where(t => t.EventSeq > news.GetValueOrDefault(t.One)).Select(t => t.One));
        var begun = await db.CampaignProgress.Where(p => open.Contains(p.CampaignId) && p.State == TurnState.Undecided && p.Count > 0)
            .Where(p => db.ReviewTurns.Any(t => t.CampaignId == p.CampaignId && t.ReviewerId == p.ReviewerId && t.State != TurnState.Undecided && db.Decisions.Any(d => d.Id == t.DecisionId && OwnActs.Contains(d.Mode))))
            .Select(p => new { p.CampaignId, p.ReviewerId }).Distinct().ToListAsync(cancel);
        foreach (var one in begun.Select(b => (b.CampaignId, b.ReviewerId)).Where(untold.Contains).ToList())
        {
            // Only whoever got more since is asked for their newest decision.
            if (!news.TryGetValue(one, out var seq) || await db.ReviewTurns.AnyAsync(
                t => t.CampaignId == one.CampaignId && t.ReviewerId == one.ReviewerId && t.State != TurnState.Undecided && db.Decisions.Any(d => d.Id == t.DecisionId && OwnActs.Contains(d.Mode) && d.EventSeq > seq), cancel))
            {
                untold.Remove(one);
            }
        }

        return untold;
    }
}
