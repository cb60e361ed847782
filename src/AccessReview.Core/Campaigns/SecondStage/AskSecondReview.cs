using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.SecondStage;

/// <summary>Sends the items whose first review looked hasty to a second reviewer. It undoes nothing and blames nobody: any revoke wins, and
/// the agreement is printed.</summary>
public sealed class AskSecondReview(Change change)
{
    /// <summary>Sends them. Answers with how many were sent: those that the person may review, that have no
    /// second reviewer yet, and whose first decision is not being carried out.</summary>
    public Task<Outcome<int>> RunAsync(Guid commandId, Actor actor, int number, long toPersonId, CancellationToken cancel) =>
        change.RunAsync<int>(commandId, actor, nameof(AskSecondReview), async (scope, token) =>
        {
            var found = await CampaignDoor.ToChangeAsync(scope, number, token);
            if (!found.IsOk)
            {
                return found.Problem;
            }

            var (db, campaign) = (scope.Db, found.Value);
            if (campaign.State != CampaignState.Active)
            {
                return new Problem("campaign.not-active", "The campaign is not open, so nobody reviews anything in it.");
            }

            if (await UsableReviewer.PersonAsync(db, toPersonId, scope.At, token) is { } unusable)
            {
                return unusable;
            }

            var flagged = (await QualityFacts.ReadAsync(db, campaign.Id, null, token)).GroupBy(f => f.ReviewerId).SelectMany(g => QualityRules.Of([.. g])).SelectMany(f => f.TurnIds).Distinct().ToList();
            var turns = await TurnFactsQuery.ReadAsync(db, flagged, Actor.Demo(toPersonId), token);
            var has = (await db.SecondReviews.Where(s => s.CampaignId == campaign.Id).Select(s => s.ItemId).ToListAsync(token)).ToHashSet();
            var underWay = (await db.Removals.Where(r => r.CampaignId == campaign.Id && r.State != RemovalState.Cancelled).Select(r => r.ItemId).ToListAsync(token)).ToHashSet();
            var barred = await TransferIndependence.ByPolicyAsync(db, campaign, turns, toPersonId, IndependenceRule.Rerouted, token);
            var items = turns.Where(t => t.Stage == 1 && !t.IsReviewedBy(toPersonId) && !has.Contains(t.ItemId) && !underWay.Contains(t.ItemId) && !barred.ContainsKey(t.TurnId) && UsableReviewer.Turn(t, toPersonId) is null).OrderBy(t => t.Number).ToList();
            if (items.Count == 0)
            {
                return new Problem("second.nothing", flagged.Count == 0 ? "No item looks as if it were reviewed in haste." : "None of the items can go to this person: they reviewed them, hold them, are not independent as the policy asks, or a second reviewer has them already; or what was decided is being carried out.");
            }

            foreach (var item in items)
            {
                scope.Add(new SecondReview { ItemId = item.ItemId, CampaignId = campaign.Id, ReviewerId = toPersonId, Why = SecondReason.Flagged });
            }

            scope.Record(new SecondReviewsAsked(campaign.Id, toPersonId, items.Count, ReviewersHash.Of(items.Select(i => (i.Number, toPersonId)))), campaign.Id);
            return items.Count;
        }, cancel);
}

/// <summary>Items were sent to a second reviewer.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="ToId">Whom.</param>
/// <param name="Items">How many.</param>
/// <param name="Reviewers">Which, as <see cref="ReviewersHash"/>.</param>
public sealed record SecondReviewsAsked(long Campaign, long ToId, int Items, Sha256 Reviewers) : EventBody
{
    /// <inheritdoc/>
    public override int Version => 2;
}
