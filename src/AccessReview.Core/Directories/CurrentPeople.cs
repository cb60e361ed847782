using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Scoping;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Directories;

/// <summary>Everybody as the newest complete readings of the directories in scope have them.</summary>
public static class CurrentPeople
{
    /// <summary>The records, one for each person: of several directories the leading one's. Compose and project.</summary>
    public static IQueryable<PersonRecord> Of(ReviewDb db) =>
        from record in db.PersonRecords.AsNoTracking()
        join directory in db.Directories.AsNoTracking().InScope() on record.ExtractId equals directory.CurrentExtractId
        where !(from other in db.PersonRecords
                join lead in db.Directories.InScope() on other.ExtractId equals lead.CurrentExtractId
                where other.PersonId == record.PersonId && (lead.Rank < directory.Rank || (lead.Rank == directory.Rank && lead.Id < directory.Id))
                select other).Any()
        select record;

    /// <summary>The records of whoever works here on the organisation's day.</summary>
    public static IQueryable<PersonRecord> Here(ReviewDb db, DateOnly today) => Of(db).Where(Employment.Here(today));

    /// <summary>What every directory says of one person, the leading one first.</summary>
    public static async Task<IReadOnlyList<(string Directory, DateTime AsOf, PersonRecord Record)>> SayingsAsync(ReviewDb db, long personId, CancellationToken cancel) =>
        [.. (await (from record in db.PersonRecords.AsNoTracking()
                    join directory in db.Directories.InScope() on record.ExtractId equals directory.CurrentExtractId
                    join extract in db.Extracts on record.ExtractId equals extract.Id
                    where record.PersonId == personId
                    orderby directory.Rank, directory.Id
                    select new { directory.Name, extract.AsOf, record }).ToListAsync(cancel)).Select(s => (s.Name, s.AsOf, s.record))];

    /// <summary>One person's current record; null when the newest reading no longer has them.</summary>
    public static Task<PersonRecord?> FindAsync(ReviewDb db, long personId, CancellationToken cancel) =>
        Of(db).Where(r => r.PersonId == personId).OrderByDescending(r => r.Id).FirstOrDefaultAsync(cancel);
}
