using AccessReview.Core.Applications;
using AccessReview.Core.Extracts;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Findings;

/// <summary>An assignment as one reading found it.</summary>
internal sealed record ReadAssignment(long RecordId, long AccountRecordId, long GroupId);

/// <summary>What an assessment is made from, as it lies in the database.</summary>
internal sealed record AssessmentInputs(
    IReadOnlyList<ReadAccount> Accounts, IReadOnlyList<ReadAssignment> Assignments, IReadOnlyList<KnownPerson> People, IReadOnlyList<KnownAddress> Addresses,
    IReadOnlyDictionary<long, long> ByHand, IReadOnlyList<Declaration> Declarations)
{
    /// <summary>Reads it.</summary>
    public static async Task<AssessmentInputs> ReadAsync(ReviewDb db, Application application, IReadOnlyList<long> peopleExtracts, CancellationToken cancel)
    {
        var extract = application.CurrentExtractId!.Value;
        var accounts = await (
            from record in db.AccountRecords.AsNoTracking()
            join account in db.Accounts.AsNoTracking() on record.AccountId equals account.Id
            where record.ExtractId == extract
            orderby record.Id
            select new
            {
                record.SourceId,
                Read = new ReadAccount(record.Id, record.AccountId, account.SourceKey, record.Email, record.EmailKey, record.NameSort, record.Role, record.RoleKey,
                    record.Status, record.LastUsedAt, record.LastUsedState, record.CreatedAt, null),
            }).ToListAsync(cancel);
        var signIns = await LastSignIns.ReadAsync(db, application.Id, peopleExtracts, cancel);
        var assignments = await db.AssignmentRecords.AsNoTracking().Where(a => a.ExtractId == extract).OrderBy(a => a.Id)
            .Select(a => new ReadAssignment(a.Id, a.AccountRecordId, a.GroupId)).ToListAsync(cancel);
        var (people, leads) = await PeopleAsync(db, peopleExtracts, cancel);
        var addresses = (await db.PersonAddresses.AsNoTracking().Where(a => peopleExtracts.Contains(a.ExtractId))
            .Select(a => new KnownAddress(a.EmailKey, a.Kind, a.PersonRecordId)).ToListAsync(cancel)).ConvertAll(a => a with { RecordId = leads[a.RecordId] });
        var byHand = await db.HandMatches.AsNoTracking().Where(m => m.Active && db.Accounts.Any(a => a.Id == m.AccountId && a.ApplicationId == application.Id))
            .ToDictionaryAsync(m => m.AccountId, m => m.PersonId, cancel);
        var declarations = await db.Declarations.AsNoTracking().Where(d => d.Active && db.Accounts.Any(a => a.Id == d.AccountId && a.ApplicationId == application.Id)).ToListAsync(cancel);
        return new AssessmentInputs([.. accounts.Select(a => signIns.Of(a.Read, a.SourceId))], assignments, people, addresses, byHand, declarations);
    }

    /// <summary>Everybody once, as the leading directory has them, and for each record of a person the leading one.</summary>
    private static async Task<(IReadOnlyList<KnownPerson> People, IReadOnlyDictionary<long, long> Leads)> PeopleAsync(ReviewDb db, IReadOnlyList<long> extracts, CancellationToken cancel)
    {
        var read = await (from r in db.PersonRecords.AsNoTracking()
                          join extract in db.Extracts on r.ExtractId equals extract.Id
                          join directory in db.Directories on extract.DirectoryId equals directory.Id
                          where extracts.Contains(r.ExtractId)
                          orderby directory.Rank, directory.Id, r.Id
                          select new
                          {
                              r.PersonId, r.Id, r.EmployeeId, r.Name, r.NameSort, r.Status, r.EmploymentType, r.EndDate, r.ManagerId, Directory = directory.Name, extract.AsOf,
                          }).ToListAsync(cancel);
        var (people, leads) = (new List<KnownPerson>(read.Count), new Dictionary<long, long>(read.Count));
        foreach (var sayings in read.GroupBy(r => r.PersonId))
        {
            var lead = sayings.First();
            foreach (var saying in sayings)
            {
                leads[saying.Id] = lead.Id;
            }

            var left = sayings.Skip(1).FirstOrDefault(s => s.Status == EmploymentStatus.Left || s.EndDate < DateOnly.FromDateTime(s.AsOf));
            people.Add(new KnownPerson(
                lead.PersonId, lead.Id, TextKey.Of(lead.EmployeeId), lead.Name, lead.NameSort, lead.Status, lead.EmploymentType, lead.EndDate, lead.ManagerId, left?.Directory));
        }

        return (people, leads);
    }
}
