using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>Reads what is before a reviewer: the slice the list is made of, and the rows on the screen.</summary>
public sealed class ReviewQueue(Databases databases, TimeProvider time)
{
    /// <summary>The most items one list holds, the first in the order of attention; nobody reviews more by hand.</summary>
    public const int MaxItems = 100_000;

    /// <summary>The reviewer's items of the campaign in the order of attention.</summary>
    public async Task<ReviewSlice> SliceAsync(Actor actor, long campaignId, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var start = await SliceQueries.StartAsync(db, campaignId, QueueTurns.ReviewerOf(actor), cancel);
        var plans = await SliceQueries.PlansAsync(db, campaignId, cancel);
        var turns = QueueTurns.Of(db, campaignId, actor);

        // Asked for in order, SQLite walks through the whole campaign by the index in that order: as many as one has are put in order here.
        var found = start.Count <= MaxItems
            ? SliceQueries.Records(db, campaignId, QueueTurns.ReviewerOf(actor), start.Asked)
            : SliceQueries.Records(db, turns = turns.OrderBy(t => t.Rank).ThenBy(t => t.Number).Take(MaxItems), start.Asked);
        var (records, accounts) = (new List<SliceRecord>(Math.Clamp(start.Count, 0, MaxItems)), new AccountsBeside(databases, cancel));
        await foreach (var record in found.WithCancellation(cancel))
        {
            records.Add(record);
            accounts.Name(record.AssessedId);
        }

        var rows = await SliceReader.ReadAsync(db, campaignId, records, await accounts.AllAsync(), turns, plans, cancel);
        var sorted = rows.ToArray();
        Array.Sort(Array.ConvertAll(sorted, r => ((long)r.Rank << 32) + r.Number), sorted);
        return new ReviewSlice([.. sorted], plans.ToDictionary(p => p.ApplicationId, p => p.Name), start.Seq);
    }

    /// <summary>The reviewer's items that something happened to after an event: a decision, a transfer, a question or its answer.</summary>
    public async Task<IReadOnlyList<SliceRow>> SinceAsync(Actor actor, long campaignId, long seq, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var asked = await db.Questions.Where(q => q.CampaignId == campaignId && (q.EventSeq > seq || db.QuestionAnswers.Any(a => a.QuestionId == q.Id && a.EventSeq > seq)))
            .Select(q => q.ItemId).ToListAsync(cancel);
        var turns = QueueTurns.Of(db, campaignId, actor);
        return await SliceReader.ReadAsync(db, campaignId, asked.Count == 0 ? turns.Where(t => t.EventSeq > seq) : turns.Where(t => t.EventSeq > seq || asked.Contains(t.ItemId)), cancel);
    }

    /// <summary>The turns whose name, address or group has a word that begins so.</summary>
    public async Task<IReadOnlySet<long>> MatchesAsync(Actor actor, long campaignId, string text, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        return (await QueueTurns.WithText(db, QueueTurns.Of(db, campaignId, actor), text).Select(t => t.Id).ToListAsync(cancel)).ToHashSet();
    }

    /// <summary>The turns whose items a reviewer's statement of the reader covers, in force or withdrawn; none of somebody else's statement.</summary>
    public async Task<IReadOnlySet<long>> SignedAsync(Actor actor, long campaignId, long signOffId, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var signer = QueueTurns.ReviewerOf(actor);
        return (await (from signed in db.SignOffs
                       where signed.Id == signOffId && signed.SignerId == signer && signed.Level == SignOffLevel.Reviewer
                       join covered in db.SignOffItems on signed.Id equals covered.SignOffId
                       join turn in QueueTurns.Of(db, campaignId, actor) on covered.ItemId equals turn.ItemId
                       select turn.Id).ToListAsync(cancel)).ToHashSet();
    }

    /// <summary>The named rows of the reviewer as they stand now, in the order of their numbers.</summary>
    public async Task<IReadOnlyList<QueueRow>> RowsAsync(Actor actor, IReadOnlyCollection<long> turnIds, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        List<QueueRow> rows = [.. (await SliceQueries.RowsAsync(db, [.. turnIds], QueueTurns.ReviewerOf(actor), time.Now(), cancel)).OrderBy(r => r.Number)];
        var names = await PersonNames.ReadAsync(db, rows.SelectMany(r => new[] { r.ByKey, r.KeptAloneByKey }).Select(Actor.PersonOf), cancel);
        string Name(string? key) => Actor.PersonOf(key) is { } id ? names.GetValueOrDefault(id, "") : "";
        return
        [
            .. rows.Select(r => r with
            {
                // Whoever looks a second time is not told who looked first.
                By = r.IsSecond && r.ByKey != actor.Key ? "" : Name(r.ByKey),
                KeptAloneBy = r.KeptAloneByKey == actor.Key ? "you" : Name(r.KeptAloneByKey),
            }),
        ];
    }
}
