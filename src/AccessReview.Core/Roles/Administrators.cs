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
    /// <param name="HasLeft">Whether it says that they have left: in words, or by having them no longer.</param>
    public sealed record Saying(long DirectoryId, int Rank, long PersonId, bool HasLeft);

    /// <summary>What every directory that has, or once had, whoever holds the role says of them.</summary>
    public static async Task<IReadOnlyList<Saying>> SayingsAsync(ReviewDb db, DateOnly today, CancellationToken cancel)
    {
        var said = await (
            from grant in db.RoleGrants.AsNoTracking()
            where grant.Role == Role.Administrator && grant.EndedAt == null
            from directory in db.Directories.InScope()
            where directory.CurrentExtractId != null
                && (from was in db.PersonRecords
                    join extract in db.Extracts on was.ExtractId equals extract.Id
                    where was.PersonId == grant.PersonId && extract.DirectoryId == directory.Id
                    select was).Any()
            from record in db.PersonRecords.Where(r => r.ExtractId == directory.CurrentExtractId && r.PersonId == grant.PersonId).DefaultIfEmpty()
            select new { directory.Id, directory.Rank, grant.PersonId, Record = record }).ToListAsync(cancel);
        return [.. said.Select(s => new Saying(s.Id, s.Rank, s.PersonId, s.Record?.HasLeft(today) ?? true))];
    }

    /// <summary>Whether by these words somebody who holds the role works here: of each person the leading directory's count.</summary>
    public static bool Stay(IEnumerable<Saying> sayings) => sayings.GroupBy(s => s.PersonId).Any(person => !person.MinBy(s => (s.Rank, s.DirectoryId))!.HasLeft);
}
