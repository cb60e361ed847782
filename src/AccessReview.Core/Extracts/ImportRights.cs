using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>Who may bring files in: administrators and campaign owners, each in an import of their own. What somebody else has uploaded
/// and stated is theirs until it is a reading, and would otherwise be signed with another name than its author's.</summary>
internal static class ImportRights
{
    /// <summary>By roles.</summary>
    public static Problem? Refusal(Role roles) => (roles & Sight.Sources) == Role.None
        ? Problem.Denied("Only administrators and campaign owners bring files in.")
        : null;

    /// <summary>By the roles held now.</summary>
    public static async Task<Problem?> RefusalAsync(ReviewDb db, Actor actor, CancellationToken cancel) =>
        Refusal(await RolesOf.ActorAsync(db, actor, cancel));

    /// <summary>By the roles held now and by whose import it is.</summary>
    public static async Task<Problem?> RefusalAsync(ReviewDb db, Actor actor, long draftId, CancellationToken cancel) =>
        await RefusalAsync(db, actor, cancel) is { } refusal ? refusal
        : await db.ImportDrafts.AnyAsync(d => d.Id == draftId && d.StartedBy == actor.Key, cancel) ? null
        : Problem.NotFound("The import");
}
