using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Directories;

/// <summary>Names of people by key, as their newest record that a purge has not emptied has them, left or not.</summary>
public static class PersonNames
{
    /// <summary>The names of the given people; nulls are passed over. For a page's worth of people.</summary>
    public static async Task<IReadOnlyDictionary<long, string>> ReadAsync(ReviewDb db, IEnumerable<long?> people, CancellationToken cancel)
    {
        List<long> ids = [.. people.OfType<long>().Distinct()];
        if (ids.Count == 0)
        {
            return new Dictionary<long, string>();
        }

        var records = await db.PersonRecords.AsNoTracking().Where(r => ids.Contains(r.PersonId)).Select(r => new { r.PersonId, r.Id, r.Name }).ToListAsync(cancel);
        return records.GroupBy(r => r.PersonId).ToDictionary(g => g.Key, g => g.MaxBy(r => (r.Name.Length > 0, r.Id))!.Name);
    }
}
