using AccessReview.Connectors.Packed;
using AccessReview.Core.Applications;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Findings;

/// <summary>An assignment as one reading found it.</summary>
internal readonly record struct ReadAssignment(long RecordId, long AccountRecordId, long GroupId);

/// <summary>What an assessment is made from, as it lies in the database. Packed: a reading may have a million lines.</summary>
internal sealed record AssessmentInputs(
    IReadOnlyList<ReadAccount> Accounts, HeldGroups Assignments, IReadOnlyList<KnownPerson> People, IReadOnlyList<KnownAddress> Addresses,
    IReadOnlyDictionary<long, long> ByHand, IReadOnlyList<Declaration> Declarations, IReadOnlyList<GrantedAccount> Granted)
{
    /// <summary>Reads it.</summary>
    public static async Task<AssessmentInputs> ReadAsync(
        ReviewDb db, Application application, IReadOnlyList<long> peopleExtracts, Func<DateTime, DateOnly> dayOf, CancellationToken cancel)
    {
        var extract = application.CurrentExtractId!.Value;
        var byHand = await db.HandMatches.AsNoTracking().Where(m => m.Active && db.Accounts.Any(a => a.Id == m.AccountId && a.ApplicationId == application.Id))
            .ToDictionaryAsync(m => m.AccountId, m => m.PersonId, cancel);
        var declarations = await db.Declarations.AsNoTracking().Where(d => d.Active && db.Accounts.Any(a => a.Id == d.AccountId && a.ApplicationId == application.Id)).ToListAsync(cancel);
        var granted = await db.AppGrants.AsNoTracking().Where(g => g.ApplicationId == application.Id && g.AccountSourceId != "" && peopleExtracts.Contains(g.ExtractId))
            .Select(g => new GrantedAccount(g.AccountSourceId, g.PersonId)).ToListAsync(cancel);
        var (people, addresses) = await ReadPeople.OfAsync(db, peopleExtracts, dayOf, cancel);
        return new AssessmentInputs(
            await AccountsAsync(db, extract, await LastSignIns.ReadAsync(db, application.Id, peopleExtracts, cancel), cancel), await HeldGroups.ReadAsync(db, extract, cancel),
            people, addresses, byHand, declarations, granted);
    }

    private static async Task<IReadOnlyList<ReadAccount>> AccountsAsync(ReviewDb db, long extract, LastSignIns signIns, CancellationToken cancel)
    {
        var accounts = new PackedList<ReadAccount, PackedReadAccount>();
        await foreach (var account in (
            from record in db.AccountRecords.AsNoTracking()
            join account in db.Accounts.AsNoTracking() on record.AccountId equals account.Id
            where record.ExtractId == extract
            orderby record.Id
            select new ReadAccount(
                record.Id, record.AccountId, account.SourceKey, record.Email, record.EmailKey, record.NameSort, record.Role, record.RoleKey,
                record.Status, record.LastUsedAt, record.LastUsedState, record.CreatedAt, null) { SourceId = record.SourceId }).AsAsyncEnumerable().WithCancellation(cancel))
        {
            accounts.Add(signIns.Of(account));
        }

        return accounts;
    }
}

/// <summary>Who holds which group, account by account.</summary>
internal sealed class HeldGroups
{
    private readonly ReadAssignment[] all;

    private HeldGroups(ReadAssignment[] all) => this.all = all;

    /// <summary>How many there are.</summary>
    public int Count => all.Length;

    /// <summary>Reads those of a reading.</summary>
    public static async Task<HeldGroups> ReadAsync(ReviewDb db, long extract, CancellationToken cancel)
    {
        var rows = db.AssignmentRecords.AsNoTracking().Where(a => a.ExtractId == extract);
        var (all, next) = (new ReadAssignment[await rows.CountAsync(cancel)], 0);
        await foreach (var row in rows.OrderBy(a => a.AccountRecordId).ThenBy(a => a.Id).Select(a => new ReadAssignment(a.Id, a.AccountRecordId, a.GroupId)).AsAsyncEnumerable().WithCancellation(cancel))
        {
            all[next++] = row;
        }

        return new HeldGroups(all);
    }

    /// <summary>Those of an account as read, in the reading's order.</summary>
    public ReadOnlySpan<ReadAssignment> Of(long accountRecordId)
    {
        var (from, end) = (0, all.Length);
        while (from < end)
        {
            var middle = (from + end) / 2;
            (from, end) = all[middle].AccountRecordId < accountRecordId ? (middle + 1, end) : (from, middle);
        }

        for (end = from; end < all.Length && all[end].AccountRecordId == accountRecordId; end++)
        {
        }

        return all.AsSpan(from..end);
    }
}
