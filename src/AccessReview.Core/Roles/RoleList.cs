using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Roles;

/// <summary>Who holds which role, and who held it before.</summary>
public sealed class RoleList(Databases databases)
{
    /// <summary>One grant, with every name as the newest staff list has it.</summary>
    public sealed record Line(long PersonId, string Name, string Email, Role Role, RoleSource Source, string GrantedBy, DateTime GrantedAt, string? EndedBy, DateTime? EndedAt)
    {
        /// <summary>Whether it counts now: it was not ended, and its holder works here.</summary>
        public bool InForce { get; init; }
    }

    /// <summary>All grants, those in force first, then by name. Administrators see them.</summary>
    public async Task<Outcome<IReadOnlyList<Line>>> RunAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await Sight.RefusalAsync(db, actor, Sight.Settings, "Only administrators see who holds which role.", cancel) is { } denied)
        {
            return denied;
        }

        var here = CurrentPeople.Here(db, await RolesOf.TodayAsync(db, cancel));
        var lines = from grant in db.RoleGrants.AsNoTracking()
                    join record in CurrentPeople.Of(db) on grant.PersonId equals record.PersonId into found
                    from person in found.DefaultIfEmpty()
                    orderby grant.EndedAt != null, person.NameSort, grant.Role, grant.Id
                    select new Line(grant.PersonId, person.Name ?? "no longer in the staff list", person.WorkEmail ?? "", grant.Role, grant.Source, grant.GrantedBy, grant.GrantedAt, grant.EndedBy, grant.EndedAt)
                    {
                        InForce = grant.EndedAt == null && here.Any(p => p.PersonId == grant.PersonId),
                    };
        var read = await lines.ToListAsync(cancel);
        var names = await ActorNames.ReadAsync(db, read.Select(l => l.GrantedBy).Concat(read.Select(l => l.EndedBy).OfType<string>()), cancel);
        return read.ConvertAll(l => l with { GrantedBy = names.Of(l.GrantedBy), EndedBy = l.EndedBy is null ? null : names.Of(l.EndedBy) });
    }
}
