using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>A source that shows no group any more may have none, or no longer let its groups be seen: a reading of it would verify every removal
/// of an assignment, and take every group out of the review. It is refused, since nothing in it tells the one from the other.</summary>
internal static class GroupsStay
{
    private const string Mend = "If it no longer has any, end the connection and connect it anew.";
    private const string GroupsGone = $"Groups: the source says now that it has none, and they were read through this connection before. {Mend}";
    private const string HoldersGone = $"Groups: the source says now that nobody holds any, and holders were read through this connection before. {Mend}";

    /// <summary>Why what was read through a connection may not become the newest reading; null: it may.</summary>
    public static async Task<string?> CheckAsync(ReviewDb db, ExtractContent content, IReadOnlyList<string> absent, CancellationToken cancel)
    {
        var before = db.Extracts.Where(e => e.ConnectionId == content.ConnectionId && e.Completeness == Completeness.Complete && e.CoversAssignments);
        if (absent.Count > 0)
        {
            return await before.AnyAsync(cancel) ? GroupsGone : null;
        }

        if (!content.CoversAssignments || await before.OrderByDescending(e => e.Id).Select(e => (long?)e.Id).FirstOrDefaultAsync(cancel) is not { } last)
        {
            return null;
        }

        if (content.Reading(ExtractFileKind.GroupOwners) is { Records: 0 } && await db.GroupRecords.AnyAsync(g => g.ExtractId == last, cancel))
        {
            return GroupsGone;
        }

        return content.Reading(ExtractFileKind.Assignments) is { Records: 0 } && await HoldersStayAsync(db, content, last, cancel) ? HoldersGone : null;
    }

    // The last assignment may go by its removal, and with the account that held it.
    private static async Task<bool> HoldersStayAsync(ReviewDb db, ExtractContent content, long last, CancellationToken cancel)
    {
        var holders = await (
            from assignment in db.AssignmentRecords.AsNoTracking()
            where assignment.ExtractId == last
            join account in db.AccountRecords on assignment.AccountRecordId equals account.Id
            where !db.Removals.Any(r => r.AccountId == account.AccountId && !RemovalRules.StayingStates.Contains(r.State)
                && (r.GroupId == assignment.GroupId || (r.GroupId == null && r.ChangeTo == null)))
            select account.SourceId).Distinct().ToListAsync(cancel);
        return content.Reading(ExtractFileKind.Users)!.Accounts.Select(a => a.Account.Id).Intersect(holders, StringComparer.Ordinal).Any();
    }
}
