using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>The facts of a selection, read before the command's turn among the writers comes: for ten thousand items that takes as long as
/// to write them, and every writer would wait for it. In its turn they are taken when they are still true, and read anew when they may not be.</summary>
internal sealed class SelectionFacts(Databases databases, Actor actor, IReadOnlyCollection<long> turnIds)
{
    // Acts that change nothing but turns, and leave a decision on each turn they change (ReviewAct). Of every other event it is assumed that it
    // changes facts: a campaign closed, an item handed over, a match by hand, a sign-off, whatever comes to be.
    private static readonly HashSet<string> OnlyDecide = [nameof(ItemDecided), nameof(ItemsDecided), nameof(DecisionsUndone)];

    /// <summary>Two connections read a long selection, each a half; a shorter one is read sooner than a second could begin.</summary>
    private const int FewestOfAPart = 1000;

    private Ahead? ahead;

    /// <summary>Reads them beside the writers.</summary>
    public async Task ReadAheadAsync(CancellationToken cancel)
    {
        if (turnIds.Count is 0 or > DecideMany.MaxItems)
        {
            return;
        }

        // The chain's end first: whatever is written from here on, whether the facts below show it or not, is an event after it.
        await using var db = databases.CreateDbContext();
        var end = await db.ChainHeads.Select(h => new { h.Seq, h.Hash }).SingleAsync(cancel);
        var parts = turnIds.Order().Chunk(Math.Max(FewestOfAPart, (turnIds.Count + 1) / 2)).Select(part => Task.Run(() => ReadAsync(part, cancel), cancel));
        var turns = (await Task.WhenAll(parts)).SelectMany(t => t).DistinctBy(t => t.TurnId);
        ahead = new Ahead(end.Seq, end.Hash, TurnFactsQuery.InOrder(turns));
    }

    /// <summary>Reads a part; an assignment picked apart from its account is read with both.</summary>
    private async Task<List<TurnFacts>> ReadAsync(long[] part, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        return await TurnFactsQuery.ReadWithLinesAsync(db, part, actor, cancel);
    }

    /// <summary>The facts as they are in the command's turn.</summary>
    public async Task<List<TurnFacts>> NowAsync(ChangeScope scope, CancellationToken cancel) =>
        ahead is not null && await StillHoldsAsync(scope, ahead, cancel) ? ahead.Turns : await TurnFactsQuery.ReadWithLinesAsync(scope.Db, turnIds, actor, cancel);

    /// <summary>Every row that the facts come from is written only with an event (<see cref="Guard"/>). So they hold when since then others have
    /// only decided, and none of these items, their accounts or their assignments.</summary>
    private static async Task<bool> StillHoldsAsync(ChangeScope scope, Ahead ahead, CancellationToken cancel)
    {
        var events = await scope.Db.AuditEvents.AsNoTracking().Where(e => e.Seq >= ahead.Seq).OrderBy(e => e.Seq).Select(e => new { e.Type, e.Hash }).ToListAsync(cancel);

        // The hash names the whole record up to there: another database, or one restored meanwhile, has another one.
        if (events.Count == 0 || !events[0].Hash.AsSpan().SequenceEqual(ahead.Hash) || !events.Skip(1).All(e => OnlyDecide.Contains(e.Type)))
        {
            return false;
        }

        if (events.Count == 1)
        {
            return true;
        }

        var campaign = ahead.Turns.FirstOrDefault()?.CampaignId;
        var decided = await scope.Db.Decisions.Where(d => d.CampaignId == campaign && d.EventSeq > ahead.Seq).Select(d => d.ItemId).ToHashSetAsync(cancel);
        return ahead.Turns.TrueForAll(t => t.CampaignId == campaign && !decided.Contains(t.ItemId) && !decided.Contains(t.ParentItemId ?? t.ItemId));
    }

    private sealed record Ahead(long Seq, byte[] Hash, List<TurnFacts> Turns);
}
