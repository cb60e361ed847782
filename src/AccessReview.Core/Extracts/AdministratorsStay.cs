using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>A staff list says who works here, so one that names no administrator any more would lock everybody out of the settings. It is
/// refused; nothing but the product's configuration could mend that afterwards.</summary>
internal static class AdministratorsStay
{
    /// <summary>Why the list may not become the newest one; null: it may.</summary>
    public static async Task<Problem?> CheckAsync(ChangeScope scope, ExtractContent content, long? previous, DateTime asOf, CancellationToken cancel)
    {
        if (content.Kind != ExtractKind.People)
        {
            return null;
        }

        var here = await Administrators.Here(scope.Db, scope.Today).OrderBy(r => r.NameSort).Select(r => r.Name).ToListAsync(cancel);
        if (here.Count == 0)
        {
            return null;
        }

        // Another directory may know them too: of each person the leading one's words count.
        var directory = await scope.Db.Directories.AsNoTracking().SingleAsync(d => d.Id == content.DirectoryId, cancel);
        var holders = await scope.Db.RoleGrants.Where(g => g.Role == Role.Administrator && g.EndedAt == null).Select(g => g.PersonId).Distinct().ToListAsync(cancel);
        var lines = content.Reading(ExtractFileKind.People)!.People;
        var before = await Administrators.SayingsAsync(scope.Db, scope.Today, cancel);
        List<Administrators.Saying> said = [.. lines.Zip(await KnownPeople.FindAsync(scope.Db, content.After(previous), lines, cancel)).Where(l => l.Second is { } person && holders.Contains(person))
            .Select(l => new Administrators.Saying(
                directory.Id, directory.Rank, l.Second!.Value,
                new Employment(ImportRows.Status(l.First.Person.Status), l.First.Person.Start, l.First.Person.LastDayOn(DateOnly.FromDateTime(asOf))).HasLeft(scope.Today)))];

        // Whom it had and has no longer, it sees off too.
        var gone = before.Where(s => s.DirectoryId == directory.Id && !said.Exists(now => now.PersonId == s.PersonId)).Select(s => s with { HasLeft = true });
        return Administrators.Stay([.. said, .. gone, .. before.Where(s => s.DirectoryId != directory.Id)]) ? null : new Problem(
            "import.no-administrator",
            $"By this list nobody who administers AccessReview works here any more: {string.Join(", ", here.Distinct())}. Correct the list, or give the role to somebody who stays first.");
    }
}
