using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Directories;

/// <summary>Everybody as the newest complete readings of the directories have them.</summary>
public static class CurrentPeople
{
    /// <summary>The records; compose and project.</summary>
    public static IQueryable<PersonRecord> Of(ReviewDb db) =>
        from record in db.PersonRecords.AsNoTracking()
        join directory in db.Directories.AsNoTracking() on record.ExtractId equals directory.CurrentExtractId
        select record;

    /// <summary>One person's current record; null when the newest reading no longer has them.</summary>
    public static Task<PersonRecord?> FindAsync(ReviewDb db, long personId, CancellationToken cancel) =>
        Of(db).Where(r => r.PersonId == personId).OrderByDescending(r => r.Id).FirstOrDefaultAsync(cancel);
}
