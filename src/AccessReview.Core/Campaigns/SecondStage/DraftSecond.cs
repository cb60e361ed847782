using AccessReview.Core.Campaigns.Independence;
using AccessReview.Core.Findings;
using AccessReview.Core.Settings;

namespace AccessReview.Core.Campaigns.SecondStage;

/// <summary>Chooses which accounts of a draft, with their assignments, need a second reviewer, and whom: the one named, else the
/// application's owner, else the fallback; never the first reviewer nor whom that one stands in for, and never the holder. Where the
/// policy on independence has something against one, the next is asked; what it only reroutes is recorded where nobody else may.</summary>
internal static class DraftSecond
{
    /// <summary>Chooses.</summary>
    public static void Apply(long campaignId, IReadOnlyList<DraftItem> items, IReadOnlyDictionary<long, ApplicationToReview> applications, DraftIndependence independence)
    {
        foreach (var (plan, application) in applications.Where(a => a.Value.Plan.SecondReview != SecondReviewRule.None))
        {
            var accounts = items.Where(i => i.CampaignApplicationId == plan && i.ParentNumber is null).ToDictionary(i => i.Number, i => Why(application.Plan.SecondReview, i));
            if (application.Plan.SecondReview == SecondReviewRule.Sampled)
            {
                foreach (var drawn in RandomTenth.Of(campaignId, [.. accounts.Where(a => a.Value == SecondReason.None).Select(a => a.Key)]))
                {
                    accounts[drawn] = SecondReason.RandomTenth;
                }
            }

            foreach (var item in items.Where(i => i.CampaignApplicationId == plan && accounts[i.ParentNumber ?? i.Number] != SecondReason.None))
            {
                item.SecondWhy = accounts[item.ParentNumber ?? item.Number];
                if (Choose(item, application, independence) is { } second)
                {
                    independence.Choose(item, second);
                }
            }
        }
    }

    private static long? Choose(DraftItem item, ApplicationToReview application, DraftIndependence independence)
    {
        var access = DraftList.AccessOf(application, item);
        var usable = new[] { application.Plan.SecondReviewerId, application.Pool.ApplicationOwnerId, application.Pool.FallbackId }
            .Where(p => p != item.ReviewerId && p != item.ForId && ReviewerPolicy.IsUsable(p, access, application.Pool)).ToList();
        return usable.Find(p => independence.Against(item, p!.Value) == IndependenceRule.Recorded) ?? usable.Find(p => independence.Against(item, p!.Value) == IndependenceRule.Rerouted);
    }

    private static SecondReason Why(SecondReviewRule rule, DraftItem account) =>
        rule == SecondReviewRule.Everything ? SecondReason.EveryItem : account.Findings.HasFlag(Finding.Privileged) ? SecondReason.Privileged : SecondReason.None;
}
