using System.Globalization;
using System.Text.Json;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>One thing that happened in a campaign.</summary>
public sealed record HistoryLine(long Seq, DateTime At, string Who, string What, string Hash);

/// <summary>A part of a campaign's history, the newest first, and how long it is.</summary>
public sealed record HistoryView(IReadOnlyList<HistoryLine> Lines, int Total);

/// <summary>Tells a campaign's events in words.</summary>
public sealed class CampaignHistory(Databases databases)
{
    /// <summary>The most lines of a part.</summary>
    public const int MaxTake = 200;

    private static readonly string[] PeopleIn = ["toId", "named", "fallback", "reviewerId"];

    /// <summary>Reads a part of it, for campaign owners and auditors.</summary>
    public async Task<Outcome<HistoryView>> RunAsync(Actor actor, int number, int skip, int take, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await CampaignDoor.ToReadAsync(db, actor, cancel) is { } denied)
        {
            return denied;
        }

        var id = await db.Campaigns.Where(c => c.Number == number).Select(c => (long?)c.Id).SingleOrDefaultAsync(cancel);
        var events = await db.AuditEvents.AsNoTracking().Where(e => e.CampaignId == id && id != null).OrderByDescending(e => e.Seq)
            .Skip(Math.Max(0, skip)).Take(Math.Clamp(take, 1, MaxTake)).ToListAsync(cancel);
        var bodies = events.ToDictionary(e => e.Seq, e => Data(e.Body));
        var moves = await MovesAsync(db, [.. events.Select(e => e.Seq)], cancel);
        var people = await PersonNames.ReadAsync(
            db, events.Select(e => Actor.PersonOf(e.Actor)).Concat(bodies.Values.SelectMany(b => PeopleIn.Select(name => Id(b, name)))).Concat(moves.SelectMany(m => m.Select(one => (long?)one.FromId))), cancel);
        var applications = await db.Applications.AsNoTracking().ToDictionaryAsync(a => a.Id, a => a.Name, cancel);
        return new HistoryView(
            [
                .. events.Select(e => new HistoryLine(
                    e.Seq, e.At, Actor.PersonOf(e.Actor) is { } who ? people.GetValueOrDefault(who, "not known") : "AccessReview",
                    HistoryWords.Of(e.Type, new EventFacts(bodies[e.Seq], people, applications) { Moves = [.. moves[e.Seq]] }), Convert.ToHexStringLower(e.Hash))),
            ],
            await db.AuditEvents.CountAsync(e => e.CampaignId == id && id != null, cancel));
    }

    // From whom items went, and why, stands in the rows of the event.
    private static async Task<ILookup<long, Move>> MovesAsync(ReviewDb db, List<long> events, CancellationToken cancel) =>
        (await (from moved in db.Reassignments.AsNoTracking().Where(r => events.Contains(r.EventSeq)).Select(r => new { r.EventSeq, r.FromId, r.ReasonId }).Distinct()
                join text in db.PrivateTexts on moved.ReasonId equals text.Id into texts
                from text in texts.DefaultIfEmpty()
                select new Move(moved.EventSeq, moved.FromId, text == null ? null : text.Text)).ToListAsync(cancel)).ToLookup(m => m.EventSeq);

    private static Dictionary<string, string> Data(byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("data").EnumerateObject().Where(p => p.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Array)
            .ToDictionary(p => p.Name, p => p.Value.ValueKind == JsonValueKind.Array ? p.Value.GetArrayLength().ToString(CultureInfo.InvariantCulture) : p.Value.ToString());
    }

    private static long? Id(Dictionary<string, string> data, string name) => data.TryGetValue(name, out var text) && long.TryParse(text, out var id) ? id : null;
}

/// <summary>From whom items of an event went, and why; no reason once it was purged.</summary>
internal sealed record Move(long EventSeq, long FromId, string? Why);

/// <summary>An event's facts, with the names behind its ids.</summary>
internal sealed record EventFacts(IReadOnlyDictionary<string, string> Data, IReadOnlyDictionary<long, string> People, IReadOnlyDictionary<long, string> Applications)
{
    /// <summary>From whom its items went, and why.</summary>
    public IReadOnlyList<Move> Moves { get; init; } = [];

    /// <summary>Who had its items; null when it moved none.</summary>
    public string? From => Moves.Select(m => m.FromId).Distinct().ToList() switch
    {
        [] => null,
        [var one] => People.GetValueOrDefault(one, "somebody"),
        var several => $"{several.Count} reviewers",
    };

    /// <summary>Why its items went to another; null when no reason is kept.</summary>
    public string? Why => Moves.Select(m => m.Why).FirstOrDefault(why => why is not null);

    /// <summary>A count, or how long a list is.</summary>
    public int Count(string name) => Data.TryGetValue(name, out var text) && int.TryParse(text, out var count) ? count : 0;

    /// <summary>A code as it stands.</summary>
    public string Code(string name) => Data.GetValueOrDefault(name, "");

    /// <summary>A day as people read it.</summary>
    public string Day(string name) => DateOnly.TryParseExact(Code(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Clock.Said(day) : Code(name);

    /// <summary>The application's name.</summary>
    public string Application => long.TryParse(Code("application"), out var id) ? Applications.GetValueOrDefault(id, "an application") : "an application";

    /// <summary>The name of whom it went to.</summary>
    public string To => Person("toId") ?? "somebody";

    /// <summary>The person whom a fact names; null when it names none.</summary>
    public string? Person(string name) => long.TryParse(Code(name), out var id) ? People.GetValueOrDefault(id, "somebody") : null;
}
