using AccessReview.Connectors.Files;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>Which people the lines of a directory's next reading are.</summary>
internal static class KnownPeople
{
    /// <summary>The person of each line: by what the directory called them when it first had them, by the id it had them under last, and by a work
    /// address that nobody else has: in its reading before, where ids say nothing (a reading has none, or the directory is read another way now, so that
    /// its ids are others), by an id that another way gave where name and address do not speak against it, then by the address in other directories, where that is not a leaver's by now. Whom
    /// it was found to know that way once stays so, whatever becomes of the address.</summary>
    public static async Task<IReadOnlyList<long?>> FindAsync(ReviewDb db, NextReading next, IReadOnlyList<PersonLine> lines, CancellationToken cancel)
    {
        var otherWays = await next.OtherWaysAsync(db, cancel);
        var keyed = await db.People.AsNoTracking().Where(p => p.DirectoryId == next.Source).Select(p => new { p.SourceKey, p.Id, p.FirstExtractId })
            .ToDictionaryAsync(p => p.SourceKey, p => (p.Id, OtherWay: otherWays.Contains(p.FirstExtractId)), cancel);
        var recognition = new Recognition(lines.Count);
        recognition.By(line => keyed.TryGetValue(SourceKeys.Of(lines[line].Person), out var known) && (lines[line].Person.EmployeeId is null || !known.OtherWay) ? known.Id : null);
        if (!recognition.IsOpen)
        {
            return recognition.Found;
        }

        var before = next.Previous is { } previous ? await BeforeAsync(db, previous, cancel) : [];
        var gone = next.Previous is { } last ? await GoneAsync(db, next.Source, last, cancel) : [];
        ById(before.FindAll(Here), (_, _) => true);
        ById(gone.FindAll(Here), (_, _) => true);
        var mine = lines.ToLookup(l => TextKey.Of(l.Person.WorkEmail), StringComparer.Ordinal);
        ByAddress(before, (person, known) => person.EmployeeId is null || known.EmployeeId.Length == 0 || !Here(known));
        ById(before.FindAll(k => !Here(k)), Fits);
        ById(gone.FindAll(k => !Here(k)), Fits);

        // An address that a leaver had may be a colleague's by now: where this directory numbers its people and had the leaver under a number of their
        // own, only the same name says that it is they, who came back.
        var elsewhere = await ElsewhereAsync(db, next.Source, cancel);
        var own = (await NumberedAsync(db, next.Source, elsewhere.Where(k => k.HasLeft && mine.Contains(k.EmailKey)).Select(k => k.PersonId).ToList(), cancel))
            .Where(Here).ToLookup(k => k.PersonId, k => TextKey.Sort(k.Name));
        ByAddress(elsewhere, (person, known) =>
            person.EmployeeId is null || !known.HasLeft || !own.Contains(known.PersonId) || own[known.PersonId].Append(TextKey.Sort(known.Name)).Contains(TextKey.Sort(person.Name)));
        return recognition.Found;

        bool Here(Known known) => !otherWays.Contains(known.ExtractId);

        void ById(List<Known> known, Func<Connectors.Person, Known, bool> says)
        {
            var ids = known.Where(k => k.EmployeeId.Length > 0).ToLookup(k => k.EmployeeId, StringComparer.Ordinal);
            recognition.By(line => lines[line].Person.EmployeeId is { } id && ids[id].ToList() is [var one] && says(lines[line].Person, one) ? one.PersonId : null);
        }

        void ByAddress(List<Known> known, Func<Connectors.Person, Known, bool> says)
        {
            var addresses = known.Where(k => k.EmailKey.Length > 0).DistinctBy(k => (k.EmailKey, k.PersonId)).ToLookup(k => k.EmailKey, StringComparer.Ordinal);
            recognition.By(line => TextKey.Of(lines[line].Person.WorkEmail) is var email && mine[email].Count() == 1 && addresses[email].ToList() is [var one]
                && says(lines[line].Person, one) ? one.PersonId : null);
        }
    }

