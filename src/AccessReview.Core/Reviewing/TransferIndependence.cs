using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Independence;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>What the policy of a campaign does not let its items go to after the launch: a reviewer whose access the holder reviews in
/// return, and an administrator of the application for the access of another. And nobody is both first and second reviewer, nor stood in for
/// as one of them, nor given the first review where nobody else could do the second.</summary>
internal static class TransferIndependence
{
    /// <summary>The turns that may not go to the person, each with why; where they would have them for somebody who is away, for whom.</summary>
    public static async Task<IReadOnlyDictionary<long, Problem>> BarredAsync(ReviewDb db, Campaign campaign, IReadOnlyList<TurnFacts> turns, long toPersonId, CancellationToken cancel, long? forId = null)
    {
        var barred = await ByPolicyAsync(db, campaign, turns, toPersonId, IndependenceRule.Rerouted, cancel);

        // Whoever is away is a reviewer too, as long as a delegate has it; and of both turns of an item, given in one act, one goes.
        var items = turns.Select(t => t.ItemId).Distinct().ToList();
        var firsts = turns.Where(t => t.Stage == 1).Select(t => t.ItemId).ToHashSet();
        var theirs = (await TurnStatements.OfItems(db, items).Where(t => t.ReviewerId == toPersonId || t.ForId == toPersonId).Select(t => new { t.ItemId, t.Stage }).ToListAsync(cancel)).ToLookup(t => t.ItemId, t => t.Stage);
        foreach (var turn in turns.Where(t => theirs[t.ItemId].Any(stage => stage != t.Stage) || (t.Stage == 2 && firsts.Contains(t.ItemId))))
        {
            barred[turn.TurnId] = new Problem("reviewer.other-stage", "They review it in the other stage, and a second reviewer is somebody else than the first.");
        }

        var lack = await SecondCandidates.WouldLackAsync(db, campaign, turns, toPersonId, forId, await RolesOf.TodayAsync(db, cancel), cancel);

        // What is held for them while they are away is theirs already: they could not be its second reviewer either way.
        foreach (var turn in turns.Where(t => t.Stage == 1 && t.ForId != toPersonId && lack.Contains(t.ItemId)))
        {
            barred.TryAdd(turn.TurnId, new Problem("reviewer.only-second", "Nobody else could review it a second time, and a second reviewer is somebody else than the first."));
        }

        return barred;
    }

    /// <summary>The items' turns for which the person is not independent enough, each with why.</summary>
    /// <param name="db">The database.</param>
    /// <param name="campaign">The campaign, with the policy it was launched with.</param>
    /// <param name="turns">The turns.</param>
    /// <param name="toPersonId">Who would review them.</param>
    /// <param name="strict">The least strict of the policy's rules that bars.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<Dictionary<long, Problem>> ByPolicyAsync(
        ReviewDb db, Campaign campaign, IReadOnlyList<TurnFacts> turns, long toPersonId, IndependenceRule strict, CancellationToken cancel)
    {
        var policy = await db.PolicyVersions.AsNoTracking().Where(p => p.Id == campaign.PolicyVersionId).Select(p => p.Json).SingleOrDefaultAsync(cancel) is { } json ? CurrentPolicy.Parse(json) : new Policy();
        var barred = new Dictionary<long, Problem>();
        if (policy.AdministratorsReview >= strict)
        {
            var administered = await PrivilegedAccounts.Of(db, campaign.Id).Where(a => a.HolderId == toPersonId).Select(a => a.PlanId).Distinct().ToListAsync(cancel);
            var accounts = administered.Count == 0 ? [] : (await PrivilegedAccounts.Of(db, campaign.Id).Where(a => administered.Contains(a.PlanId)).Select(a => a.AccountId).ToListAsync(cancel)).ToHashSet();
            foreach (var turn in turns.Where(t => accounts.Contains(t.AccountId) && administered.Contains(t.CampaignApplicationId)))
            {
                barred[turn.TurnId] = new Problem("reviewer.administers", "They administer the application too, and the policy does not let administrators review each other.");
            }
        }

        if (policy.ReciprocalReview >= strict)
        {
            var theirReviewers = (await (from item in db.ReviewItems.AsNoTracking()
                                         where item.CampaignId == campaign.Id && item.HolderId == toPersonId
                                         join turn in db.ReviewTurns on item.Id equals turn.ItemId
                                         select turn.ReviewerId).Distinct().ToListAsync(cancel)).ToHashSet();
            foreach (var turn in turns.Where(t => t.HolderId is { } holder && theirReviewers.Contains(holder)))
            {
                barred.TryAdd(turn.TurnId, new Problem("reviewer.reciprocal", "Its holder reviews their access, and the policy does not let two people review each other."));
            }
        }

        return barred;
    }
}
