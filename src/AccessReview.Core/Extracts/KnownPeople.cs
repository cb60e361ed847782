using AccessReview.Connectors.Files;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>Which people the lines of a directory's next reading are.</summary>
internal static class KnownPeople
{
    /// <summary>The person of each line: by what the directory called them when it first had them, by the id it had them under last, and by a work
    /// address that nobody else has: in its reading before, where ids say nothing (a reading has none, or the directory is read another way now, so that
    /// its ids are others), then in other directories. Whom it was found to know that way once stays so, whatever becomes of the address.</summary>
    public static async Task<IReadOnlyList<long?>> FindAsync(ReviewDb db, NextReading next, IReadOnlyList<PersonLine> lines, CancellationToken cancel)
    {
        var keyed = await db.People.AsNoTracking().Where(p => p.DirectoryId == next.Source).ToDictionaryAsync(p => p.SourceKey, p => (long?)p.Id, cancel);
        var recognition = new Recognition(lines.Count);
        recognition.By(line => keyed.GetValueOrDefault(SourceKeys.Of(lines[line].Person)));
        if (!recognition.IsOpen)
        {
            return recognition.Found;
        }

        var before = next.Previous is { } previous ? await BeforeAsync(db, previous, cancel) : [];
        ById(before);
        ById(next.Previous is { } last ? await GoneAsync(db, next.Source, last, cancel) : []);
        var mine = lines.ToLookup(l => TextKey.Of(l.Person.WorkEmail), StringComparer.Ordinal);
        var otherWay = await db.Extracts.AnyAsync(e => e.Id == next.Previous && e.ConnectionId != next.Connection, cancel);
        ByAddress(before, (person, known) => person.EmployeeId is null || known.EmployeeId.Length == 0 || otherWay);
        ByAddress(await ElsewhereAsync(db, next.Source, cancel), (_, _) => true);
        return recognition.Found;

        void ById(List<Known> known)
        {
            var ids = known.Where(k => k.EmployeeId.Length > 0).ToLookup(k => k.EmployeeId, k => k.PersonId, StringComparer.Ordinal);
            recognition.By(line => lines[line].Person.EmployeeId is { } id && ids[id].ToList() is [var one] ? one : null);
        }

        void ByAddress(List<Known> known, Func<Connectors.Person, Known, bool> says)
        {
            var addresses = known.Where(k => k.EmailKey.Length > 0).DistinctBy(k => (k.EmailKey, k.PersonId)).ToLookup(k => k.EmailKey, StringComparer.Ordinal);
            recognition.By(line => TextKey.Of(lines[line].Person.WorkEmail) is var email && mine[email].Count() == 1 && addresses[email].ToList() is [var one]
                && says(lines[line].Person, one) ? one.PersonId : null);
        }
    }

    private static Task<List<Known>> BeforeAsync(ReviewDb db, long previous, CancellationToken cancel) =>
        db.PersonRecords.AsNoTracking().Where(r => r.ExtractId == previous).Select(r => new Known(r.PersonId, r.EmployeeId, r.EmailKey)).ToListAsync(cancel);

    /// <summary>The directory's own people whom the reading before lacks, as the last one that had them did.</summary>
    private static Task<List<Known>> GoneAsync(ReviewDb db, long directoryId, long previous, CancellationToken cancel) => (
        from person in db.People.AsNoTracking()
        where person.DirectoryId == directoryId && !db.PersonRecords.Any(r => r.ExtractId == previous && r.PersonId == person.Id)
        from record in db.PersonRecords
        where record.Id == db.PersonRecords.Where(r => r.PersonId == person.Id && db.Extracts.Any(e => e.Id == r.ExtractId && e.DirectoryId == directoryId)).Max(r => r.Id)
        select new Known(record.PersonId, record.EmployeeId, record.EmailKey)).ToListAsync(cancel);

    private static Task<List<Known>> ElsewhereAsync(ReviewDb db, long directoryId, CancellationToken cancel) => (
        from record in db.PersonRecords.AsNoTracking()
        join directory in db.Directories on record.ExtractId equals directory.CurrentExtractId
        where directory.Id != directoryId
        select new Known(record.PersonId, record.EmployeeId, record.EmailKey)).ToListAsync(cancel);

    private sealed record Known(long PersonId, string EmployeeId, string EmailKey);
}
