using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>What closed campaigns decided about an assignment by itself. Nobody need have decided about one whose account was certified.</summary>
/// <param name="DecidedLast">Somebody decided about it in the campaign compared with, or in an addendum of it that had ended by the launch.</param>
/// <param name="DecidedEver">Somebody did so in any campaign that had ended by the launch.</param>
internal readonly record struct AssignmentPast(bool DecidedLast, bool DecidedEver)
{
    /// <summary>That of the assignments among the turns, by turn, where there is any; null where the campaigns compared with had a decision about
    /// each, so that an account's own past is that of its assignments.</summary>
    public static async Task<IReadOnlyDictionary<long, AssignmentPast>?> OfAsync(ReviewDb db, IQueryable<ReviewTurn> turns, IEnumerable<SlicePlan> plans, CancellationToken cancel)
    {
        if (!plans.Any(p => p.LeftBefore))
        {
            return null;
        }

        var decided = await (
            from turn in turns
            join item in db.ReviewItems on turn.ItemId equals item.Id
            where item.GroupId != null
            join earlier in EarlierDecision.Of(db) on new { PartId = item.CampaignApplicationId, item.AccountId, item.GroupId } equals new { earlier.PartId, earlier.AccountId, earlier.GroupId }
            group earlier.IsLast ? 1 : 0 by turn.Id into past
            select new { past.Key, Last = past.Max() }).ToListAsync(cancel);
        return decided.ToDictionary(d => d.Key, d => new AssignmentPast(d.Last == 1, DecidedEver: true));
    }

    /// <summary>In the words of the list: what differs from the campaign compared with.</summary>
    /// <param name="isNew">That campaign did not have it and would have.</param>
    public ReviewChange Change(bool isNew) =>
        DecidedLast ? ReviewChange.None : isNew ? ReviewChange.New : DecidedEver ? ReviewChange.NotReviewedLast : ReviewChange.NotReviewedBefore;
}
