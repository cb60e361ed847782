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
/// <param name="Groups">The groups it held, by name; null when the reading does not list them.</param>
public sealed record AccountMoment(
    long ExtractId, int Reading, DateTime AsOf, string Email, string Name, string Role, AccountStatus Status, DateTime? LastUsedAt, LastUsedState LastUsedState, DateTime? CreatedAt,
    IReadOnlyList<string>? Groups);

/// <summary>Reads how the readings had an account.</summary>
internal static class AccountHistory
{
    private const int MostReadings = 100;

    /// <summary>The readings that have it, the newest first.</summary>
    public static async Task<IReadOnlyList<AccountMoment>> ReadAsync(ReviewDb db, long accountId, CancellationToken cancel)
    {
        var rows = await (
            from record in db.AccountRecords.AsNoTracking()
            join extract in db.Extracts.AsNoTracking() on record.ExtractId equals extract.Id
            where record.AccountId == accountId
            orderby extract.Id descending
            select new { record, extract.Number, extract.AsOf, extract.CoversAssignments }).Take(MostReadings).ToListAsync(cancel);
        var ids = rows.Select(r => r.record.Id).ToList();
        var groups = (await (
            from assignment in db.AssignmentRecords.AsNoTracking()
            join held in db.GroupRecords.AsNoTracking() on new { assignment.ExtractId, assignment.GroupId } equals new { held.ExtractId, held.GroupId }
            where ids.Contains(assignment.AccountRecordId)
            select new { assignment.AccountRecordId, held.Name }).ToListAsync(cancel)).ToLookup(g => g.AccountRecordId, g => g.Name);
        return [.. rows.Select(r => new AccountMoment(
            r.record.ExtractId, r.Number, r.AsOf, r.record.Email, r.record.Name, r.record.Role, r.record.Status, r.record.LastUsedAt, r.record.LastUsedState, r.record.CreatedAt,
            r.CoversAssignments ? [.. groups[r.record.Id].Order(StringComparer.Ordinal)] : null))];
    }

    /// <summary>Those at which something other than the last use changed, and the first.</summary>
    public static IReadOnlyList<AccountMoment> Changes(IReadOnlyList<AccountMoment> history) =>
        [.. history.Where((moment, i) => i == history.Count - 1 || !Same(moment, history[i + 1]))];

    private static bool Same(AccountMoment one, AccountMoment other) =>
        one.Email == other.Email && one.Name == other.Name && one.Role == other.Role && one.Status == other.Status && (one.Groups ?? []).SequenceEqual(other.Groups ?? []);
}
