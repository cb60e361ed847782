using AccessReview.Core.Findings;
using AccessReview.Core.Settings;

namespace AccessReview.Core.Campaigns.Independence;

/// <summary>Why a reviewer is not as independent as somebody might wish.</summary>
public enum IndependenceConflict
{
    /// <summary>Nothing is known against it.</summary>
    None,

    /// <summary>The reviewer holds a privileged account of the application whose privileged account they review.</summary>
    Administrator,

    /// <summary>Each of two people reviews the other's access.</summary>
    Reciprocal,
}

/// <summary>Looks over the reviewers of a draft once all are chosen: marks who reviews whose access in return, and administrators who review
/// administrators; finds another reviewer where the policy says so; and says what it has against a second one.</summary>
internal sealed class DraftIndependence(IReadOnlyList<DraftItem> items, IReadOnlyDictionary<long, ApplicationToReview> applications, Policy policy)
{
    private readonly Dictionary<long, HashSet<long>> administrators = applications.ToDictionary(
        a => a.Key, a => a.Value.Accounts.Where(x => x.Findings.HasFlag(Finding.Privileged)).Select(x => x.HolderId).OfType<long>().ToHashSet());

    private readonly Dictionary<int, DraftItem> accounts = items.Where(i => i.ParentNumber is null).ToDictionary(i => i.Number);

    private HashSet<(long Reviewer, long Holder)> reviewed = [];

    /// <summary>Marks, and reroutes where the policy says so.</summary>
    public void Apply()
    {
        if (policy.AdministratorsReview == IndependenceRule.Rerouted)
        {
            foreach (var item in items.Where(i => IsAmongAdministrators(i, i.ReviewerId)))
            {
                Elsewhere(item, FallbackReason.AdministersToo, person => !IsAmongAdministrators(item, person));
            }
        }

        if (policy.ReciprocalReview == IndependenceRule.Rerouted)
        {
            RerouteReciprocal();
        }

        // Marked once all are where they stay.
        reviewed = Pairs(items);
        foreach (var item in items)
        {
            item.Conflict = IsAmongAdministrators(item, item.ReviewerId) ? IndependenceConflict.Administrator
                : IsReturned(item, item.ReviewerId, reviewed) ? IndependenceConflict.Reciprocal
                : IndependenceConflict.None;
        }
    }

    /// <summary>What the policy asks where this person would be the second reviewer of an item, once the first ones are chosen.</summary>
    public IndependenceRule Against(DraftItem item, long second)
    {
        var administers = IsAmongAdministrators(item, second) ? policy.AdministratorsReview : IndependenceRule.Recorded;
        var returns = IsReturned(item, second, reviewed) ? policy.ReciprocalReview : IndependenceRule.Recorded;
        return administers > returns ? administers : returns;
    }

    /// <summary>Takes note of a second reviewer, who is not to be reviewed by the item's holder in return either.</summary>
    public void Choose(DraftItem item, long second)
    {
        item.SecondId = second;
        if (item.HolderId is { } holder)
        {
            reviewed.Add((second, holder));
        }
    }

    // What stands first in the list stays; what would return it goes elsewhere, and before no administrator where the policy minds that.
    private void RerouteReciprocal()
    {
        var pairs = new HashSet<(long Reviewer, long Holder)>();
        foreach (var item in items)
        {
            if (IsReturned(item, item.ReviewerId, pairs))
            {
                Elsewhere(item, FallbackReason.Reciprocal, person => !IsReturned(item, person, pairs) && (policy.AdministratorsReview == IndependenceRule.Recorded || !IsAmongAdministrators(item, person)));
            }

            if (item is { ReviewerId: { } reviewer, HolderId: { } holder })
            {
                pairs.Add((reviewer, holder));
            }
        }
    }

    private bool IsAmongAdministrators(DraftItem item, long? reviewer) =>
        reviewer is { } person && accounts[item.ParentNumber ?? item.Number].Findings.HasFlag(Finding.Privileged) && administrators[item.CampaignApplicationId].Contains(person);

    private void Elsewhere(DraftItem item, FallbackReason reason, Func<long, bool> isBetter)
    {
        var (application, access) = (applications[item.CampaignApplicationId], DraftList.AccessOf(applications[item.CampaignApplicationId], item));
        var (person, basis) = new[] { (application.Pool.FallbackId, ReviewerBasis.Fallback), (application.Pool.ApplicationOwnerId, ReviewerBasis.ApplicationOwner) }
            .FirstOrDefault(c => ReviewerPolicy.IsUsable(c.Item1, access, application.Pool) && isBetter(c.Item1!.Value));
        if (person is not null)
        {
            (item.ReviewerId, item.ForId, item.Basis, item.Fallback) = (person, null, basis, reason);
        }
    }

    private static HashSet<(long Reviewer, long Holder)> Pairs(IEnumerable<DraftItem> items) =>
        [.. items.Where(i => i is { ReviewerId: not null, HolderId: not null }).Select(i => (i.ReviewerId!.Value, i.HolderId!.Value))];

    private static bool IsReturned(DraftItem item, long? reviewer, HashSet<(long Reviewer, long Holder)> pairs) =>
        item.HolderId is { } holder && reviewer is { } person && pairs.Contains((holder, person));
}
