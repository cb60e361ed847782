using System.Globalization;
using System.Text.Json;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Scoping;
using AccessReview.Core.SignIn;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>A choice among events; the URL carries it.</summary>
/// <param name="Type">Of one type.</param>
/// <param name="Actor">Of one author, as <see cref="Actor.Key"/>.</param>
/// <param name="CampaignNumber">Of one campaign, by its number.</param>
/// <param name="From">From the beginning of this day (UTC).</param>
/// <param name="To">Until the end of this day (UTC).</param>
public sealed record AuditFilter(string? Type = null, string? Actor = null, int? CampaignNumber = null, DateOnly? From = null, DateOnly? To = null)
{
    /// <summary>Only those by which something left the product: <see cref="TakenAway"/>.</summary>
    public bool OnlyTaken { get; init; }
}

/// <summary>An event as the log shows it.</summary>
/// <param name="Seq">Its place in the chain.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Type">The name of its record.</param>
/// <param name="Sentence">What happened, in words.</param>
/// <param name="Actor">Who, by name.</param>
/// <param name="Roles">The roles they held in that moment.</param>
/// <param name="CampaignNumber">The campaign's number, if it belongs to one or names one.</param>
/// <param name="Campaign">The campaign's name.</param>
/// <param name="Rows">How many rows it covers.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Body">What is hashed, as it is stored.</param>
public sealed record AuditRow(
    long Seq, DateTime At, string Type, string Sentence, string Actor, string Roles, int? CampaignNumber, string? Campaign, long? Rows, string Hash, string Body)
{
    /// <summary>The item it is about, if it is about one.</summary>
    public AuditedItem? Item { get; init; }
}

/// <summary>One page of events, newest first.</summary>
/// <param name="Rows">The events.</param>
/// <param name="Older">Ask with this for the next page; null at the beginning of the chain.</param>
/// <param name="Head">The last event of the chain.</param>
/// <param name="HeadHash">Its hash.</param>
/// <param name="Types">Every type that there is, for the filter.</param>
/// <param name="Actors">Who ever held or gave a role, and the authors of the page, by key and name, for the filter; others are searched for.</param>
public sealed record AuditPage(IReadOnlyList<AuditRow> Rows, long? Older, long Head, string HeadHash, IReadOnlyList<string> Types, IReadOnlyList<(string Key, string Name)> Actors);

/// <summary>Reads the log.</summary>
public sealed class AuditLog(IDbContextFactory<ReviewDb> databases)
{
    /// <summary>The most events of a page.</summary>
    public const int MaxRows = 200;

    /// <summary>A page of events. Administrators, campaign owners and auditors read it.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="filter">Which.</param>
    /// <param name="before">Only events before this one; null: from the newest.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<Outcome<AuditPage>> RunAsync(Actor actor, AuditFilter filter, long? before, int count, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        if (await Sight.RefusalAsync(db, actor, Sight.Audit, "Administrators, campaign owners and auditors read the audit log.", cancel) is { } denied)
        {
            return denied;
        }

