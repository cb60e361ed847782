using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Directories;

/// <summary>Names of those who acted, from the keys by which rows and events name them (<see cref="Actor.Key"/>).</summary>
public sealed class ActorNames
{
    private readonly IReadOnlyDictionary<long, string> people;

    private ActorNames(IReadOnlyDictionary<long, string> people) => this.people = people;

    /// <summary>Reads the names that the newest staff lists have for the given keys.</summary>
    public static async Task<ActorNames> ReadAsync(ReviewDb db, IEnumerable<string> keys, CancellationToken cancel)
    {
        var ids = keys.Select(Actor.PersonOf).OfType<long>().Distinct().ToList();
        var names = ids.Count == 0 ? [] : await CurrentPeople.Known(db).Where(r => ids.Contains(r.PersonId)).Select(r => new { r.PersonId, r.Name }).ToListAsync(cancel);
        return new ActorNames(names.GroupBy(n => n.PersonId).ToDictionary(g => g.Key, g => g.First().Name));
    }

    /// <summary>The name behind a key.</summary>
    public string Of(string key) => Actor.PersonOf(key) is { } id
        ? people.GetValueOrDefault(id, "somebody no longer on the staff list")
        : key == "first-administrator" ? "the built-in first administrator" : "the product";
}
