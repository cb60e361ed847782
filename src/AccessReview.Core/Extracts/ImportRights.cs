using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;

namespace AccessReview.Core.Extracts;

/// <summary>Who may bring files in: administrators and campaign owners.</summary>
internal static class ImportRights
{
    public static Problem? Refusal(Role roles) => (roles & (Role.Administrator | Role.CampaignOwner)) == Role.None
        ? Problem.Denied("Only administrators and campaign owners bring files in.")
        : null;

    public static async Task<Problem?> RefusalAsync(ReviewDb db, Actor actor, CancellationToken cancel) =>
        Refusal(await RolesOf.ActorAsync(db, actor, cancel));
}
