using System.Globalization;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;

namespace AccessReview.Core.Campaigns.Closing;

/// <summary>Who closes a campaign, and when.</summary>
internal static class CloseRule
{
    /// <summary>Why somebody who runs campaigns does not close this one; null: they do.</summary>
    public static async Task<Problem?> WhyNotAsync(ReviewDb db, Campaign campaign, Actor actor, CancellationToken cancel) =>
        actor.PersonId is { } person && await CampaignOwners.AnswersAsync(db, campaign.OwnerId, person, cancel) ? null
        : Problem.Denied($"A campaign is closed by its own owner: this one by {(await PersonNames.ReadAsync(db, [campaign.OwnerId], cancel)).GetValueOrDefault(campaign.OwnerId, "somebody not known")}.");

    /// <summary>Why it is not closed yet: a deadline that revokes decides what nobody has decided once it has come, and nothing before. Null: it may be closed.</summary>
    public static Problem? WhyNotYet(Campaign campaign, int undecided, DateTime now) =>
        campaign.Deadline != DeadlineRule.Revoke || undecided == 0 || now > campaign.DueAt ? null
        : new("close.early", string.Create(CultureInfo.InvariantCulture, $"{undecided:N0} {(undecided == 1 ? "item is" : "items are")} not decided, and there is time until {Clock.Said(campaign.DueDate)}: what nobody has decided by then the deadline revokes, and nothing before. Close the campaign after that day, or once everything is decided."));
}
