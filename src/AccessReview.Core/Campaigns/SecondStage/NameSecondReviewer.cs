using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.SecondStage;

/// <summary>Puts the items for whose second review the product found nobody before a person whom a campaign owner names.</summary>
public sealed class NameSecondReviewer(Change change)
{
    /// <summary>Puts them there. Answers with how many: what the person may not have still waits for somebody.</summary>
    public Task<Outcome<int>> RunAsync(Guid commandId, Actor actor, int number, long toPersonId, CancellationToken cancel) =>
        change.RunAsync<int>(commandId, actor, nameof(NameSecondReviewer), async (scope, token) =>
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

            var waiting = await SecondCandidates.WithNobody(db, scope.At).Where(t => t.CampaignId == campaign.Id).OrderBy(t => t.Number).ToListAsync(token);
            var others = waiting.FindAll(t => t.ReviewerId != toPersonId && t.ForId != toPersonId);
            var may = await SecondCandidates.MayAsync(db, campaign, others.Select(t => t.Id), toPersonId, IndependenceRule.Rerouted, scope.Today, token);
            List<ReviewTurn> opened = [.. others.Where(t => may.Contains(t.Id)).Select(t => OpenSecondReviews.SecondTurn(scope, t, toPersonId, ReviewerBasis.Named))];
            if (opened.Count == 0)
            {
                return new Problem("second.nothing", waiting.Count == 0 ? "No item lacks a second reviewer." : "None of the items can go to this person: the person reviewed them, holds them, has a part in saying whose they are, or is not independent as the policy asks.");
            }

            await OpenSecondReviews.RecordAsync(scope, campaign.Id, opened, token);
            return opened.Count;
        }, cancel);
}
