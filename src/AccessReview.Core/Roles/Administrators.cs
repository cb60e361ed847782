using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Scoping;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Roles;

/// <summary>Who administers the product and works here: a leaver's grant opens nothing any more, so it does not count as an administrator.</summary>
internal static class Administrators
{
    /// <summary>Them, as the leading directory has them.</summary>
    public static IQueryable<PersonRecord> Here(ReviewDb db, DateOnly today) =>
        CurrentPeople.Here(db, today).Where(r => db.RoleGrants.Any(g => g.PersonId == r.PersonId && g.Role == Role.Administrator && g.EndedAt == null));

    /// <summary>Whether there is one.</summary>
    public static Task<bool> AnyAsync(ReviewDb db, DateOnly today, CancellationToken cancel) => Here(db, today).AnyAsync(cancel);

    /// <summary>What the newest reading of a directory says of somebody who holds the role.</summary>
    /// <param name="DirectoryId">The directory.</param>
    /// <param name="Rank">Its place, the leading one lowest.</param>
    /// <param name="PersonId">Who.</param>
    /// <param name="HasLeft">Whether it says that they have left.</param>
    public sealed record Saying(long DirectoryId, int Rank, long PersonId, bool HasLeft);

    /// <summary>What every directory says of whoever holds the role.</summary>
    public static async Task<IReadOnlyList<Saying>> SayingsAsync(ReviewDb db, DateOnly today, CancellationToken cancel)
    {
        var said = await (
            from record in db.PersonRecords.AsNoTracking()
            join directory in db.Directories.AsNoTracking().InScope() on record.ExtractId equals directory.CurrentExtractId
            where db.RoleGrants.Any(g => g.PersonId == record.PersonId && g.Role == Role.Administrator && g.EndedAt == null)
            select new { directory.Id, directory.Rank, Record = record }).ToListAsync(cancel);
        return [.. said.Select(s => new Saying(s.Id, s.Rank, s.Record.PersonId, s.Record.HasLeft(today)))];
    }

    /// <summary>Whether by these words somebody who holds the role works here: of each person the leading directory's count.</summary>
    public static bool Stay(IEnumerable<Saying> sayings) => sayings.GroupBy(s => s.PersonId).Any(person => !person.MinBy(s => (s.Rank, s.DirectoryId))!.HasLeft);
}
