using System.Globalization;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Directories;

/// <summary>Names of people by key, as their newest record has them, left or not.</summary>
public static class PersonNames
{
    /// <summary>The person behind an <see cref="Actor.Key"/>; null for the product itself and the first administrator.</summary>
    public static long? IdOf(string? actorKey) =>
        actorKey is not null && actorKey.StartsWith("person:", StringComparison.Ordinal) ? long.Parse(actorKey.AsSpan(7), CultureInfo.InvariantCulture) : null;

    /// <summary>The names of the given people; nulls are passed over. For a page's worth of people.</summary>
    public static async Task<IReadOnlyDictionary<long, string>> ReadAsync(ReviewDb db, IEnumerable<long?> people, CancellationToken cancel)
    {
        List<long> ids = [.. people.OfType<long>().Distinct()];
        if (ids.Count == 0)
        {
            return new Dictionary<long, string>();
        }

        var records = await db.PersonRecords.AsNoTracking().Where(r => ids.Contains(r.PersonId)).Select(r => new { r.PersonId, r.Id, r.Name }).ToListAsync(cancel);
        return records.GroupBy(r => r.PersonId).ToDictionary(g => g.Key, g => g.MaxBy(r => r.Id)!.Name);
    }
}
