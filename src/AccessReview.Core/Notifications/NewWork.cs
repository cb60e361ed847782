using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Notifications;

/// <summary>Something that came before a reviewer after the launch and is not decided yet.</summary>
internal sealed record NewTurn
{
    /// <summary>The campaign.</summary>
    public required long CampaignId { get; init; }

    /// <summary>The reviewer.</summary>
    public required long ReviewerId { get; init; }

    /// <summary>The event that put it before them.</summary>
    public required long Seq { get; init; }
}

/// <summary>What came before reviewers after the launch and is not decided yet: given by somebody, or opened for a second look.</summary>
internal static class NewWork
{
    /// <summary>What somebody gave them in open campaigns, or the product.</summary>
    internal static IQueryable<NewTurn> Given(ReviewDb db) =>
        from move in db.Reassignments
        join turn in db.ReviewTurns on move.TurnId equals turn.Id
        where turn.ReviewerId == move.ToId && turn.State == TurnState.Undecided && db.Campaigns.Any(c => c.Id == move.CampaignId && c.State == CampaignState.Active)
        select new NewTurn { CampaignId = move.CampaignId, ReviewerId = move.ToId, Seq = move.EventSeq };

    /// <summary>What was opened for a second look in open campaigns, from the kept counters: only whoever has one before them is asked for their turns.
    /// One that was never decided is as it was opened.</summary>
    internal static IQueryable<NewTurn> Opened(ReviewDb db) =>
        from progress in db.CampaignProgress
        where progress.Stage == 2 && progress.State == TurnState.Undecided && progress.Count > 0 && db.Campaigns.Any(c => c.Id == progress.CampaignId && c.State == CampaignState.Active)
        join turn in db.ReviewTurns on new { progress.CampaignId, progress.ReviewerId, progress.State } equals new { turn.CampaignId, turn.ReviewerId, turn.State }
        where turn.Stage == 2 && !db.Decisions.Any(d => d.ItemId == turn.ItemId && d.TurnId == turn.Id)
        select new NewTurn { CampaignId = turn.CampaignId, ReviewerId = turn.ReviewerId, Seq = turn.EventSeq };

    /// <summary>For each open campaign and reviewer the newest event that put something before them.</summary>
    internal static async Task<Dictionary<(long Campaign, long Reviewer), long>> ReadAsync(ReviewDb db, CancellationToken cancel)
    {
        List<NewTurn> newest = [.. await NewestAsync(Given(db), cancel), .. await NewestAsync(Opened(db), cancel)];
        return newest.GroupBy(w => (w.CampaignId, w.ReviewerId)).ToDictionary(g => g.Key, g => g.Max(w => w.Seq));
    }

    private static Task<List<NewTurn>> NewestAsync(IQueryable<NewTurn> turns, CancellationToken cancel) => turns.GroupBy(t => new { t.CampaignId, t.ReviewerId })
        .Select(g => new NewTurn { CampaignId = g.Key.CampaignId, ReviewerId = g.Key.ReviewerId, Seq = g.Max(t => t.Seq) }).ToListAsync(cancel);
}
