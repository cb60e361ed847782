using System.Globalization;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Directories;

/// <summary>Names of people as their newest reading that was not purged has them, also of people whom the newest staff list no longer holds.</summary>
public sealed class PeopleNames
{
    private const int Chunk = 1000;
    private readonly Dictionary<long, string> names = [];

    private PeopleNames()
    {
    }

    /// <summary>The name; null for nobody, <c>person 12</c> where none is kept.</summary>
    public string? this[long? personId] =>
        personId is not { } id ? null : names.TryGetValue(id, out var name) ? name : string.Create(CultureInfo.InvariantCulture, $"person {id}");

    /// <summary>Who acted, from <see cref="Actor.Key"/>.</summary>
    public string OfActor(string key) => key switch
    {
        "product" => "the product",
        "first-administrator" => "the first administrator",
        _ => this[Actor.PersonOf(key)] ?? key,
    };

    /// <summary>Reads the names of these people and of the people behind these actors.</summary>
    public static async Task<PeopleNames> ReadAsync(ReviewDb db, IEnumerable<long?> people, IEnumerable<string> actors, CancellationToken cancel)
    {
        var read = new PeopleNames();
        var wanted = people.Concat(actors.Select(Actor.PersonOf)).Where(p => p is not null).Select(p => p!.Value).Distinct();
        foreach (var ids in wanted.Chunk(Chunk))
        {
            var newest = db.PersonRecords.Where(r => ids.Contains(r.PersonId) && r.Name != "").GroupBy(r => r.PersonId).Select(g => g.Max(r => r.Id));
            foreach (var person in await db.PersonRecords.AsNoTracking().Where(r => newest.Contains(r.Id)).Select(r => new { r.PersonId, r.Name }).ToListAsync(cancel))
            {
                read.names[person.PersonId] = person.Name;
            }
        }

        return read;
    }
}
