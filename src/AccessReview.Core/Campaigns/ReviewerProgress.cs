using AccessReview.Core.Absences;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>How far one reviewer is.</summary>
/// <param name="PersonId">The reviewer.</param>
/// <param name="Name">Their name.</param>
/// <param name="Why">Why they review, in words.</param>
/// <param name="Items">Items before them.</param>
/// <param name="Kept">Of those certified or changed.</param>
/// <param name="Revoked">Of those revoked, by whomever.</param>
/// <param name="ByDeadline">Of those revoked, what the deadline revoked and not a person.</param>
/// <param name="LastActAt">When they last reviewed something in this campaign; null: never, or the campaign is too large to ask.</param>
/// <param name="Signed">Whether everything before them is decided, and they have nothing to sign.</param>
/// <param name="Away">Whether they are away today, as approved: until when, and who stands in for them.</param>
public sealed record ReviewerLine(long PersonId, string Name, string Why, int Items, int Kept, int Revoked, int ByDeadline, DateTime? LastActAt, bool Signed, Away? Away = null)
{
    /// <summary>Items not decided.</summary>
    public int Left => Items - Kept - Revoked;

    /// <summary>Of those kept, at a lower role.</summary>
    public int Changed { get; init; }

    /// <summary>Of those kept, certified because that was carried forward, and not reviewed anew.</summary>
    public int Carried { get; init; }
}

/// <summary>Until when somebody is away, and who reviews for them.</summary>
public sealed record Away(DateOnly Until, string Delegate);

/// <summary>Reads progress by reviewer from the kept counters: what it costs grows with the reviewers, never with the items.</summary>
internal static class ReviewerProgress
{
    // What a reviewer does. That they planned, launched or closed the campaign too is no reviewing.
    private static readonly string[] Acts =
    [
        nameof(ItemDecided), nameof(ItemsDecided), nameof(DecisionsUndone), nameof(HolderAsked), nameof(ItemHandedOver), nameof(ReviewSignedOff), nameof(SignOffWithdrawn),
    ];

    /// <summary>In campaigns of more items a page counts nothing that would read every turn or every decision: of each reviewer it shows the first basis only, for whom they review,
    /// and not when they last did something.</summary>
    public const int MaxToReadAll = 20_000;

    /// <summary>One line a reviewer, those with most left first.</summary>
    public static async Task<IReadOnlyList<ReviewerLine>> ReadAsync(ReviewDb db, Campaign campaign, DateTime now, CancellationToken cancel)
    {
        var absences = campaign.State == CampaignState.Active ? await AwayNow.On(db, campaign.DayOf(now)).ToDictionaryAsync(a => a.PersonId, cancel) : [];
        var counts = (await db.CampaignProgress.AsNoTracking().Where(p => p.CampaignId == campaign.Id && p.Count != 0).ToListAsync(cancel)).ToLookup(p => p.ReviewerId);
        var names = await PersonNames.ReadAsync(db, counts.Select(c => (long?)c.Key).Concat(absences.Values.Select(a => (long?)a.DelegateId)), cancel);
        var bases = await BasesAsync(db, campaign, cancel);
        var acts = campaign.Items > MaxToReadAll ? [] : await ActsAsync(db, campaign.Id, cancel);
        var fallen = await FallenItems.ByReviewerAsync(db, campaign, cancel);
        var carried = await CarriedItems.ByReviewerAsync(db, campaign, cancel);
        var signed = await SignOffScope.SignedAsync(db, campaign.Id, [.. counts.SelectMany(c => c)], cancel);
        return
        [
            .. counts.Select(c => new ReviewerLine(
                c.Key, names.GetValueOrDefault(c.Key, "not known"), bases.GetValueOrDefault(c.Key, ""), c.Sum(p => p.Count),
                c.Where(p => p.State is TurnState.Certified or TurnState.Changed).Sum(p => p.Count), c.Where(p => p.State == TurnState.Revoked).Sum(p => p.Count), fallen.GetValueOrDefault(c.Key),
                acts.TryGetValue(Actor.Demo(c.Key).Key, out var at) ? at : null, signed.Contains(c.Key),
                absences.TryGetValue(c.Key, out var absence) ? new Away(absence.Until, names.GetValueOrDefault(absence.DelegateId, "somebody")) : null)
            {
                Changed = c.Where(p => p.State == TurnState.Changed).Sum(p => p.Count), Carried = carried.GetValueOrDefault(c.Key),
            })
            .OrderByDescending(l => l.Left).ThenBy(l => l.Name, StringComparer.Ordinal).ThenBy(l => l.PersonId),
        ];
    }

