using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AccessReview.Core.Campaigns.Schedules;
using AccessReview.Core.Directories;
using AccessReview.Core.Evidence.Report;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>Fills the sentences of some events with the names behind their ids.</summary>
internal sealed partial class EventSentence
{
    private readonly Dictionary<(string Kind, long Id), string> names = [];
    private IReadOnlyDictionary<long, AuditedItem> items = new Dictionary<long, AuditedItem>();
    private PeopleNames people = null!;

    /// <summary>Who acted, from <see cref="Actor.Key"/>.</summary>
    public string Actor(string key) => people.OfActor(key);

    /// <summary>Reads the names that these events need.</summary>
    public static async Task<EventSentence> ReadAsync(ReviewDb db, IReadOnlyCollection<(string Type, string Actor, JsonElement Data)> events, CancellationToken cancel)
    {
        var sentence = new EventSentence();
        var wanted = events.SelectMany(e => Placeholder().Matches(EventWords.Template(e.Type)).Select(p => (Kind: p.Groups["kind"].Value, Id: Id(e.Data, p.Groups["name"].Value))))
            .Where(p => p.Id is not null).Select(p => (p.Kind, Id: p.Id!.Value)).Distinct().ToLookup(p => p.Kind, p => p.Id);
        sentence.people = await PeopleNames.ReadAsync(db, wanted["person"].Select(id => (long?)id), events.Select(e => e.Actor).Distinct(), cancel);
        var roles = events.SelectMany(e => Placeholder().Matches(EventWords.Template(e.Type)).Where(p => p.Groups["kind"].Value == "roles").SelectMany(p => Ids(e.Data, p.Groups["name"].Value))).Distinct().ToList();
        void Add(string kind, long id, string name) => sentence.names[(kind, id)] = name;
        var (applications, directories, campaigns, accounts) = (wanted["application"].ToList(), wanted["directory"].ToList(), wanted["campaign"].ToList(), wanted["account"].ToList());
        (await db.Applications.Where(a => applications.Contains(a.Id)).Select(a => new { a.Id, a.Name }).ToListAsync(cancel)).ForEach(a => Add("application", a.Id, a.Name));
        (await db.Directories.Where(d => directories.Contains(d.Id)).Select(d => new { d.Id, d.Name }).ToListAsync(cancel)).ForEach(d => Add("directory", d.Id, d.Name));
        (await db.Campaigns.Where(c => campaigns.Contains(c.Id)).Select(c => new { c.Id, c.Name }).ToListAsync(cancel)).ForEach(c => Add("campaign", c.Id, c.Name));
        (await db.Accounts.Where(a => accounts.Contains(a.Id)).Select(a => new { a.Id, a.SourceKey }).ToListAsync(cancel)).ForEach(a => Add("account", a.Id, a.SourceKey.ToLowerInvariant()));
        (await db.PrivilegedRoles.Where(r => roles.Contains(r.Id)).Select(r => new { r.Id, r.Role }).ToListAsync(cancel)).ForEach(r => Add("role", r.Id, r.Role));
        (await EditionsAsync(db, [.. wanted["edition"]], cancel)).ForEach(e => Add("edition", e.Id, e.Name));
        foreach (var (id, item) in sentence.items = await AuditedItem.ReadAsync(db, [.. wanted["item"]], cancel))
        {
            Add("item", id, item.ToString());
        }

        return sentence;
    }

    /// <summary>The item that the event is about; null: it is about none, or about many.</summary>
    public AuditedItem? Item(string type, JsonElement data) => Placeholder().Matches(EventWords.Template(type)).FirstOrDefault(p => p.Groups["kind"].Value == "item") is { } item
        && Id(data, item.Groups["name"].Value) is { } id ? items.GetValueOrDefault(id) : null;

    /// <summary>The event as a sentence.</summary>
    public string Of(string type, JsonElement data) => Filled(Optional().Replace(EventWords.Template(type), part => IsSomething(part.Groups["part"].Value, data)), data);

    private string IsSomething(string part, JsonElement data) => Filled(part, data).AsSpan().ContainsAnyInRange('1', '9') ? part : "";

    private string Filled(string template, JsonElement data) => Placeholder().Replace(template, match =>
    {
        var (value, counted) = (Value(data, match.Groups["name"].Value, match.Groups["kind"].Value), match.Groups["counted"].Value);
        return value + (value == "1" ? counted.TrimEnd('s') : counted);
    });

    private string Value(JsonElement data, string property, string kind)
    {
        if (data.ValueKind != JsonValueKind.Object || !data.TryGetProperty(property, out var value))
        {
            return "";
        }

        return kind switch
        {
            "count" => value.ValueKind == JsonValueKind.Array ? value.GetArrayLength().ToString(CultureInfo.InvariantCulture) : "",
            "roles" => string.Join(", ", Ids(data, property).Select(id => names.GetValueOrDefault(("role", id), string.Create(CultureInfo.InvariantCulture, $"role {id}")))),
            "words" => EventWords.Words(value.ToString()).ToLowerInvariant(),
            "done" => EventWords.Done(value.ToString()),
            "cadence" => Cadence(data, property),
            "person" => people[Id(data, property)] ?? "nobody",
            "" => long.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number.ToString("N0", CultureInfo.InvariantCulture)
                : DateOnly.TryParseExact(value.ToString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Clock.Said(day) : value.ToString(),
            _ => Id(data, property) is { } id && names.TryGetValue((kind, id), out var name) ? name : $"{kind} {value}",
        };
    }

    private static async Task<List<(long Id, string Name)>> EditionsAsync(ReviewDb db, List<long> ids, CancellationToken cancel) =>
        (await db.EvidenceEditions.Where(e => ids.Contains(e.Id)).Select(e => new { e.Id, e.Kind, e.Number }).ToListAsync(cancel))
        .ConvertAll(e => (e.Id, new EditionName(e.Kind, e.Number).ToString()));

    private static string Cadence(JsonElement data, string every) =>
        Id(data, every) is { } times && data.TryGetProperty("unit", out var unit) && Enum.TryParse<CadenceUnit>(unit.ToString(), out var step) ? new Cadence(step, (int)times).ToString() : "";

    private static long? Id(JsonElement data, string property) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty(property, out var value)
            && long.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static IEnumerable<long> Ids(JsonElement data, string property) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty(property, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(id => long.Parse(id.ToString(), NumberStyles.None, CultureInfo.InvariantCulture)) : [];

    [GeneratedRegex(@"\[(?<part>[^\]]*)\]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Optional();

    [GeneratedRegex(@"\{(?<name>\w+)(:(?<kind>\w+))?\}(?<counted> [a-z]+s\b)?", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholder();
}
