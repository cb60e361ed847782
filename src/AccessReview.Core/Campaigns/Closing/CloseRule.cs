using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;

namespace AccessReview.Core.Campaigns.Closing;

/// <summary>Who closes a campaign.</summary>
internal static class CloseRule
{
    /// <summary>Why somebody who runs campaigns does not close this one; null: they do.</summary>
    public static async Task<Problem?> WhyNotAsync(ReviewDb db, Campaign campaign, Actor actor, CancellationToken cancel) =>
        actor.PersonId is { } person && await CampaignOwners.AnswersAsync(db, campaign.OwnerId, person, cancel) ? null
        : Problem.Denied($"A campaign is closed by its own owner: this one by {(await PersonNames.ReadAsync(db, [campaign.OwnerId], cancel)).GetValueOrDefault(campaign.OwnerId, "somebody not known")}.");
}