        var rows = await Choose(db, filter).Where(e => before == null || e.Seq < before).OrderByDescending(e => e.Seq).Take(Math.Clamp(count, 1, MaxRows)).ToListAsync(cancel);
        var parsed = rows.ConvertAll(e => (Event: e, Body: Parse(e.Body)));
        var actors = await AuthorsAsync(db, rows, filter, cancel);
        var sentence = await EventSentence.ReadAsync(db, [.. parsed.Select(p => (p.Event.Type, p.Event.Actor, Data(p.Body))), .. actors.Select(a => ("", a, default(JsonElement)))], cancel);
        var campaigns = await db.Campaigns.Select(c => new { c.Id, c.Number, c.Name }).ToDictionaryAsync(c => c.Id, cancel);
        var reasons = await ReasonsAsync(db, rows, cancel);
        var head = await db.ChainHeads.Select(h => new { h.Seq, h.Hash }).SingleAsync(cancel);
        return new AuditPage(
            parsed.ConvertAll(p =>
            {
                var campaign = (p.Event.CampaignId ?? CampaignIn(Data(p.Body))) is { } id ? campaigns.GetValueOrDefault(id) : null;
                return new AuditRow(
                    p.Event.Seq, p.Event.At, p.Event.Type, sentence.Of(p.Event.Type, Data(p.Body)) + reasons.GetValueOrDefault(p.Event.Seq), sentence.Actor(p.Event.Actor), Text(p.Body, "roles") ?? "",
                    campaign?.Number, campaign?.Name, Covered(p.Body), Convert.ToHexStringLower(p.Event.Hash), System.Text.Encoding.UTF8.GetString(p.Event.Body))
                {
                    Item = sentence.Item(p.Event.Type, Data(p.Body)),
                };
            }),
            rows.Count > 0 && rows[^1].Seq > 1 && rows.Count == Math.Clamp(count, 1, MaxRows) ? rows[^1].Seq : null,
            head.Seq,
            Convert.ToHexStringLower(head.Hash),
            [.. EventWords.Types.Concat(rows.Select(e => e.Type)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            [.. actors.Select(a => (a, sentence.Actor(a))).OrderBy(a => a.Item2, StringComparer.OrdinalIgnoreCase)]);
    }

    // Everybody who ever did something would be a reading of the whole chain for each page of it.
    private static async Task<List<string>> AuthorsAsync(ReviewDb db, List<AuditEvent> rows, AuditFilter filter, CancellationToken cancel)
    {
        var grants = await db.RoleGrants.Select(g => new { g.PersonId, g.GrantedBy }).Distinct().ToListAsync(cancel);
        return
        [
            .. grants.Select(g => Actor.Demo(g.PersonId).Key).Concat(grants.Select(g => g.GrantedBy)).Concat(rows.Select(e => e.Actor)).Append(Actor.Product.Key)
                .Concat(filter.Actor is { } chosen ? [chosen] : []).Distinct(StringComparer.Ordinal),
        ];
    }

    // Why something was taken out of scope, or brought back: no page says it any more once the next such act came. Why a sign-in was taken from
    // somebody by whoever runs the server no page says at all.
    private static async Task<Dictionary<long, string>> ReasonsAsync(ReviewDb db, List<AuditEvent> rows, CancellationToken cancel)
    {
        List<long> given = [.. rows.Where(e => e.Type is nameof(TakenOutOfScope) or nameof(BroughtIntoScope) or nameof(SignInUnbound)).Select(e => e.Seq)];
        return given.Count == 0 ? [] : await db.PrivateTexts.Where(t => given.Contains(t.EventSeq))
            .ToDictionaryAsync(t => t.EventSeq, t => t.Text is { } why ? $": “{why}”" : ", for a reason that was purged", cancel);
    }

    private static IQueryable<AuditEvent> Choose(ReviewDb db, AuditFilter filter)
    {
        var from = filter.From?.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        // A day beyond the last that can be meant bounds nothing.
        var until = filter.To is { } to && to <= Days.Last ? to.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) : (DateTime?)null;
        var taken = TakenAway.Types;
        return db.AuditEvents.Where(e =>
            (filter.Type == null || e.Type == filter.Type)
            && (!filter.OnlyTaken || taken.Contains(e.Type))
            && (filter.Actor == null || e.Actor == filter.Actor)
            && (filter.CampaignNumber == null || db.Campaigns.Any(c => c.Number == filter.CampaignNumber
                && (c.Id == e.CampaignId || (e.CampaignId == null && db.EvidenceEditions.Any(d => d.EventSeq == e.Seq && d.CampaignId == c.Id)))))
            && (from == null || e.At >= from)
            && (until == null || e.At < until));
    }

    // A body that somebody broke is for the verifier to name; the log shows the rest.
    private static JsonElement Parse(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(body);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static JsonElement Data(JsonElement body) => body.ValueKind == JsonValueKind.Object && body.TryGetProperty("data", out var data) ? data : default;

    // What is handed out of a campaign is no event of it, and says which it was.
    private static long? CampaignIn(JsonElement data) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty("campaign", out var campaign) && long.TryParse(campaign.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static string? Text(JsonElement body, string property) => body.ValueKind == JsonValueKind.Object && body.TryGetProperty(property, out var value) ? value.ToString() : null;

    private static long? Covered(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("rows", out var rows) && rows.TryGetProperty("count", out var count) && long.TryParse(count.ToString(), out var number) ? number : null;
}
