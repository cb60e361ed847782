using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Roles;

/// <summary>Who administers the product and works here: a leaver's grant opens nothing any more, so it does not count as an administrator.</summary>
internal static class Administrators
{
    /// <summary>Them, as the leading directory has them.</summary>
    public static IQueryable<PersonRecord> Here(ReviewDb db, DateTime at)
    {
        var today = DateOnly.FromDateTime(at);
        return CurrentPeople.Of(db).Where(r => r.Status != EmploymentStatus.Left && (r.EndDate == null || r.EndDate >= today)
            && db.RoleGrants.Any(g => g.PersonId == r.PersonId && g.Role == Role.Administrator && g.EndedAt == null));
    }

    /// <summary>Whether there is one.</summary>
    public static Task<bool> AnyAsync(ReviewDb db, DateTime at, CancellationToken cancel) => Here(db, at).AnyAsync(cancel);

    /// <summary>Who of them would stay with the directories in another order.</summary>
    /// <param name="db">Where to read.</param>
    /// <param name="ranks">The order by directory, the leading one lowest.</param>
    /// <param name="at">The moment.</param>
    /// <param name="cancel">Stops reading.</param>
    public static async Task<bool> StayAsync(ReviewDb db, IReadOnlyDictionary<long, int> ranks, DateTime at, CancellationToken cancel)
    {
        var today = DateOnly.FromDateTime(at);
        var said = await (
            from record in db.PersonRecords.AsNoTracking()
            join directory in db.Directories.AsNoTracking() on record.ExtractId equals directory.CurrentExtractId
            where db.RoleGrants.Any(g => g.PersonId == record.PersonId && g.Role == Role.Administrator && g.EndedAt == null)
            select new { directory.Id, Record = record }).ToListAsync(cancel);
        return said.GroupBy(s => s.Record.PersonId).Any(person => !person.MinBy(s => ranks[s.Id])!.Record.HasLeft(today));
    }
}
