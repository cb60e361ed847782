using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>A staff list says who works here, so one that names no administrator any more would lock everybody out of the settings. It is
/// refused; nothing but the product's configuration could mend that afterwards.</summary>
internal static class AdministratorsStay
{
    /// <summary>Why the list may not become the newest one; null: it may.</summary>
    public static async Task<Problem?> CheckAsync(ChangeScope scope, ExtractContent content, long? previous, CancellationToken cancel)
    {
        if (content.Kind != ExtractKind.People)
        {
            return null;
        }

        var today = DateOnly.FromDateTime(scope.At);
        var here = await (
            from record in CurrentPeople.Of(scope.Db)
            where (record.EndDate == null || record.EndDate >= today) && record.Status != EmploymentStatus.Left
                && scope.Db.RoleGrants.Any(g => g.PersonId == record.PersonId && g.Role == Role.Administrator && g.EndedAt == null)
            join person in scope.Db.People on record.PersonId equals person.Id
            orderby record.NameSort
            select new { record.Name, record.PersonId, person.DirectoryId }).ToListAsync(cancel);
        if (here.Count == 0 || here.Exists(a => a.DirectoryId != content.DirectoryId))
        {
            return null;
        }

        var lines = content.Reading(ExtractFileKind.People)!.People;
        var staying = lines.Zip(await KnownPeople.FindAsync(scope.Db, content.After(previous), lines, cancel))
            .Where(l => ImportRows.Status(l.First.Person.Status) != EmploymentStatus.Left && (l.First.Person.End is not { } end || end >= today)).Select(l => l.Second).ToHashSet();
        return here.Exists(a => staying.Contains(a.PersonId)) ? null : new Problem(
            "import.no-administrator",
            $"By this list nobody who administers AccessReview works here any more: {string.Join(", ", here.Select(a => a.Name).Distinct())}. Correct the list, or give the role to somebody who stays first.");
    }
}
