using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Workload;

/// <summary>How long work takes its reviewers: at the pace each had for an exception in earlier campaigns, the median of the seconds stored
/// with their decisions; without such a history by the product's own measure. Wherever minutes are said of somebody's work they come from
/// here, so that plan, invitation and My reviews agree.</summary>
internal sealed class OwnPace
{
    /// <summary>Fewer known decisions say nothing.</summary>
    public const int MinDecisions = 8;

    private const int Newest = 200;
    private readonly Dictionary<long, int> paces = [];

    private OwnPace()
    {
    }

    /// <summary>Seconds for an exception, by reviewer; only of whoever has a history.</summary>
    public IReadOnlyDictionary<long, int> Seconds => paces;

    /// <summary>Reads it of these reviewers.</summary>
    public static async Task<OwnPace> ReadAsync(ReviewDb db, IEnumerable<long> reviewers, CancellationToken cancel)
    {
        var own = new OwnPace();
        foreach (var reviewer in await WithHistoryAsync(db, [.. reviewers.Distinct()], cancel))
        {
            var seconds = await Of(db, reviewer).ToListAsync(cancel);
            if (seconds.Count >= MinDecisions)
            {
                seconds.Sort();
                own.paces[reviewer] = Math.Max(1, seconds[seconds.Count / 2]);
            }
        }

        return own;
    }

    /// <summary>Whole minutes for so much work of a reviewer.</summary>
    public int Minutes(long reviewer, int items, int exceptions) => Effort.Minutes(items, exceptions, paces.TryGetValue(reviewer, out var own) ? own : null);

    // Most have none, and one query for each of them is what a page would wait for. Who else wrote a decision is looked at with the person's own.
    private static async Task<List<long>> WithHistoryAsync(ReviewDb db, List<long> reviewers, CancellationToken cancel) => reviewers.Count <= 1 ? reviewers : await (
        from campaign in db.Campaigns.AsNoTracking()
        where campaign.State == CampaignState.Closed
        join turn in db.ReviewTurns on campaign.Id equals turn.CampaignId
        where reviewers.Contains(turn.ReviewerId)
        join decision in db.Decisions on turn.ItemId equals decision.ItemId
        where decision.TurnId == turn.Id && decision.Seconds != null && decision.Mode == DecisionMode.Single
        group decision by turn.ReviewerId into decided
        where decided.Count() >= MinDecisions
        select decided.Key).ToListAsync(cancel);

    // By way of the reviewer's own turns: whoever opens their list must not wait for everybody's decisions to be searched.
    private static IQueryable<int> Of(ReviewDb db, long reviewer)
    {
        var key = Actor.Demo(reviewer).Key;
        return (
            from campaign in db.Campaigns.AsNoTracking()
            where campaign.State == CampaignState.Closed
            join turn in db.ReviewTurns on campaign.Id equals turn.CampaignId
            where turn.ReviewerId == reviewer
            join decision in db.Decisions on turn.ItemId equals decision.ItemId
            where decision.TurnId == turn.Id && decision.By == key && decision.Seconds != null && decision.Mode == DecisionMode.Single
            orderby decision.Id descending
            select decision.Seconds!.Value).Take(Newest);
    }
}
