using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;

namespace AccessReview.Core.Reviewing;

/// <summary>What reassigning and handing over have in common.</summary>
internal static class TransferRule
{
    /// <summary>Why nothing may be given to this person now; null: it may.</summary>
    public static async Task<Problem?> AskAsync(ChangeScope scope, Campaign campaign, long toPersonId, string reason, int items, CancellationToken cancel) =>
        campaign.State != CampaignState.Active ? new Problem("campaign.not-active", "The campaign is not open, so its items stay where they are.")
        : items is 0 or > DecideMany.MaxItems ? new Problem("bulk.size", $"1 to {DecideMany.MaxItems} items are given at a time; these are {items}.")
        : reason.Trim().Length is < DecisionRule.MinReason or > DecisionRule.MaxReason ? new Problem("reason.required", $"Say why, in {DecisionRule.MinReason} to {DecisionRule.MaxReason} characters.")
        : await UsableReviewer.PersonAsync(scope.Db, toPersonId, scope.Today, cancel);

    /// <summary>Why this turn may not be given to this person; null: it may.</summary>
    public static Problem? Turn(TurnFacts asThem, long toPersonId) =>
        asThem.ReviewerId == toPersonId ? new Problem("reviewer.same", "They have it already.")
        : asThem.SignOffId is not null ? new Problem("item.signed", "It has been signed off.")
        : UsableReviewer.Turn(asThem, toPersonId);
}
