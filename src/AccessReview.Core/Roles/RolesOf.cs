using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Roles;

/// <summary>Reads which roles an actor holds right now.</summary>
public static class RolesOf
{
    /// <summary>The roles granted to a person, whether they still work here or not.</summary>
    public static async Task<Role> PersonAsync(ReviewDb db, long personId, CancellationToken cancel)
    {
        var held = await db.RoleGrants.AsNoTracking().Where(g => g.PersonId == personId && g.EndedAt == null).Select(g => g.Role).ToListAsync(cancel);
        return held.Aggregate(Role.None, (all, one) => all | one);
    }

    /// <summary>The roles of an actor: none for a person who has left, whatever was granted. The first administrator acts only while
    /// nobody who works here is administrator; the product itself holds what its own work needs.</summary>
    public static async Task<Role> ActorAsync(ReviewDb db, Actor actor, CancellationToken cancel) => actor.Kind switch
    {
        ActorKind.Person => await InForceAsync(db, actor.PersonId!.Value, cancel),
        ActorKind.Product => Role.Administrator | Role.CampaignOwner,
        ActorKind.FirstAdministrator => await Administrators.AnyAsync(db, await TodayAsync(db, cancel), cancel) ? Role.None : Role.Administrator,
        _ => throw new InvalidOperationException($"Unknown actor kind {actor.Kind}."),
    };

    /// <summary>The roles of a person that count: none once they have left.</summary>
    public static async Task<Role> InForceAsync(ReviewDb db, long personId, CancellationToken cancel) =>
        await PersonAsync(db, personId, cancel) is not Role.None and var held
        && await CurrentPeople.FindAsync(db, personId, cancel) is { } person && !person.HasLeft(await TodayAsync(db, cancel))
            ? held
            : Role.None;

    /// <summary>Whoever works here on the organisation's day and holds the role.</summary>
    internal static IQueryable<long> Here(ReviewDb db, Role role, DateOnly today) =>
        CurrentPeople.Here(db, today).Where(p => db.RoleGrants.Any(g => g.PersonId == p.PersonId && g.Role == role && g.EndedAt == null)).Select(p => p.PersonId).Distinct();

    /// <summary>The organisation's day by the record's own time, which is the clock here: a reading that somebody has left, or a last day that is over, is at
    /// most one event old.</summary>
    internal static async Task<DateOnly> TodayAsync(ReviewDb db, CancellationToken cancel)
    {
        var now = await db.ChainHeads.AsNoTracking()
            .Select(h => new { h.At, Policy = db.PolicyVersions.OrderByDescending(p => p.Number).Select(p => p.Json).FirstOrDefault() }).SingleAsync(cancel);
        return CurrentPolicy.Parse(now.Policy ?? "{}").DayOf(now.At);
    }
}
