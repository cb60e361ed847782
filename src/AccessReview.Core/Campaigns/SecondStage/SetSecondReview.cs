using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;

namespace AccessReview.Core.Campaigns.SecondStage;

/// <summary>Says which items of an application in a draft a second reviewer looks at, and who that is.</summary>
public sealed class SetSecondReview(Change change)
{
    /// <summary>Says it.</summary>
    /// <param name="commandId">Made in the browser.</param>
    /// <param name="actor">A campaign owner.</param>
    /// <param name="number">The campaign.</param>
    /// <param name="applicationId">The application in it.</param>
    /// <param name="rule">Which items.</param>
    /// <param name="reviewerId">The second reviewer; null: the application's owner.</param>
    /// <param name="cancel">Stops before the commit.</param>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, int number, long applicationId, SecondReviewRule rule, long? reviewerId, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(SetSecondReview), async (scope, token) =>
        {
            var found = await CampaignDoor.ToEditAsync(scope, number, token);
            if (!found.IsOk)
            {
                return found.Problem;
            }

            var campaign = found.Value;
            if (campaign.Applications.SingleOrDefault(a => a.ApplicationId == applicationId && a.Active) is not { } plan)
            {
                return Problem.NotFound("The application in this campaign");
            }

            if (reviewerId is { } person && await UsableReviewer.PersonAsync(scope.Db, person, scope.Today, token) is { } unusable)
            {
                return unusable;
            }

            (plan.SecondReview, plan.SecondReviewerId) = (rule, rule == SecondReviewRule.None ? null : reviewerId);
            CampaignDoor.Touch(scope, campaign);
            scope.Record(new SecondReviewSet(campaign.Id, applicationId, rule, plan.SecondReviewerId), campaign.Id);
            return Done.Yes;
        }, cancel);
}

/// <summary>Which items of an application have a second reviewer.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Application">The application.</param>
/// <param name="Rule">Which items.</param>
/// <param name="ReviewerId">Who; null: the application's owner.</param>
public sealed record SecondReviewSet(long Campaign, long Application, SecondReviewRule Rule, long? ReviewerId) : EventBody;
