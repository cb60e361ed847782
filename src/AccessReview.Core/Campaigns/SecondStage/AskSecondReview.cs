using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.SecondStage;

/// <summary>How many items go to a second reviewer.</summary>
/// <param name="Flagged">Kept, and their first review looked hasty.</param>
/// <param name="Drawn">Drawn at random among what the same reviewers kept: a tenth of their other accounts, with the assignments they kept too.</param>
public sealed record SecondReviewsSent(int Flagged, int Drawn);

/// <summary>Sends the items that were kept and whose first review looked hasty to a second reviewer, with a random tenth of the other accounts
/// that the same reviewers kept. It undoes nothing and blames nobody: any revoke wins, and the agreement is printed.</summary>
public sealed class AskSecondReview(Change change)
{
    /// <summary>Sends them. Answers with how many were sent: those that the person may review, that have no
    /// second reviewer yet, and whose first decision is not being carried out.</summary>
    public Task<Outcome<SecondReviewsSent>> RunAsync(Guid commandId, Actor actor, int number, long toPersonId, CancellationToken cancel) =>
        change.RunAsync<SecondReviewsSent>(commandId, actor, nameof(AskSecondReview), async (scope, token) =>
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

            if (await UsableReviewer.PersonAsync(db, toPersonId, scope.Today, token) is { } unusable)
            {
                return unusable;
            }

            var facts = await QualityFacts.ReadAsync(db, campaign.Id, null, token);
            var flagged = facts.GroupBy(f => f.ReviewerId).SelectMany(g => QualityRules.Of([.. g])).SelectMany(f => f.TurnIds).ToHashSet();
            var kept = await KeptAsync(db, campaign.Id, [.. facts.Where(f => flagged.Contains(f.TurnId)).Select(f => f.ReviewerId).Distinct()], toPersonId, token);
            var has = await db.SecondReviews.Where(s => s.CampaignId == campaign.Id).ToDictionaryAsync(s => s.ItemId, s => s.Why, token);
            var underWay = (await db.Removals.Where(r => r.CampaignId == campaign.Id && r.State != RemovalState.Cancelled).Select(r => r.ItemId).ToListAsync(token)).ToHashSet();
            var barred = await TransferIndependence.ByPolicyAsync(db, campaign, kept, toPersonId, IndependenceRule.Rerouted, token);
            var may = kept.FindAll(t => !t.IsReviewedBy(toPersonId) && !has.ContainsKey(t.ItemId) && !underWay.Contains(t.ItemId) && !barred.ContainsKey(t.TurnId) && UsableReviewer.Turn(t, toPersonId) is null);
            var mayGo = may.Select(t => t.TurnId).ToHashSet();
            var hasty = may.FindAll(t => flagged.Contains(t.TurnId));
            if (hasty.Count == 0)
            {
                return new Problem("second.nothing", flagged.Count == 0 ? "No item looks as if it were reviewed in haste." : "None of the items can go to this person: they were revoked, or the person reviewed them, holds them or is not independent as the policy asks; or a second reviewer has them already, or what was decided is being carried out.");
            }

            // What was drawn before counts as drawn: who is asked twice has still a tenth looked at, and not a fifth.
            var others = kept.FindAll(t => !flagged.Contains(t.TurnId) && (has.TryGetValue(t.ItemId, out var why) ? why == SecondReason.RandomTenth : mayGo.Contains(t.TurnId)));
            var accounts = hasty.Select(t => t.ReviewerId).Distinct().SelectMany(reviewer => RandomTenth.Of(campaign.Id, [.. others.Where(t => t.ReviewerId == reviewer && t.ParentItemId is null).Select(t => t.Number)])).ToHashSet();
            var items = others.Where(t => accounts.Contains(t.Number)).Select(t => t.ItemId).ToHashSet();
            var drawn = may.FindAll(t => !flagged.Contains(t.TurnId) && items.Contains(t.ParentItemId ?? t.ItemId));
            scope.Db.AddRange(hasty.Select(t => Second(t, SecondReason.Flagged)).Concat(drawn.Select(t => Second(t, SecondReason.RandomTenth))));
            scope.Record(
                new SecondReviewsAsked(
                    campaign.Id, toPersonId, hasty.Count + drawn.Count, ReviewersHash.Of(hasty.Concat(drawn).OrderBy(t => t.Number).Select(t => (t.Number, toPersonId)))), campaign.Id);
            return new SecondReviewsSent(hasty.Count, drawn.Count);

            SecondReview Second(TurnFacts turn, SecondReason why) => new() { ItemId = turn.ItemId, CampaignId = campaign.Id, ReviewerId = toPersonId, Why = why };
        }, cancel);

    // Only what the first stage kept comes before a second reviewer: a revoke ends the item.
    private static async Task<List<TurnFacts>> KeptAsync(ReviewDb db, long campaignId, IReadOnlyCollection<long> reviewers, long toPersonId, CancellationToken cancel)
    {
        var turns = await db.ReviewTurns.Where(t => t.CampaignId == campaignId && t.Stage == 1 && reviewers.Contains(t.ReviewerId) && (t.State == TurnState.Certified || t.State == TurnState.Changed))
            .Select(t => t.Id).ToListAsync(cancel);
        return await TurnFactsQuery.ReadAsync(db, turns, Actor.Demo(toPersonId), cancel);
    }
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
