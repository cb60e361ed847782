using AccessReview.Core.Applications;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>The lower roles that a reviewer is offered for an account.</summary>
/// <param name="Offered">The most frequent, the most frequent first; empty where there is none to choose.</param>
/// <param name="More">How many others there are, which may be named as well.</param>
public sealed record LowerRoleOffer(IReadOnlyList<string> Offered, int More)
{
    /// <summary>No lower role is known.</summary>
    public static LowerRoleOffer None { get; } = new([], 0);
}

/// <summary>The roles an account could be kept at instead of its own: every role of the same reading that is another and not privileged.</summary>
public sealed class LowerRoles(Databases databases)
{
    private const int Most = 20;

    /// <summary>Reads what is offered, for the item's reviewer.</summary>
    public async Task<LowerRoleOffer> RunAsync(Actor actor, long turnId, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        return await db.ReviewTurns.AnyAsync(t => t.Id == turnId && t.ReviewerId == actor.PersonId, cancel) ? await OfferAsync(db, turnId, cancel) : LowerRoleOffer.None;
    }

    /// <summary>Reads what is offered in whatever transaction the context is in.</summary>
    internal static async Task<LowerRoleOffer> OfferAsync(ReviewDb db, long turnId, CancellationToken cancel)
    {
        var lower = Lower(db, turnId);
        var roles = await lower.GroupBy(o => o.Role).OrderByDescending(same => same.Count()).ThenBy(same => same.Key).Select(same => same.Key).Take(Most).ToListAsync(cancel);
        var all = roles.Count < Most ? roles.Count : await lower.Select(o => o.Role).Distinct().CountAsync(cancel);
        return new LowerRoleOffer([.. roles.Where(IsWritable)], all - roles.Count);
    }

    /// <summary>Whether this is one of them, offered or not.</summary>
    internal static async Task<bool> IsOneAsync(ReviewDb db, long turnId, string role, CancellationToken cancel)
    {
        var key = TextKey.Of(role);
        return IsWritable(role) && (await Lower(db, turnId).Where(o => o.RoleKey == key).Select(o => o.Role).Distinct().ToListAsync(cancel)).Contains(role, StringComparer.Ordinal);
    }

    private static bool IsWritable(string role) => role.Length <= PrivilegedRole.MaxRole && !role.Any(char.IsControl);

    /// <summary>The accounts of the same reading that hold one.</summary>
    private static IQueryable<AccountRecord> Lower(ReviewDb db, long turnId) =>
        from turn in db.ReviewTurns.AsNoTracking()
        where turn.Id == turnId
        join item in db.ReviewItems on turn.ItemId equals item.Id
        where item.GroupId == null
        join own in db.AccountRecords on item.AccountRecordId equals own.Id
        join other in db.AccountRecords on own.ExtractId equals other.ExtractId
        where other.RoleKey != "" && other.RoleKey != own.RoleKey && other.Role.Length <= PrivilegedRole.MaxRole && !HeldRoles.Privileged(db).Any(p => p.Id == other.Id)
        select other;
}
