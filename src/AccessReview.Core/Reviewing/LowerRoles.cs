using AccessReview.Core.Applications;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>The roles an account could be kept at instead of its own: every role of the same reading that is another and not privileged,
/// the most frequent first.</summary>
public sealed class LowerRoles(Databases databases)
{
    private const int Most = 20;

    /// <summary>Reads them, for the item's reviewer; empty where there is none to choose.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(Actor actor, long turnId, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        return await db.ReviewTurns.AnyAsync(t => t.Id == turnId && t.ReviewerId == actor.PersonId, cancel) ? await ReadAsync(db, turnId, cancel) : [];
    }

    /// <summary>Reads them in whatever transaction the context is in.</summary>
    internal static async Task<IReadOnlyList<string>> ReadAsync(ReviewDb db, long turnId, CancellationToken cancel)
    {
        var roles = await (
            from turn in db.ReviewTurns.AsNoTracking()
            where turn.Id == turnId
            join item in db.ReviewItems on turn.ItemId equals item.Id
            where item.GroupId == null
            join own in db.AccountRecords on item.AccountRecordId equals own.Id
            join other in db.AccountRecords on own.ExtractId equals other.ExtractId
            where other.RoleKey != "" && other.RoleKey != own.RoleKey && !HeldRoles.Privileged(db).Any(p => p.Id == other.Id)
            group other by other.Role into same
            orderby same.Count() descending, same.Key
            select same.Key).Take(Most).ToListAsync(cancel);
        return [.. roles.Where(r => r.Length <= PrivilegedRole.MaxRole && !r.Any(char.IsControl))];
    }
}
