using System.Globalization;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>People as the newest reading up to an event had them: an edition made later of a closed campaign prints the same names. Whoever
/// came after it, and worked on what went on, is named as the first reading had them.</summary>
internal sealed class PeopleAsOf
{
    internal const string KeyHeader = "Person key";
    internal const string KeyMeans = "The person in events.jsonl and records.jsonl: by=person: and this number, or the number alone.";

    private readonly Dictionary<long, PersonFacts> _people;

    private PeopleAsOf(Dictionary<long, PersonFacts> people) => _people = people;

    /// <summary>The name, or null for nobody.</summary>
    internal string? Name(long? id) => id is { } person ? Facts(person).Name : null;

    /// <summary>What is known of a person.</summary>
    internal PersonFacts Facts(long id) => _people.TryGetValue(id, out var facts)
        ? facts
        : new PersonFacts(string.Create(CultureInfo.InvariantCulture, $"person {id}"), "", "", "");

    /// <summary>Who an <see cref="Actor.Key"/> means, in words.</summary>
    internal string Actor(string key) => Core.Actor.PersonOf(key) is { } id ? Facts(id).Name : key switch
    {
        "product" => "the product",
        "first-administrator" => "the first administrator",
        _ => key,
    };

    /// <summary>Reads them.</summary>
    /// <param name="db">Where from.</param>
    /// <param name="upToSeq">The event as of which they are told.</param>
    /// <param name="lastSeq">The last event that the edition covers.</param>
    /// <param name="cancel">To give up.</param>
    internal static async Task<PeopleAsOf> ReadAsync(ReviewDb db, long upToSeq, long lastSeq, CancellationToken cancel)
    {
        // A purge empties the records of a reading and moves them to its own event: whom another reading has as well is named as that one has them, and
        // each reading counts at the event that brought it.
        var read = from record in db.PersonRecords join extract in db.Extracts on record.ExtractId equals extract.Id select new { record.PersonId, record.Id, record.Name, extract.EventSeq };
        var newest = read.Where(r => r.EventSeq <= upToSeq).GroupBy(r => r.PersonId).Select(g => g.Max(r => r.Name != "" ? (long?)r.Id : null) ?? g.Max(r => r.Id));
        var later = read.Where(r => r.EventSeq <= lastSeq).GroupBy(r => r.PersonId).Where(g => g.Min(r => r.EventSeq) > upToSeq)
            .Select(g => g.Min(r => r.Name != "" ? (long?)r.Id : null) ?? g.Min(r => r.Id));
        return new PeopleAsOf(await db.PersonRecords.AsNoTracking().Where(r => newest.Contains(r.Id) || later.Contains(r.Id))
            .Select(r => new { r.PersonId, r.Name, r.WorkEmail, r.JobTitle, r.Department })
            .ToDictionaryAsync(r => r.PersonId, r => new PersonFacts(r.Name, r.WorkEmail, r.JobTitle, r.Department), cancel));
    }
}

/// <summary>What is printed of a person.</summary>
internal sealed record PersonFacts(string Name, string Email, string JobTitle, string Department);