    private static async Task<Dictionary<long, string>> BasesAsync(ReviewDb db, Campaign campaign, CancellationToken cancel)
    {
        if (campaign.Items > MaxToReadAll)
        {
            var turns = db.ReviewTurns.Where(t => t.CampaignId == campaign.Id);
            var first = await db.CampaignProgress.Where(p => p.CampaignId == campaign.Id && p.Count != 0).Select(p => p.ReviewerId).Distinct()
                .Select(id => new { Id = id, First = turns.Where(t => t.ReviewerId == id).Select(t => (long?)t.Id).FirstOrDefault() })
                .Join(db.ReviewTurns, r => r.First, t => t.Id, (r, t) => new { r.Id, t.Stage, t.Basis, t.Fallback, t.ForId }).ToListAsync(cancel);
            var standIns = await db.Absences.Where(a => a.ApprovedById != null).Select(a => new { a.DelegateId, a.PersonId }).Distinct()
                .Where(a => turns.Any(t => t.ReviewerId == a.DelegateId && t.ForId == a.PersonId)).ToListAsync(cancel);
            var forWhom = await PersonNames.ReadAsync(db, first.Select(t => t.ForId).Concat(standIns.Select(s => (long?)s.PersonId)), cancel);
            return first.ToDictionary(t => t.Id, t => string.Join("; ", standIns.Where(s => s.DelegateId == t.Id && s.PersonId != t.ForId)
                .Select(s => $"delegate of {forWhom.GetValueOrDefault(s.PersonId, "somebody")}").Order(StringComparer.Ordinal).Prepend(Words(t.Stage, t.Basis, t.Fallback, t.ForId, forWhom))));
        }

        var all = await db.ReviewTurns.AsNoTracking().Where(t => t.CampaignId == campaign.Id)
            .GroupBy(t => new { t.ReviewerId, t.Stage, t.Basis, t.Fallback, t.ForId }).Select(g => new { g.Key.ReviewerId, g.Key.Stage, g.Key.Basis, g.Key.Fallback, g.Key.ForId, Count = g.Count() }).ToListAsync(cancel);
        var away = await PersonNames.ReadAsync(db, all.Select(t => t.ForId), cancel);
        return all.GroupBy(t => t.ReviewerId).ToDictionary(
            g => g.Key, g => string.Join("; ", g.Select(t => (t.Count, Words: Words(t.Stage, t.Basis, t.Fallback, t.ForId, away)))
                .OrderByDescending(t => t.Count).ThenBy(t => t.Words, StringComparer.Ordinal).Select(t => t.Words).Distinct(StringComparer.Ordinal)));
    }

    private static string Words(int stage, ReviewerBasis basis, FallbackReason why, long? forId, IReadOnlyDictionary<long, string> away) =>
        (stage == 2 ? "second review: " : "") + ReviewerWords.Of(basis, why, forId is { } id ? away.GetValueOrDefault(id, "somebody") : null);

    private static async Task<Dictionary<string, DateTime>> ActsAsync(ReviewDb db, long campaignId, CancellationToken cancel) =>
        await db.AuditEvents.AsNoTracking().Where(e => e.CampaignId == campaignId && e.Actor.StartsWith("person:") && Acts.Contains(e.Type))
            .GroupBy(e => e.Actor).Select(g => new { g.Key, At = g.Max(e => e.At) }).ToDictionaryAsync(g => g.Key, g => g.At, cancel);
}
