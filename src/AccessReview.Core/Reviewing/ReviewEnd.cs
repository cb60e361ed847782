using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>How a campaign ended, and what became of what its reviewer had not decided or not signed.</summary>
/// <param name="Day">The day there.</param>
/// <param name="By">Who closed it or gave it up, by name.</param>
/// <param name="NotReviewed">Of the own items nobody decided, how many ended as not reviewed.</param>
/// <param name="Unsigned">Own items with a decision in force that they made and never signed for, what went with an account they revoked among them.</param>
public sealed record ReviewEnd(DateOnly Day, string By, int NotReviewed, int Unsigned)
{
    /// <summary>Of the own items the reviewer decided, how many ended as not reviewed all the same, because the other of two reviewers did not decide.</summary>
    public int OtherMissing { get; init; }

    /// <summary>Reads it for one reviewer, of each of the campaigns that has ended.</summary>
    internal static async Task<Dictionary<long, ReviewEnd>> ReadAsync(ReviewDb db, IEnumerable<Campaign> campaigns, long reviewer, CancellationToken cancel)
    {
        var ended = campaigns.Where(c => c.EndedAt is not null).ToList();
        if (ended.Count == 0)
        {
            return [];
        }

        var (ids, key) = (ended.ConvertAll(c => c.Id), Actor.Demo(reviewer).Key);
        var own = db.ReviewTurns.Where(t => EF.Parameter(ids).Contains(t.CampaignId) && t.ReviewerId == reviewer);
        var notReviewed = await own.Where(t => t.State == TurnState.Undecided && db.ItemOutcomes.Any(o => o.ItemId == t.ItemId && o.Kind == OutcomeKind.NotReviewed))
            .GroupBy(t => t.CampaignId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var alone = await own.Where(t => t.State != TurnState.Undecided && db.ItemOutcomes.Any(o => o.ItemId == t.ItemId && o.Kind == OutcomeKind.NotReviewed))
            .GroupBy(t => t.CampaignId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var unsigned = await own.Where(t => t.SignOffId == null && db.Decisions.Any(d => d.Id == t.DecisionId && (d.Mode != DecisionMode.WithAccount || d.By == key) && d.Rule != Decision.ByDeadline))
            .GroupBy(t => t.CampaignId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var names = await PeopleNames.ReadAsync(db, [], ended.Select(c => c.EndedBy!), cancel);
        return ended.ToDictionary(c => c.Id, c => new ReviewEnd(
            Clock.DayIn(c.EndedAt!.Value, TimeZoneInfo.FindSystemTimeZoneById(c.TimeZone)), names.OfActor(c.EndedBy!), notReviewed.GetValueOrDefault(c.Id), unsigned.GetValueOrDefault(c.Id))
            {
                OtherMissing = alone.GetValueOrDefault(c.Id),
            });
    }
}
