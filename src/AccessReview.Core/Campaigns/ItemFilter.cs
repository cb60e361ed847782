using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>Why an item is looked at by itself.</summary>
public enum ItemWhy
{
    /// <summary>It needs a second reviewer.</summary>
    Second,

    /// <summary>The first reviewer kept it, and no second one has decided.</summary>
    Waiting,

    /// <summary>The first reviewer kept it, and it is before no second one.</summary>
    Nobody,

    /// <summary>It went to somebody else because it was or could be its reviewer's own access.</summary>
    Rerouted,

    /// <summary>It is certified because that was carried forward, and was not reviewed anew.</summary>
    Carried,

    /// <summary>Both reviewers decided it by themselves, and not alike.</summary>
    Disagreed,
}

/// <summary>Which items of a campaign are listed.</summary>
/// <param name="ReviewerId">Only this reviewer's turns; null: every item once.</param>
/// <param name="State">Only items that stand so by both stages, or turns so decided where a reviewer is named; null: all.</param>
/// <param name="Why">Only items of that kind, each once, whoever reviews them; null: all.</param>
public sealed record ItemFilter(long? ReviewerId = null, TurnState? State = null, ItemWhy? Why = null)
{
    /// <summary>The turns that are listed: the first of each item, or a reviewer's own.</summary>
    internal async Task<IQueryable<ReviewTurn>> TurnsAsync(ReviewDb db, long campaignId, CancellationToken cancel)
    {
        var all = db.ReviewTurns.AsNoTracking().Where(t => t.CampaignId == campaignId);
        return Why == ItemWhy.Carried ? Carried(db, await ItemsByEnd.FirstTurnsAsync(db, campaignId, TurnState.Certified, cancel))
            : Why is { } why ? Of(why, db, all.Where(t => t.Stage == 1))
            : ReviewerId is { } reviewer ? all.Where(t => t.ReviewerId == reviewer && (State == null || t.State == State))
            : State is { } end ? await ItemsByEnd.FirstTurnsAsync(db, campaignId, end, cancel)
            : all.Where(t => t.Stage == 1);
    }

    // Of two stages the second tells how it was certified.
    private static IQueryable<ReviewTurn> Carried(ReviewDb db, IQueryable<ReviewTurn> certified) => certified.Where(first => db.ReviewTurns.Any(t => t.ItemId == first.ItemId
        && !db.ReviewTurns.Any(later => later.ItemId == t.ItemId && later.Stage > t.Stage) && db.Decisions.Any(d => d.Id == t.DecisionId && d.Mode == DecisionMode.CarriedForward)));

    private static IQueryable<ReviewTurn> Of(ItemWhy why, ReviewDb db, IQueryable<ReviewTurn> first) => why switch
    {
        ItemWhy.Second => first.Where(t => db.SecondReviews.Any(n => n.ItemId == t.ItemId)),
        ItemWhy.Waiting => first.Where(t => db.SecondReviews.Any(n => n.ItemId == t.ItemId) && (t.State == TurnState.Certified || t.State == TurnState.Changed)
            && !db.ReviewTurns.Any(s => s.ItemId == t.ItemId && s.Stage == 2 && s.State != TurnState.Undecided)),
        ItemWhy.Disagreed => first.Where(t => t.State != TurnState.Undecided && db.ReviewTurns.Any(s => s.ItemId == t.ItemId && s.Stage == 2 && s.State != TurnState.Undecided
            && db.Decisions.Any(one => one.Id == t.DecisionId && one.Mode != DecisionMode.WithAccount && one.Mode != DecisionMode.Deadline
                && db.Decisions.Any(two => two.Id == s.DecisionId && two.Mode != DecisionMode.WithAccount && two.Mode != DecisionMode.Deadline && (t.State != s.State || one.ChangeTo != two.ChangeTo))))),
        ItemWhy.Nobody => first.Join(SecondCandidates.Ripe(db), t => t.Id, r => r.Id, (t, _) => t),
        _ => first.Where(t => db.ReviewTurns.Any(o => o.ItemId == t.ItemId && o.Fallback == FallbackReason.OwnAccess)),
    };
}
