using AccessReview.Core.Campaigns;

namespace AccessReview.Web.Components.Campaigns;

/// <summary>What of a plan is otherwise than it was shown, in words.</summary>
public static class PlanChanges
{
    /// <summary>A sentence that names it; empty when nothing of it stands in the plan's first lines.</summary>
    public static string Words(PlanView shown, PlanView now)
    {
        string[] changes =
        [
            .. Of("the name", shown.Plan.Name, now.Plan.Name),
            .. Of("what is reviewed", CampaignWords.N(shown.Items, "item"), CampaignWords.N(now.Items, "item")),
            .. Of("who reviews", CampaignWords.Reviewers(shown), CampaignWords.Reviewers(now)),
            .. Of("the day it is due", CampaignWords.Day(shown.Plan.DueDate), CampaignWords.Day(now.Plan.DueDate)),
            .. Of("what becomes of what nobody has decided by then", CampaignWords.Of(shown.Plan.Deadline), CampaignWords.Of(now.Plan.Deadline)),
        ];
        return changes.Length == 0 ? "" : $"Changed: {string.Join("; ", changes)}.";
    }

    private static string[] Of(string what, string shown, string now) => shown == now ? [] : [$"{what}, now {now} instead of {shown}"];
}
