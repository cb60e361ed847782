using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>What came before reviewers after the launch and is not decided yet: given by somebody, or opened for a second look.</summary>
internal static class NewWork
{
    /// <summary>For each open campaign and reviewer the newest event that put something before them.</summary>
    internal static async Task<Dictionary<(long Campaign, long Reviewer), long>> ReadAsync(ReviewDb db, CancellationToken cancel)
    {
        var given = await (
            from move in db.Reassignments
            join turn in db.ReviewTurns on move.TurnId equals turn.Id
            where turn.ReviewerId == move.ToId && turn.State == TurnState.Undecided && db.Campaigns.Any(c => c.Id == move.CampaignId && c.State == CampaignState.Active)
            group move.EventSeq by new { move.CampaignId, Reviewer = move.ToId } into g
            select new { g.Key.CampaignId, g.Key.Reviewer, Seq = g.Max() }).ToListAsync(cancel);

        // From the kept counters: only whoever has a second look before them is asked for their turns. One that was never decided is as it was opened.
        var opened = await (
            from progress in db.CampaignProgress
            where progress.Stage == 2 && progress.State == TurnState.Undecided && progress.Count > 0 && db.Campaigns.Any(c => c.Id == progress.CampaignId && c.State == CampaignState.Active)
            join turn in db.ReviewTurns on new { progress.CampaignId, progress.ReviewerId, progress.State } equals new { turn.CampaignId, turn.ReviewerId, turn.State }
            where turn.Stage == 2 && !db.Decisions.Any(d => d.ItemId == turn.ItemId && d.TurnId == turn.Id)
            group turn.EventSeq by new { turn.CampaignId, Reviewer = turn.ReviewerId } into g
            select new { g.Key.CampaignId, g.Key.Reviewer, Seq = g.Max() }).ToListAsync(cancel);
        return given.Concat(opened).GroupBy(w => (w.CampaignId, w.Reviewer)).ToDictionary(g => g.Key, g => g.Max(w => w.Seq));
    }
}
