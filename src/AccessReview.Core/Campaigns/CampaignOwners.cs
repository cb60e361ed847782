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
        !await IsInForceAsync(db, ownerId, cancel) && await InForceAsync(db, cancel) is { Count: > 0 } others ? others : [ownerId];

    /// <summary>Everybody who owns campaigns and works here.</summary>
    internal static async Task<IReadOnlyList<long>> InForceAsync(ReviewDb db, CancellationToken cancel)
    {
        var owners = new List<long>();
        foreach (var owner in await db.RoleGrants.Where(g => g.Role == Role.CampaignOwner && g.EndedAt == null).Select(g => g.PersonId).Distinct().Order().ToListAsync(cancel))
        {
            if (await IsInForceAsync(db, owner, cancel))
            {
                owners.Add(owner);
            }
        }

        return owners;
    }

    private static async Task<bool> IsInForceAsync(ReviewDb db, long personId, CancellationToken cancel) => (await RolesOf.InForceAsync(db, personId, cancel)).HasFlag(Role.CampaignOwner);
}
