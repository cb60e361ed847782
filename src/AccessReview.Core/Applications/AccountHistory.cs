using System.Runtime.CompilerServices;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Applications;

/// <summary>An account as one reading had it.</summary>
/// <param name="ExtractId">The reading.</param>
/// <param name="Reading">The reading's number.</param>
/// <param name="AsOf">The time of the reading.</param>
/// <param name="Email">The address.</param>
/// <param name="Name">The name.</param>
/// <param name="Role">The role.</param>
/// <param name="Status">What the application said of it.</param>
/// <param name="LastUsedAt">When it was last used, if known.</param>
/// <param name="LastUsedState">What was known of that.</param>
/// <param name="CreatedAt">When it was created, if known.</param>
/// <param name="SourceId">What the application called it; empty when it gave no ids.</param>
/// <param name="Groups">The groups it held, by name; null when the reading does not list them.</param>
public sealed record AccountMoment(
    long ExtractId, int Reading, DateTime AsOf, string Email, string Name, string Role, AccountStatus Status, DateTime? LastUsedAt, LastUsedState LastUsedState, DateTime? CreatedAt,
    string SourceId, IReadOnlyList<string>? Groups);

/// <summary>Reads how the readings had an account.</summary>
internal static class AccountHistory
{
    /// <summary>The newest reading that has it, and the first with each at which something other than the last use changed, the newest first.
    /// Every reading is looked through; null when none has it.</summary>
    public static async Task<(AccountMoment Now, IReadOnlyList<AccountMoment> Changes)?> ReadAsync(ReviewDb db, long accountId, CancellationToken cancel)
    {
        var changes = new List<AccountMoment>();
        AccountMoment? now = null;
        await foreach (var moment in MomentsAsync(db, accountId, cancel))
        {
            now = moment;
            if (changes is not [.., var before] || !Same(before, moment))
            {
                changes.Add(moment);
            }
        }

        changes.Reverse();
        return now is null ? null : (now, changes);
    }

    /// <summary>One for each reading, the oldest first.</summary>
    private static async IAsyncEnumerable<AccountMoment> MomentsAsync(ReviewDb db, long accountId, [EnumeratorCancellation] CancellationToken cancel)
    {
        var rows =
            from record in db.AccountRecords.AsNoTracking()
            join extract in db.Extracts.AsNoTracking() on record.ExtractId equals extract.Id
            join assignment in db.AssignmentRecords.AsNoTracking() on record.Id equals assignment.AccountRecordId into held
            from assignment in held.DefaultIfEmpty()
            join grp in db.GroupRecords.AsNoTracking() on new { record.ExtractId, GroupId = (long?)assignment.GroupId } equals new { grp.ExtractId, GroupId = (long?)grp.GroupId } into named
            from grp in named.DefaultIfEmpty()
            where record.AccountId == accountId
            orderby extract.Id
            select new
            {
                record.ExtractId, extract.Number, extract.AsOf, extract.CoversAssignments, record.Email, record.Name, record.Role, record.Status, record.LastUsedAt, record.LastUsedState, record.CreatedAt, record.SourceId,
                Group = grp == null ? null : grp.Name,
            };
        AccountMoment? moment = null;
        List<string>? groups = null;
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (moment?.ExtractId != row.ExtractId)
            {
                if (moment is not null)
                {
                    yield return Whole(moment, groups);
                }

                groups = row.CoversAssignments ? [] : null;
                moment = new AccountMoment(row.ExtractId, row.Number, row.AsOf, row.Email, row.Name, row.Role, row.Status, row.LastUsedAt, row.LastUsedState, row.CreatedAt, row.SourceId, null);
            }

            if (row.Group is { } group)
            {
                groups?.Add(group);
            }
        }

        if (moment is not null)
        {
            yield return Whole(moment, groups);
        }
    }

    private static AccountMoment Whole(AccountMoment moment, List<string>? groups) => moment with { Groups = groups?.Order(StringComparer.Ordinal).ToList() };

    private static bool Same(AccountMoment one, AccountMoment other) =>
        one.Email == other.Email && one.Name == other.Name && one.Role == other.Role && one.Status == other.Status && (one.Groups ?? []).SequenceEqual(other.Groups ?? []);
}
