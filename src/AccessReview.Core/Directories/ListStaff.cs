using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Directories;

/// <summary>Who works here, as the newest staff lists have it: to choose who you are in demo mode.</summary>
public sealed class ListStaff(Databases databases, TimeProvider time)
{
    /// <summary>Somebody who works here.</summary>
    public sealed record Line(long PersonId, string Name, string Email, string JobTitle, string Department, Role Roles);

    /// <summary>Some of those who match, and how many there are.</summary>
    /// <param name="Lines">Holders of roles first, then by name.</param>
    /// <param name="Matching">How many match.</param>
    /// <param name="All">How many work here.</param>
    public sealed record Answer(IReadOnlyList<Line> Lines, int Matching, int All);

    /// <summary>Finds people by the beginning of any word of their name, or of their address.</summary>
    /// <param name="search">Text; empty for everybody.</param>
    /// <param name="most">The most lines wanted.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<Answer> RunAsync(string? search, int most, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var here = CurrentPeople.Here(db, await CurrentPolicy.DayAsync(db, time.Now(), cancel));
        var (name, former, email) = (TextKey.Sort(search), TextKey.FormerSort(search), TextKey.Of(search));
        var found = name.Length == 0
            ? here
            : here.Where(r => r.NameSort.StartsWith(name) || r.NameSort.Contains(" " + name) || r.NameSort.StartsWith(former) || r.NameSort.Contains(" " + former) || r.EmailKey.StartsWith(email));
        var lines = await found
            .OrderByDescending(r => db.RoleGrants.Any(g => g.PersonId == r.PersonId && g.EndedAt == null)).ThenBy(r => r.NameSort).ThenBy(r => r.PersonId)
            .Take(most)
            .Select(r => new { r.PersonId, r.Name, r.WorkEmail, r.JobTitle, r.Department })
            .ToListAsync(cancel);
        var ids = lines.Select(l => l.PersonId).ToArray();
        var roles = (await db.RoleGrants.AsNoTracking().Where(g => g.EndedAt == null).Select(g => new { g.PersonId, g.Role }).ToListAsync(cancel))
            .Where(g => ids.Contains(g.PersonId)).ToLookup(g => g.PersonId, g => g.Role);
        return new Answer(
            [.. lines.Select(l => new Line(l.PersonId, l.Name, l.WorkEmail, l.JobTitle, l.Department, roles[l.PersonId].Aggregate(Role.None, (all, one) => all | one)))],
            await found.CountAsync(cancel),
            await here.CountAsync(cancel));
    }
}
