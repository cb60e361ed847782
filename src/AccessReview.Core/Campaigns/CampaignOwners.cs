using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>Who answers for a campaign.</summary>
internal static class CampaignOwners
{
    /// <summary>Its owner; once that one has left or owns campaigns no more, everybody who does, as each of them may close it then. Where there is
    /// nobody, its owner all the same.</summary>
    internal static async Task<IReadOnlyList<long>> OfAsync(ReviewDb db, long ownerId, CancellationToken cancel) =>
        Of(await InForceAsync(db, cancel), ownerId);

    /// <summary>The same as it was at an instant before now, on a day of its campaign: by who held the role then, and by the staff lists that had been read.</summary>
    internal static async Task<IReadOnlyList<long>> OfAsync(ReviewDb db, long ownerId, DateTime at, DateOnly day, CancellationToken cancel)
    {
        var held = await db.RoleGrants.Where(g => g.Role == Role.CampaignOwner && g.GrantedAt <= at && (g.EndedAt == null || g.EndedAt > at)).Select(g => g.PersonId).Distinct().ToListAsync(cancel);
        var records = await (from record in db.PersonRecords.AsNoTracking()
                             join extract in db.Extracts on record.ExtractId equals extract.Id
                             where held.Contains(record.PersonId) && extract.ReadAt <= at
                             select record).ToListAsync(cancel);
        return Of([.. records.GroupBy(r => r.PersonId).Where(g => !g.MaxBy(r => r.ExtractId)!.HasLeft(day)).Select(g => g.Key).Order()], ownerId);
    }

    /// <summary>Whether a person is one of them: what was planned to be told to them may be told days later.</summary>
    internal static async Task<bool> AnswersAsync(ReviewDb db, long ownerId, long personId, CancellationToken cancel) => (await OfAsync(db, ownerId, cancel)).Contains(personId);

    /// <summary>Of those owners the ones whose campaigns a person answers for.</summary>
    internal static async Task<HashSet<long>> AnsweredByAsync(ReviewDb db, IEnumerable<long> ownerIds, long personId, CancellationToken cancel)
    {
        var owners = await InForceAsync(db, cancel);
        return [.. ownerIds.Distinct().Where(o => Of(owners, o).Contains(personId))];
    }

    /// <summary>Everybody who owns campaigns and works here.</summary>
    internal static async Task<IReadOnlyList<long>> InForceAsync(ReviewDb db, CancellationToken cancel) =>
        await RolesOf.Here(db, Role.CampaignOwner, await RolesOf.TodayAsync(db, cancel)).Order().ToListAsync(cancel);

    private static IReadOnlyList<long> Of(IReadOnlyList<long> inForce, long ownerId) => inForce.Count > 0 && !inForce.Contains(ownerId) ? inForce : [ownerId];
}
