using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>How far one reviewer is.</summary>
/// <param name="PersonId">The reviewer.</param>
/// <param name="Name">Their name.</param>
/// <param name="Why">Why they review, in words.</param>
/// <param name="Items">Items before them.</param>
/// <param name="Kept">Of those certified or changed.</param>
/// <param name="Revoked">Of those revoked.</param>
/// <param name="LastActAt">When they last did something in this campaign; null: never.</param>
/// <param name="Signed">Whether everything before them is decided and signed.</param>
public sealed record ReviewerLine(long PersonId, string Name, string Why, int Items, int Kept, int Revoked, DateTime? LastActAt, bool Signed)
{
    /// <summary>Items not decided.</summary>
    public int Left => Items - Kept - Revoked;
}

/// <summary>Reads progress by reviewer from the kept counters: what it costs grows with the reviewers, never with the items.</summary>
internal static class ReviewerProgress
{
    /// <summary>Campaigns of more items show each reviewer's first basis only: counting all would read every turn.</summary>
    private const int MaxForAllBases = 20_000;

    /// <summary>One line a reviewer, those with most left first.</summary>
    public static async Task<IReadOnlyList<ReviewerLine>> ReadAsync(ReviewDb db, Campaign campaign, CancellationToken cancel)
    {
        var counts = (await db.CampaignProgress.AsNoTracking().Where(p => p.CampaignId == campaign.Id && p.Count != 0).ToListAsync(cancel)).ToLookup(p => p.ReviewerId);
        var names = await PersonNames.ReadAsync(db, counts.Select(c => (long?)c.Key), cancel);
        var bases = await BasesAsync(db, campaign, [.. counts.Select(c => c.Key)], cancel);
        var acts = await ActsAsync(db, campaign.Id, cancel);
        var unsigned = (await db.ReviewTurns.AsNoTracking().Where(t => t.CampaignId == campaign.Id && t.SignOffId == null).Select(t => t.ReviewerId).Distinct().ToListAsync(cancel)).ToHashSet();
        return
        [
            .. counts.Select(c => new ReviewerLine(
                c.Key, names.GetValueOrDefault(c.Key, "not known"), bases.GetValueOrDefault(c.Key, ""), c.Sum(p => p.Count),
                c.Where(p => p.State is TurnState.Certified or TurnState.Changed).Sum(p => p.Count), c.Where(p => p.State == TurnState.Revoked).Sum(p => p.Count),
                acts.TryGetValue(Actor.Demo(c.Key).Key, out var at) ? at : null, !unsigned.Contains(c.Key)))
            .OrderByDescending(l => l.Left).ThenBy(l => l.Name, StringComparer.Ordinal).ThenBy(l => l.PersonId),
        ];
    }

    private static async Task<Dictionary<long, string>> BasesAsync(ReviewDb db, Campaign campaign, long[] reviewers, CancellationToken cancel)
    {
        if (campaign.Items > MaxForAllBases)
        {
            var first = new Dictionary<long, string>();
            foreach (var reviewer in reviewers)
            {
                var turn = await db.ReviewTurns.AsNoTracking().Where(t => t.CampaignId == campaign.Id && t.ReviewerId == reviewer).Select(t => new { t.Basis, t.Fallback }).FirstOrDefaultAsync(cancel);
                first[reviewer] = turn is null ? "" : Words(turn.Basis, turn.Fallback);
            }

            return first;
        }

        var all = await db.ReviewTurns.AsNoTracking().Where(t => t.CampaignId == campaign.Id)
            .GroupBy(t => new { t.ReviewerId, t.Basis, t.Fallback }).Select(g => new { g.Key.ReviewerId, g.Key.Basis, g.Key.Fallback, Count = g.Count() }).ToListAsync(cancel);
        return all.GroupBy(t => t.ReviewerId).ToDictionary(
            g => g.Key, g => string.Join("; ", g.OrderByDescending(t => t.Count).Select(t => Words(t.Basis, t.Fallback)).Distinct(StringComparer.Ordinal).Take(2)));
    }

    private static string Words(ReviewerBasis basis, FallbackReason why) =>
        why == FallbackReason.None ? ReviewerWords.Of(basis) : $"{ReviewerWords.Of(basis)}: {ReviewerWords.Of(why)}";

    private static async Task<Dictionary<string, DateTime>> ActsAsync(ReviewDb db, long campaignId, CancellationToken cancel) =>
        await db.AuditEvents.AsNoTracking().Where(e => e.CampaignId == campaignId && e.Actor.StartsWith("person:"))
            .GroupBy(e => e.Actor).Select(g => new { g.Key, At = g.Max(e => e.At) }).ToDictionaryAsync(g => g.Key, g => g.At, cancel);
}