    /// <summary>The keys that people have by another way than that of the next reading.</summary>
    public static Task<HashSet<string>> OtherKeysAsync(ReviewDb db, NextReading next, CancellationToken cancel) => db.People
        .Where(p => p.DirectoryId == next.Source && db.Extracts.Any(e => e.Id == p.FirstExtractId && e.ConnectionId != next.Connection)).Select(p => p.SourceKey).ToHashSetAsync(cancel);

    // Another server numbers its people too. A record without a name goes by its address, or by its id.
    private static bool Fits(Connectors.Person person, Known known)
    {
        var (address, name) = (TextKey.Of(person.WorkEmail), TextKey.Sort(person.Name));
        var before = known.Name == known.EmployeeId || TextKey.Of(known.Name) == known.EmailKey ? "" : TextKey.Sort(known.Name);
        return (address.Length > 0 && address == known.EmailKey) || (name.Length > 0 && before.Length > 0 ? name == before : address.Length == 0 || known.EmailKey.Length == 0);
    }

    private static Task<List<Known>> BeforeAsync(ReviewDb db, long previous, CancellationToken cancel) =>
        db.PersonRecords.AsNoTracking().Where(r => r.ExtractId == previous).Select(r => new Known(r.PersonId, r.EmployeeId, r.EmailKey, r.Name, r.ExtractId)).ToListAsync(cancel);

    /// <summary>The directory's own people whom the reading before lacks, as the last one that had them did.</summary>
    private static Task<List<Known>> GoneAsync(ReviewDb db, long directoryId, long previous, CancellationToken cancel) => (
        from person in db.People.AsNoTracking()
        where person.DirectoryId == directoryId && !db.PersonRecords.Any(r => r.ExtractId == previous && r.PersonId == person.Id)
        from record in db.PersonRecords
        where record.Id == db.PersonRecords.Where(r => r.PersonId == person.Id && db.Extracts.Any(e => e.Id == r.ExtractId && e.DirectoryId == directoryId)).OrderByDescending(r => r.ExtractId).Select(r => r.Id).First()
        select new Known(record.PersonId, record.EmployeeId, record.EmailKey, record.Name, record.ExtractId)).ToListAsync(cancel);

    private static async Task<List<Known>> ElsewhereAsync(ReviewDb db, long directoryId, CancellationToken cancel) =>
    [
        .. (await (
            from record in db.PersonRecords.AsNoTracking()
            join directory in db.Directories on record.ExtractId equals directory.CurrentExtractId
            where directory.Id != directoryId
            select new { Known = new Known(record.PersonId, record.EmployeeId, record.EmailKey, record.Name, record.ExtractId), record.Status, record.StartDate, record.EndDate })
            .ToListAsync(cancel)).Select(r => r.Known with { HasLeft = new Employment(r.Status, r.StartDate, r.EndDate).HasLeft(DateOnly.MaxValue) }),
    ];

    /// <summary>How the directory has had any of these people under a number.</summary>
    private static Task<List<Known>> NumberedAsync(ReviewDb db, long directoryId, List<long> people, CancellationToken cancel) =>
        people.Count == 0 ? Task.FromResult<List<Known>>([]) : (
            from record in db.PersonRecords.AsNoTracking()
            where EF.Parameter(people).Contains(record.PersonId) && record.EmployeeId != "" && db.Extracts.Any(e => e.Id == record.ExtractId && e.DirectoryId == directoryId)
            select new Known(record.PersonId, record.EmployeeId, record.EmailKey, record.Name, record.ExtractId)).ToListAsync(cancel);

    private sealed record Known(long PersonId, string EmployeeId, string EmailKey, string Name, long ExtractId)
    {
        /// <summary>Whether they have left, or a last day is known: which of both it is by now, the day of that reading does not say.</summary>
        public bool HasLeft { get; init; }
    }
}
