using AccessReview.Connectors.Packed;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Findings;

/// <summary>Everybody once, as the leading directory has them, and the addresses they are known by.</summary>
internal static class ReadPeople
{
    /// <summary>What a directory says of a person.</summary>
    private sealed record Saying(
        long PersonId, long RecordId, string EmployeeId, string Name, string NameSort, EmploymentStatus Status, string EmploymentType, DateOnly? StartDate, DateOnly? EndDate, long? ManagerId, string Directory,
        DateTime AsOf)
    {
        public bool HasLeft(DateOnly on) => new Employment(Status, StartDate, EndDate).HasLeft(on);
    }

    /// <summary>Reads them out of the newest readings of the directories.</summary>
    public static async Task<(IReadOnlyList<KnownPerson> People, IReadOnlyList<KnownAddress> Addresses)> OfAsync(
        ReviewDb db, IReadOnlyList<long> extracts, Func<DateTime, DateOnly> dayOf, CancellationToken cancel)
    {
        // Where there is but one directory, nobody is said twice.
        var (leads, leftIn) = extracts.Count > 1 ? await LaterSayingsAsync(db, extracts, dayOf, cancel) : ([], []);
        var goneFrom = extracts.Count > 1 ? await GoneFromAsync(db, extracts, cancel) : [];
        var people = new PackedList<KnownPerson, PackedKnownPerson>();
        await foreach (var saying in Sayings(db, extracts).WithCancellation(cancel))
        {
            if (!leads.ContainsKey(saying.RecordId))
            {
                var gone = goneFrom.GetValueOrDefault(saying.RecordId);
                people.Add(new KnownPerson(
                    saying.PersonId, saying.RecordId, TextKey.Of(saying.EmployeeId), saying.Name, saying.NameSort, saying.Status, saying.EmploymentType, saying.EndDate, saying.ManagerId,
                    leftIn.GetValueOrDefault(saying.PersonId)) { StartDate = saying.StartDate, GoneFrom = gone, StillIn = gone is null ? null : saying.Directory });
            }
        }

        var addresses = new PackedList<KnownAddress, PackedKnownAddress>();
        var read = db.PersonAddresses.AsNoTracking().Where(a => extracts.Contains(a.ExtractId)).Select(a => new KnownAddress(a.EmailKey, a.Kind, a.PersonRecordId));
        await foreach (var address in read.AsAsyncEnumerable().WithCancellation(cancel))
        {
            addresses.Add(leads.TryGetValue(address.RecordId, out var lead) ? address with { RecordId = lead } : address);
        }

        return (people, addresses);
    }

    /// <summary>For each record of a person that does not lead, the one that does; and for each person, the first other directory that says they left.</summary>
    private static async Task<(Dictionary<long, long> Leads, Dictionary<long, string> LeftIn)> LaterSayingsAsync(
        ReviewDb db, IReadOnlyList<long> extracts, Func<DateTime, DateOnly> dayOf, CancellationToken cancel)
    {
        var (leading, leads, leftIn) = (new Dictionary<long, long>(), new Dictionary<long, long>(), new Dictionary<long, string>());
        await foreach (var saying in Sayings(db, extracts).WithCancellation(cancel))
        {
            if (leading.TryAdd(saying.PersonId, saying.RecordId))
            {
                continue;
            }

            leads[saying.RecordId] = leading[saying.PersonId];
            if (saying.HasLeft(dayOf(saying.AsOf)))
            {
                leftIn.TryAdd(saying.PersonId, saying.Directory);
            }
        }

        return (leads, leftIn);
    }

    /// <summary>For each record of a person whom a better directory had once and has no longer, that directory: a list of present staff says that somebody left
    /// by having them no more.</summary>
    private static async Task<Dictionary<long, string>> GoneFromAsync(ReviewDb db, IReadOnlyList<long> extracts, CancellationToken cancel) => (await (
        from before in CurrentPeople.Before(db, db.Directories.AsNoTracking().Where(d => extracts.Contains(d.CurrentExtractId!.Value)))
        where !before.HasThem
        orderby before.Rank, before.DirectoryId
        select new { before.RecordId, before.Directory }).ToListAsync(cancel)).DistinctBy(g => g.RecordId).ToDictionary(g => g.RecordId, g => g.Directory);

    private static IAsyncEnumerable<Saying> Sayings(ReviewDb db, IReadOnlyList<long> extracts) => (
        from r in db.PersonRecords.AsNoTracking()
        join extract in db.Extracts on r.ExtractId equals extract.Id
        join directory in db.Directories on extract.DirectoryId equals directory.Id
        where extracts.Contains(r.ExtractId)
        orderby directory.Rank, directory.Id, r.Id
        select new Saying(r.PersonId, r.Id, r.EmployeeId, r.Name, r.NameSort, r.Status, r.EmploymentType, r.StartDate, r.EndDate, r.ManagerId, directory.Name, extract.AsOf)).AsAsyncEnumerable();
}
