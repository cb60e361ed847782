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
            select new ReadAccount(record.Id, record.AccountId, account.SourceKey, record.Email, record.EmailKey, record.NameSort, record.Role, record.RoleKey,
                record.Status, record.LastUsedAt, record.LastUsedState, record.CreatedAt)).ToListAsync(cancel);
        var assignments = await db.AssignmentRecords.AsNoTracking().Where(a => a.ExtractId == extract).OrderBy(a => a.Id)
            .Select(a => new ReadAssignment(a.Id, a.AccountRecordId, a.GroupId)).ToListAsync(cancel);
        var people = await db.PersonRecords.AsNoTracking().Where(r => peopleExtracts.Contains(r.ExtractId)).OrderBy(r => r.Id)
            .Select(r => new { r.PersonId, r.Id, r.EmployeeId, r.Name, r.NameSort, r.Status, r.EmploymentType, r.EndDate, r.ManagerId }).ToListAsync(cancel);
        var addresses = await db.PersonAddresses.AsNoTracking().Where(a => peopleExtracts.Contains(a.ExtractId))
            .Select(a => new KnownAddress(a.EmailKey, a.Kind, a.PersonRecordId)).ToListAsync(cancel);
        var byHand = await db.HandMatches.AsNoTracking().Where(m => m.Active && db.Accounts.Any(a => a.Id == m.AccountId && a.ApplicationId == application.Id))
            .ToDictionaryAsync(m => m.AccountId, m => m.PersonId, cancel);
        var declarations = await db.Declarations.AsNoTracking().Where(d => d.Active && db.Accounts.Any(a => a.Id == d.AccountId && a.ApplicationId == application.Id)).ToListAsync(cancel);
        return new AssessmentInputs(
            accounts, assignments,
            [.. people.Select(r => new KnownPerson(r.PersonId, r.Id, TextKey.Of(r.EmployeeId), r.Name, r.NameSort, r.Status, r.EmploymentType, r.EndDate, r.ManagerId))],
            addresses, byHand, declarations);
    }
}
