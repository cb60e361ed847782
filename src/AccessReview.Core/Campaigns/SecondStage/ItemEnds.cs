using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.SecondStage;

/// <summary>So many items that stand alike.</summary>
/// <param name="State">How they stand by both stages; undecided: not reviewed.</param>
/// <param name="Signed">Whether the decisions that make them so are signed.</param>
/// <param name="Late">Whether one of the decisions was made after the campaign was due.</param>
/// <param name="Mode">How the decision that makes them so was made; null: there is none.</param>
/// <param name="Count">How many.</param>
internal sealed record ItemEnds(TurnState State, bool Signed, bool Late, DecisionMode? Mode, int Count)
{
    /// <summary>Whether one of two reviewers has decided items that are undecided all the same.</summary>
    public bool DecidedByOne { get; init; }

    /// <summary>Whether the deadline decided them, and not a person: by itself, or with their account.</summary>
    public bool ByDeadline { get; init; }

    /// <summary>Counts the items of a campaign by how they stand.</summary>
    public static Task<IReadOnlyList<ItemEnds>> ReadAsync(ReviewDb db, long campaignId, CancellationToken cancel) =>
        ReadAsync(db, campaignId, db.ReviewTurns.AsNoTracking().Where(t => t.CampaignId == campaignId), cancel);

    /// <summary>Counts the assignments that were kept although their account is undecided: a deadline that revokes takes them along.</summary>
    public static async Task<IReadOnlyList<ItemEnds>> KeptOfUndecidedAccountsAsync(ReviewDb db, long campaignId, CancellationToken cancel)
    {
        var assignments = await OfUndecidedAccountsAsync(db, campaignId, cancel);
        var ends = await ReadAsync(db, campaignId, db.ReviewTurns.AsNoTracking().Where(t => t.CampaignId == campaignId && assignments.Contains(t.ItemId)), cancel);
        return [.. ends.Where(e => e.State is TurnState.Certified or TurnState.Changed)];
    }

    /// <summary>The assignments whose account is undecided: a deadline that revokes takes along what nobody has revoked of them.</summary>
    public static async Task<IQueryable<long>> OfUndecidedAccountsAsync(ReviewDb db, long campaignId, CancellationToken cancel)
    {
        var accounts = (await ItemsByEnd.FirstTurnsAsync(db, campaignId, TurnState.Undecided, cancel)).Select(t => (long?)t.ItemId);
        return db.ReviewItems.Where(i => i.CampaignId == campaignId && i.ParentItemId != null && accounts.Contains(i.ParentItemId)).Select(i => i.Id);
    }

    private static async Task<IReadOnlyList<ItemEnds>> ReadAsync(ReviewDb db, long campaignId, IQueryable<ReviewTurn> of, CancellationToken cancel)
    {
        var turns = from turn in of
                    join covered in db.SignOffItems on new { Id = turn.SignOffId, turn.ItemId, turn.DecisionId } equals new { Id = (long?)covered.SignOffId, covered.ItemId, DecisionId = (long?)covered.DecisionId } into signed
                    from sign in signed.DefaultIfEmpty()
                    join decision in db.Decisions on turn.DecisionId equals (long?)decision.Id into decisions
                    from made in decisions.DefaultIfEmpty()
                    select new { turn.ItemId, turn.Stage, turn.State, Signed = sign != null, Late = made != null && made.Late, ByDeadline = made != null && made.Rule == Decision.ByDeadline, Mode = made == null ? (DecisionMode?)null : made.Mode };
        if (!await db.SecondReviews.AnyAsync(s => s.CampaignId == campaignId, cancel))
        {
            var ends = await turns.GroupBy(t => new { t.State, t.Signed, t.Late, t.ByDeadline, t.Mode }).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
            return [.. ends.Select(e => new ItemEnds(e.Key.State, e.Key.Signed, e.Key.Late, e.Key.Mode, e.Count) { ByDeadline = e.Key.ByDeadline })];
        }

        var pairs = await (
            from first in turns
            where first.Stage == 1
            join other in turns.Where(t => t.Stage == 2) on first.ItemId equals other.ItemId into others
            from second in others.DefaultIfEmpty()
            join planned in db.SecondReviews on first.ItemId equals planned.ItemId into plans
            from plan in plans.DefaultIfEmpty()
            group first by new
            {
                First = first.State, FirstSigned = first.Signed, FirstLate = first.Late, FirstMode = first.Mode, FirstByDeadline = first.ByDeadline,
                Second = (TurnState?)second.State, SecondSigned = (bool?)second.Signed, SecondLate = (bool?)second.Late, SecondMode = second.Mode, SecondByDeadline = (bool?)second.ByDeadline,
                Needs = plan != null,
            }
            into same
            select new { same.Key, Count = same.Count() }).ToListAsync(cancel);
        return
        [
            .. pairs.Select(p =>
            {
                var k = p.Key;
                var (state, stage) = (ItemEnd.Of(k.First, k.Second, k.Needs), ItemEnd.Stage(k.First, k.Second, k.Needs));
                var signed = state == TurnState.Revoked ? (stage == 1 ? k.FirstSigned : k.SecondSigned == true) : stage != 0 && k.FirstSigned && (k.Second is null || k.SecondSigned == true);
                return new ItemEnds(state, signed, k.FirstLate || (k.Second is not null && k.SecondLate == true), stage == 0 ? null : stage == 1 ? k.FirstMode : k.SecondMode, p.Count)
                {
                    ByDeadline = stage == 1 ? k.FirstByDeadline : stage == 2 && k.SecondByDeadline == true,
                    DecidedByOne = state == TurnState.Undecided && (k.First != TurnState.Undecided || k.Second is not (null or TurnState.Undecided)),
                };
            }),
        ];
    }
}
