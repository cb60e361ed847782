using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Scoping;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Directories;

/// <summary>Everybody as the newest complete readings of the directories in scope have them. Of each person one directory leads: the first that has them
/// or had them once. A list of present staff says that somebody left by having them no more, so whom that one has no longer is nobody of it.</summary>
public static class CurrentPeople
{
    /// <summary>The records, one for each person of the staff lists: the leading directory's. Compose and project.</summary>
    public static IQueryable<PersonRecord> Of(ReviewDb db)
    {
        var before = Before(db, db.Directories.InScope());
        return from record in db.PersonRecords.AsNoTracking()
               join directory in db.Directories.AsNoTracking().InScope() on record.ExtractId equals directory.CurrentExtractId
               where !before.Any(b => b.RecordId == record.Id)
               select record;
    }

    /// <summary>The same and those whom only a directory after the leading one still has, as it has them: for what is said of people who have left.</summary>
    public static IQueryable<PersonRecord> Known(ReviewDb db) =>
        from record in db.PersonRecords.AsNoTracking()
        join directory in db.Directories.AsNoTracking().InScope() on record.ExtractId equals directory.CurrentExtractId
        where !(from other in db.PersonRecords
                join lead in db.Directories.InScope() on other.ExtractId equals lead.CurrentExtractId
                where other.PersonId == record.PersonId && (lead.Rank < directory.Rank || (lead.Rank == directory.Rank && lead.Id < directory.Id))
                select other).Any()
        select record;

    /// <summary>For each record of the newest readings of some directories, those of them that come before its own and have its person, or had them once.</summary>
    internal static IQueryable<Earlier> Before(ReviewDb db, IQueryable<Directory> directories) =>
        from record in db.PersonRecords.AsNoTracking()
        join directory in directories on record.ExtractId equals directory.CurrentExtractId
        from lead in directories
        where lead.CurrentExtractId != null && (lead.Rank < directory.Rank || (lead.Rank == directory.Rank && lead.Id < directory.Id))
            && (from was in db.PersonRecords
                join extract in db.Extracts on was.ExtractId equals extract.Id
                where was.PersonId == record.PersonId && extract.DirectoryId == lead.Id
                select was).Any()
        select new Earlier
        {
            RecordId = record.Id, DirectoryId = lead.Id, Rank = lead.Rank, Directory = lead.Name, ExtractId = lead.CurrentExtractId!.Value,
            HasThem = db.PersonRecords.Any(now => now.ExtractId == lead.CurrentExtractId && now.PersonId == record.PersonId),
        };

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

    /// <summary>One person's current record; null when the newest reading of the directory that leads no longer has them.</summary>
    public static Task<PersonRecord?> FindAsync(ReviewDb db, long personId, CancellationToken cancel) =>
        Of(db).Where(r => r.PersonId == personId).OrderByDescending(r => r.Id).FirstOrDefaultAsync(cancel);

    /// <summary>A directory that comes before the one of a record.</summary>
    internal sealed class Earlier
    {
        /// <summary>The record.</summary>
        public required long RecordId { get; init; }

        /// <summary>The directory.</summary>
        public required long DirectoryId { get; init; }

        /// <summary>Its place.</summary>
        public required int Rank { get; init; }

        /// <summary>Its name.</summary>
        public required string Directory { get; init; }

        /// <summary>Its newest reading.</summary>
        public required long ExtractId { get; init; }

        /// <summary>Whether that has the person still.</summary>
        public required bool HasThem { get; init; }
    }
}
