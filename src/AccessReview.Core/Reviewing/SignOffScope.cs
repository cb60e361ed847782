using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>A decision that a sign-off would cover; <paramref name="Follows"/>: it was before somebody else, and goes with an account.</summary>
internal sealed record ToSign(long TurnId, int Number, int Stage, TurnState State, DecisionMode Mode, byte[] RowHash, long? ForId, bool Follows)
{
    /// <summary>The item's other turn, where both went with the account: it is under the same signature, and the item covered once.</summary>
    public long? OtherTurnId { get; init; }
}

/// <summary>What a reviewer has to sign in a campaign: own decided turns not yet signed, and the assignments that went with an account
/// they revoked, whoever those were before, in both stages. What went with somebody else's account is signed by that somebody.</summary>
internal static class SignOffScope
{
    /// <summary>The decisions, in the order of the items' numbers.</summary>
    public static async Task<List<ToSign>> ReadAsync(ReviewDb db, long campaignId, long reviewerId, CancellationToken cancel)
    {
        List<ToSign> all = [.. await Own(db, campaignId, reviewerId).ToListAsync(cancel), .. await Taken(db, campaignId, reviewerId).ToListAsync(cancel)];

        // Of two turns the first's decision makes the item what it is (Campaigns/SecondStage/ItemEnd).
        return [.. all.OrderBy(t => t.Number).ThenBy(t => t.Stage).GroupBy(t => t.Number).Select(g => g.First() with { OtherTurnId = g.Skip(1).FirstOrDefault()?.TurnId })];
    }

    /// <summary>Turns for which their reviewers have something to sign, by the same rule: their own decision, or that of an assignment that went with
    /// the account they revoked.</summary>
    public static IQueryable<ReviewTurn> Unsigned(ReviewDb db) => db.ReviewTurns.AsNoTracking().Where(t =>
        (t.SignOffId == null && db.Decisions.Any(d => d.Id == t.DecisionId && d.Mode != DecisionMode.WithAccount))
        || (t.State == TurnState.Revoked && db.ReviewItems.Any(i => i.ParentItemId == t.ItemId && db.ReviewTurns.Any(
            l => l.ItemId == i.Id && l.SignOffId == null && db.Decisions.Any(d => d.Id == l.DecisionId && d.Mode == DecisionMode.WithAccount)))));

    /// <summary>Whether there is any.</summary>
    public static Task<bool> AnyAsync(ReviewDb db, long campaignId, long reviewerId, CancellationToken cancel) =>
        Unsigned(db).AnyAsync(t => t.CampaignId == campaignId && t.ReviewerId == reviewerId, cancel);

    /// <summary>Who of a campaign's reviewers has nothing left to decide or to sign, by the same rule. How much each signature covers its index alone counts; what was
    /// revoked, which may be under somebody else's signature, is looked at, and what was kept is not.</summary>
    /// <param name="db">The database.</param>
    /// <param name="campaignId">The campaign.</param>
    /// <param name="counts">Its kept counts, without those of nothing.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<HashSet<long>> SignedAsync(ReviewDb db, long campaignId, IReadOnlyCollection<CampaignProgress> counts, CancellationToken cancel)
    {
        var decided = counts.GroupBy(p => p.ReviewerId).Where(g => g.All(p => p.State != TurnState.Undecided)).ToList();
        if (decided.Count == 0)
        {
            return [];
        }

        var revokers = counts.Where(p => p.State == TurnState.Revoked).Select(p => p.ReviewerId).Distinct().ToList();
        var unsigned = revokers.Count == 0 ? [] : await Unsigned(db).Where(t => t.CampaignId == campaignId && EF.Parameter(revokers).Contains(t.ReviewerId) && t.State == TurnState.Revoked)
            .Select(t => t.ReviewerId).Distinct().ToHashSetAsync(cancel);
        var revoked = revokers.Count == 0 ? [] : await db.ReviewTurns
            .Where(t => t.CampaignId == campaignId && EF.Parameter(revokers).Contains(t.ReviewerId) && t.State == TurnState.Revoked && (t.SignOffId ?? 0) != 0)
            .GroupBy(t => t.SignOffId!.Value).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var covered = await db.SignOffs.Where(s => s.CampaignId == campaignId && s.Level == SignOffLevel.Reviewer && s.WithdrawnAt == null)
            .Select(s => new { s.Id, s.SignerId, Turns = db.ReviewTurns.Count(t => t.SignOffId == s.Id) }).ToListAsync(cancel);
        var kept = covered.ToLookup(s => s.SignerId, s => s.Turns - revoked.GetValueOrDefault(s.Id));
        return [.. decided.Where(g => !unsigned.Contains(g.Key) && kept[g.Key].Sum() == g.Where(p => p.State != TurnState.Revoked).Sum(p => p.Count)).Select(g => g.Key)];
    }

    /// <summary>For whom a delegate decided how much, by name.</summary>
    public static async Task<IReadOnlyList<(string Name, int Items)>> ForWhomAsync(ReviewDb db, IReadOnlyList<ToSign> toSign, CancellationToken cancel)
    {
        var names = await PersonNames.ReadAsync(db, toSign.Select(t => t.ForId).Distinct(), cancel);
        return [.. toSign.Where(t => t.ForId is not null).GroupBy(t => names.GetValueOrDefault(t.ForId!.Value, "somebody")).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.Count()))];
    }

    /// <summary>How many own items are undecided. What turned out to be their own access is not theirs to decide, goes to somebody else and holds
    /// up no signature over the rest.</summary>
    public static async Task<int> LeftAsync(ReviewDb db, long campaignId, long reviewerId, CancellationToken cancel)
    {
        var undecided = await db.ReviewTurns.AsNoTracking().Where(t => t.CampaignId == campaignId && t.ReviewerId == reviewerId && t.State == TurnState.Undecided).Select(t => t.Id).ToListAsync(cancel);
        return undecided.Count == 0 ? 0 : (await TurnFactsQuery.ReadAsync(db, undecided, Actor.Demo(reviewerId), cancel)).Count(t => UsableReviewer.Turn(t, reviewerId) is null);
    }

    // Two indexed halves: own turns by the queue's index, taken assignments by their account's item. That a turn has no signature is asked so that
    // no index answers it: SQLite would begin with every unsigned turn of the installation.
    private static IQueryable<ToSign> Own(ReviewDb db, long campaignId, long reviewerId) =>
        from turn in db.ReviewTurns.AsNoTracking()
        where turn.CampaignId == campaignId && turn.ReviewerId == reviewerId && (turn.SignOffId ?? 0) == 0
        join decision in db.Decisions on turn.DecisionId equals decision.Id
        where decision.Mode != DecisionMode.WithAccount
        select new ToSign(turn.Id, turn.Number, turn.Stage, turn.State, decision.Mode, decision.RowHash, turn.ReviewerId == reviewerId ? turn.ForId : null, false);

    private static IQueryable<ToSign> Taken(ReviewDb db, long campaignId, long reviewerId) =>
        from account in db.ReviewTurns.AsNoTracking()
        where account.CampaignId == campaignId && account.ReviewerId == reviewerId && account.State == TurnState.Revoked
        join item in db.ReviewItems on account.ItemId equals item.ParentItemId
        join turn in db.ReviewTurns on item.Id equals turn.ItemId
        where (turn.SignOffId ?? 0) == 0
        join decision in db.Decisions on turn.DecisionId equals decision.Id
        where decision.Mode == DecisionMode.WithAccount
        select new ToSign(turn.Id, turn.Number, turn.Stage, turn.State, decision.Mode, decision.RowHash, null, turn.ReviewerId != reviewerId);
}
