using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>A reviewer's list: groups in the order of attention, and windows of rows inside them.</summary>
public sealed class ReviewQueue(Databases databases)
{
    /// <summary>The most rows of one window.</summary>
    public const int MaxWindow = 200;

    /// <summary>The last event of the chain, from which a list counts what was decided while it lay open.</summary>
    public async Task<long> LastEventAsync(CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        return await db.ChainHeads.AsNoTracking().Select(h => h.Seq).SingleAsync(cancel);
    }

    /// <summary>The groups with their counts; the flat index follows from them.</summary>
    public async Task<IReadOnlyList<QueueGroup>> GroupsAsync(Actor actor, long campaignId, QueueFilter filter, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        return await QueueTurns.Of(db, campaignId, actor.PersonId ?? -1, filter).GroupBy(t => t.Rank).OrderBy(g => g.Key)
            .Select(g => new QueueGroup(g.Key, g.Count())).ToListAsync(cancel);
    }

    /// <summary>Rows of one group in the order of their numbers.</summary>
    /// <param name="actor">The reviewer.</param>
    /// <param name="campaignId">The campaign.</param>
    /// <param name="filter">What the list shows.</param>
    /// <param name="rank">The group.</param>
    /// <param name="after">Rows after this number only (a keyset); 0: from the first.</param>
    /// <param name="skip">How many to pass over from there.</param>
    /// <param name="take">How many, at most <see cref="MaxWindow"/>.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<IReadOnlyList<QueueRow>> WindowAsync(
        Actor actor, long campaignId, QueueFilter filter, AttentionRank rank, int after, int skip, int take, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var turns = QueueTurns.Of(db, campaignId, actor.PersonId ?? -1, filter).Where(t => t.Rank == rank && t.Number > after)
            .OrderBy(t => t.Number).Skip(skip).Take(Math.Min(take, MaxWindow));
        return await RowsAsync(db, turns, cancel);
    }

    /// <summary>The named rows of the reviewer as they stand now, in the order of their numbers.</summary>
    public async Task<IReadOnlyList<QueueRow>> RowsAsync(Actor actor, IReadOnlyCollection<long> turnIds, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        return await RowsAsync(db, TurnStatements.Only(db, turnIds).Where(t => t.ReviewerId == actor.PersonId), cancel);
    }

    /// <summary>The turn of the reviewer with this number; null when it is not before them.</summary>
    public async Task<long?> TurnAsync(Actor actor, long campaignId, int number, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        return await (from item in db.ReviewItems
                      where item.CampaignId == campaignId && item.Number == number
                      join turn in db.ReviewTurns on item.Id equals turn.ItemId
                      where turn.ReviewerId == actor.PersonId
                      select (long?)turn.Id).FirstOrDefaultAsync(cancel);
    }

    /// <summary>Where a row stands: its group, and how many rows of the group come before it; null when the filter hides it.</summary>
    public async Task<(AttentionRank Rank, int Before)?> PositionAsync(Actor actor, long campaignId, QueueFilter filter, int number, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var turns = QueueTurns.Of(db, campaignId, actor.PersonId ?? -1, filter);
        var found = await turns.Where(t => t.Number == number).Select(t => new { t.Rank }).SingleOrDefaultAsync(cancel);
        return found is null ? null : (found.Rank, await turns.CountAsync(t => t.Rank == found.Rank && t.Number < number, cancel));
    }

    /// <summary>The first undecided row after a place in the list, as its number; else the first of all; null when nothing is left.</summary>
    public async Task<int?> NextAsync(Actor actor, long campaignId, QueueFilter filter, AttentionRank rank, int number, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var open = QueueTurns.Of(db, campaignId, actor.PersonId ?? -1, filter).Where(t => t.State == TurnState.Undecided).OrderBy(t => t.Rank).ThenBy(t => t.Number);
        return await open.Where(t => t.Rank > rank || (t.Rank == rank && t.Number > number)).Select(t => (int?)t.Number).FirstOrDefaultAsync(cancel)
            ?? await open.Select(t => (int?)t.Number).FirstOrDefaultAsync(cancel);
    }

    /// <summary>Every row the filter leaves, at most <see cref="DecideMany.MaxItems"/>, for <em>select all</em>.</summary>
    public async Task<IReadOnlyList<SeenTurn>> AllAsync(Actor actor, long campaignId, QueueFilter filter, AttentionRank? rank, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        return await QueueTurns.Of(db, campaignId, actor.PersonId ?? -1, filter).Where(t => t.State == TurnState.Undecided && (rank == null || t.Rank == rank))
            .OrderBy(t => t.Rank).ThenBy(t => t.Number).Take(DecideMany.MaxItems).Select(t => new SeenTurn(t.Id, t.EventSeq)).ToListAsync(cancel);
    }

    private static async Task<IReadOnlyList<QueueRow>> RowsAsync(ReviewDb db, IQueryable<ReviewTurn> turns, CancellationToken cancel)
    {
        var rows = await QueueRow.From(db, turns.AsNoTracking()).OrderBy(r => r.Number).ToListAsync(cancel);
        var names = await PersonNames.ReadAsync(db, rows.Select(r => PersonNames.IdOf(r.ByKey)), cancel);
        return [.. rows.Select(r => r with { By = PersonNames.IdOf(r.ByKey) is { } id ? names.GetValueOrDefault(id, "") : "" })];
    }
}
