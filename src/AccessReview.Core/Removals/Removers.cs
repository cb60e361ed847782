using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Removals;

/// <summary>Who carries out an application's removals: the remover, else the owner, whichever of them still works here.</summary>
internal static class Removers
{
    /// <summary>That person for each of these applications; null: neither is named, or both have left.</summary>
    public static async Task<IReadOnlyDictionary<long, long?>> OfAsync(ReviewDb db, IReadOnlyCollection<long> applicationIds, DateOnly today, CancellationToken cancel)
    {
        var here = CurrentPeople.Here(db, today);
        return await db.Applications.AsNoTracking().Where(a => applicationIds.Contains(a.Id))
            .Select(a => new { a.Id, Person = here.Any(p => p.PersonId == a.RemoverId) ? a.RemoverId : here.Any(p => p.PersonId == a.OwnerId) ? a.OwnerId : null })
            .ToDictionaryAsync(a => a.Id, a => a.Person, cancel);
    }
}
