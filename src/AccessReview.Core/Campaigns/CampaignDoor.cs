using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>Who comes to a campaign, and with what right. Asked at the top of every use case.</summary>
internal static class CampaignDoor
{
    /// <summary>A campaign to change: any campaign owner may; the event says who did.</summary>
    public static async Task<Outcome<Campaign>> ToChangeAsync(ChangeScope scope, int number, CancellationToken cancel)
    {
        if (!scope.Has(Role.CampaignOwner))
        {
            return Problem.Denied("Only a campaign owner changes campaigns. An administrator can grant that role.");
        }

        return await scope.Db.Campaigns.Include(c => c.Applications).SingleOrDefaultAsync(c => c.Number == number, cancel) is { } campaign
            ? campaign
            : Problem.NotFound($"Campaign C{number}");
    }

    /// <summary>A draft to change.</summary>
    public static async Task<Outcome<Campaign>> ToEditAsync(ChangeScope scope, int number, CancellationToken cancel)
    {
        var found = await ToChangeAsync(scope, number, cancel);
        return found.IsOk && found.Value.WhyNotEditable() is { } problem ? problem : found;
    }

    /// <summary>Why the actor may not read campaigns; null: they may.</summary>
    public static Task<Problem?> ToReadAsync(ReviewDb db, Actor actor, CancellationToken cancel) =>
        Sight.RefusalAsync(db, actor, Sight.Campaigns, "Campaigns are read by campaign owners and auditors.", cancel);

    /// <summary>Why the actor may not see what runs a campaign (planning it, inviting, reassigning, closing); null: they may.</summary>
    public static Task<Problem?> ToRunAsync(ReviewDb db, Actor actor, CancellationToken cancel) =>
        Sight.RefusalAsync(db, actor, Sight.Running, "Only a campaign owner plans and runs campaigns.", cancel);

    /// <summary>Moves the plan's version: whatever was computed for the plan before is stale.</summary>
    public static void Touch(ChangeScope scope, Campaign campaign) => scope.Db.Entry(campaign).Property(c => c.Name).IsModified = true;
}
