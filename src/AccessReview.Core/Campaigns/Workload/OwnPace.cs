using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Workload;

/// <summary>How long each reviewer took for an exception in earlier campaigns: the median of the seconds stored with their decisions.</summary>
internal static class OwnPace
{
    /// <summary>Fewer known decisions say nothing.</summary>
    public const int MinDecisions = 8;

    private const int Newest = 200;

    /// <summary>Seconds for an exception, for whoever has a history.</summary>
    public static async Task<Dictionary<long, int>> ReadAsync(ReviewDb db, IReadOnlyCollection<long> reviewers, CancellationToken cancel)
    {
        var paces = new Dictionary<long, int>();
        var keys = reviewers.ToDictionary(r => Actor.Demo(r).Key, r => r);
        var known = await (
            from decision in db.Decisions.AsNoTracking()
            where decision.Seconds != null && decision.Mode == DecisionMode.Single && db.Campaigns.Any(c => c.Id == decision.CampaignId && c.State == CampaignState.Closed)
            group decision by decision.By into own
            where own.Count() >= MinDecisions
            select own.Key).ToListAsync(cancel);
        foreach (var key in known.Where(keys.ContainsKey))
        {
            var seconds = await db.Decisions.AsNoTracking().Where(d => d.By == key && d.Seconds != null && d.Mode == DecisionMode.Single)
                .OrderByDescending(d => d.Id).Take(Newest).Select(d => d.Seconds!.Value).ToListAsync(cancel);
            seconds.Sort();
            paces[keys[key]] = Math.Max(1, seconds[seconds.Count / 2]);
        }

        return paces;
    }
}
