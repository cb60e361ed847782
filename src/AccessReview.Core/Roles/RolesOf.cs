using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Roles;

/// <summary>Reads which roles an actor holds right now.</summary>
public static class RolesOf
{
    /// <summary>The roles of a person.</summary>
    public static async Task<Role> PersonAsync(ReviewDb db, long personId, CancellationToken cancel)
    {
        var held = await db.RoleGrants.AsNoTracking().Where(g => g.PersonId == personId && g.EndedAt == null).Select(g => g.Role).ToListAsync(cancel);
        return held.Aggregate(Role.None, (all, one) => all | one);
    }

    /// <summary>The roles of an actor: none for a person who has left, whatever was granted. The first administrator acts only while nobody holds the administrator's role; the product
    /// itself holds what its own work needs.</summary>
    public static async Task<Role> ActorAsync(ReviewDb db, Actor actor, CancellationToken cancel) => actor.Kind switch
    {
        ActorKind.Person => await PersonAsync(db, actor.PersonId!.Value, cancel) is not Role.None and var held && await IsHereAsync(db, actor.PersonId.Value, cancel) ? held : Role.None,
        ActorKind.Product => Role.Administrator | Role.CampaignOwner,
        ActorKind.FirstAdministrator => await db.RoleGrants.AsNoTracking().AnyAsync(g => g.Role == Role.Administrator && g.EndedAt == null, cancel)
            ? Role.None
            : Role.Administrator,
        _ => throw new InvalidOperationException($"Unknown actor kind {actor.Kind}."),
    };

    // The record's own time is the clock here: a reading that somebody has left, or a last day that is over, is at most one event old.
    private static async Task<bool> IsHereAsync(ReviewDb db, long personId, CancellationToken cancel) =>
        await CurrentPeople.FindAsync(db, personId, cancel) is { } person
        && !person.HasLeft(DateOnly.FromDateTime(await db.ChainHeads.AsNoTracking().Select(h => h.At).SingleAsync(cancel)));
}
