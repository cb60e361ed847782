using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.SecondStage;

/// <summary>Who is asked to review an item a second time, in this order: whom the launch planned, the application's owner, the fallback, and the
/// campaign's owner.</summary>
/// <param name="PlannedId">Whom the launch planned.</param>
/// <param name="OwnerId">The application's owner.</param>
/// <param name="People">All of them, in order.</param>
internal sealed record SecondCandidates(long PlannedId, long? OwnerId, IReadOnlyList<long?> People)
{
    /// <summary>How many are asked for each item.</summary>
    public const int Count = 4;

    // The product looks for a second reviewer every minute.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>The candidates of those of the items that need a second reviewer, and whose second review is not open.</summary>
    public static async Task<Dictionary<long, SecondCandidates>> ReadAsync(ReviewDb db, Campaign campaign, IReadOnlyCollection<long> items, CancellationToken cancel) =>
        await (from planned in db.SecondReviews.AsNoTracking()
               where items.Contains(planned.ItemId) && !db.ReviewTurns.Any(t => t.ItemId == planned.ItemId && t.Stage == 2)
               join item in db.ReviewItems on planned.ItemId equals item.Id
               join plan in db.CampaignApplications on item.CampaignApplicationId equals plan.Id
               join application in db.Applications on plan.ApplicationId equals application.Id
               select new { planned.ItemId, planned.ReviewerId, application.OwnerId, plan.FallbackReviewerId })
            .ToDictionaryAsync(r => r.ItemId, r => new SecondCandidates(r.ReviewerId, r.OwnerId, [r.ReviewerId, r.OwnerId, r.FallbackReviewerId, campaign.OwnerId]), cancel);

    /// <summary>Those of the turns whose items the person may review a second time.</summary>
    /// <param name="db">The database.</param>
    /// <param name="campaign">The campaign.</param>
    /// <param name="turnIds">Turns of the first stage.</param>
    /// <param name="personId">Who would be the second.</param>
    /// <param name="strict">The least strict of the policy's rules that bars.</param>
    /// <param name="today">The organisation's day.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<HashSet<long>> MayAsync(ReviewDb db, Campaign campaign, IEnumerable<long> turnIds, long personId, IndependenceRule strict, DateOnly today, CancellationToken cancel)
    {
        if (await UsableReviewer.PersonAsync(db, personId, today, cancel) is not null)
        {
            return [];
        }

        var facts = await TurnFactsQuery.ReadAsync(db, turnIds, Actor.Demo(personId), cancel);
        var barred = await TransferIndependence.ByPolicyAsync(db, campaign, facts, personId, strict, cancel);
        return [.. facts.Where(f => UsableReviewer.Turn(f, personId) is null && !barred.ContainsKey(f.TurnId)).Select(f => f.TurnId)];
    }

    /// <summary>Items of which nobody could do the second review any more, were the person given the first.</summary>
    /// <param name="db">The database.</param>
    /// <param name="campaign">The campaign.</param>
    /// <param name="turns">The turns that the person would be given.</param>
    /// <param name="toPersonId">The person.</param>
    /// <param name="forId">For whom they would have them; null: for themselves.</param>
    /// <param name="today">The organisation's day.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<HashSet<long>> WouldLackAsync(ReviewDb db, Campaign campaign, IReadOnlyList<TurnFacts> turns, long toPersonId, long? forId, DateOnly today, CancellationToken cancel)
    {
        var first = turns.Where(t => t.Stage == 1).DistinctBy(t => t.ItemId).ToDictionary(t => t.ItemId, t => t.TurnId);
        var candidates = (await ReadAsync(db, campaign, [.. first.Keys], cancel)).Where(c => c.Value.People.Contains(toPersonId)).ToDictionary();
        var lack = candidates.Keys.ToHashSet();
        foreach (var person in candidates.Values.SelectMany(c => c.People).OfType<long>().Where(p => p != toPersonId && p != forId).Distinct())
        {
            var asked = lack.Where(item => candidates[item].People.Contains(person)).ToList();
            var may = asked.Count == 0 ? [] : await MayAsync(db, campaign, asked.Select(item => first[item]), person, IndependenceRule.Prevented, today, cancel);
            lack.ExceptWith(asked.Where(item => may.Contains(first[item])));
        }

        return lack;
    }

    /// <summary>First turns that kept an item, and for whose second review the product has looked long enough and found nobody.</summary>
    /// <param name="db">The database.</param>
    /// <param name="now">The time by the clock.</param>
    /// <param name="asOf">An earlier time as of which it is asked; null: now.</param>
    public static IQueryable<ReviewTurn> WithNobody(ReviewDb db, DateTime now, DateTime? asOf = null)
    {
        // What the record puts further ahead than clocks may be apart is of a clock that ran ahead, and is waited for no longer.
        var (before, ahead) = ((asOf ?? now) - Patience, now + Clock.Apart);
        return Ripe(db).Where(t => db.Decisions.Any(d => d.Id == t.DecisionId && (d.At < before || d.At > ahead))
            && db.SecondReviews.Any(s => s.ItemId == t.ItemId && db.AuditEvents.Any(e => e.Seq == s.EventSeq && (e.At < before || e.At > ahead))));
    }

    /// <summary>First turns that kept an item whose second review is not open.</summary>
    public static IQueryable<ReviewTurn> Ripe(ReviewDb db) => db.ReviewTurns.AsNoTracking().Where(t =>
        t.Stage == 1 && (t.State == TurnState.Certified || t.State == TurnState.Changed)
        && db.SecondReviews.Any(s => s.ItemId == t.ItemId) && !db.ReviewTurns.Any(o => o.ItemId == t.ItemId && o.Stage == 2));
}
