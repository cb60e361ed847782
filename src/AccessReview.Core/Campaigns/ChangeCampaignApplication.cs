using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;

namespace AccessReview.Core.Campaigns;

/// <summary>Changes what of an application a draft reviews, and by whom.</summary>
public sealed class ChangeCampaignApplication(Change change)
{
    /// <summary>Changes it.</summary>
    /// <param name="commandId">Makes sending again harmless.</param>
    /// <param name="actor">Who changes it.</param>
    /// <param name="number">The campaign.</param>
    /// <param name="applicationId">The application.</param>
    /// <param name="chosen">What is reviewed, and by whom, from now on.</param>
    /// <param name="edited">What it was made from, which is a conflict when something else stands by now; null: from nothing.</param>
    /// <param name="cancel">Stops before the commit.</param>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, int number, long applicationId, CampaignScope chosen, CampaignScope? edited, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(ChangeCampaignApplication), async (scope, token) =>
        {
            var found = await CampaignDoor.ToEditAsync(scope, number, token);
            if (!found.IsOk)
            {
                return found.Problem;
            }

            if (found.Value.Applications.SingleOrDefault(a => a.ApplicationId == applicationId && a.Active) is not { } application)
            {
                return Problem.NotFound("The application in this campaign");
            }

            if (edited is not null && edited != CampaignScope.Of(application))
            {
                return Problem.Conflict("What is reviewed here was changed meanwhile, and is shown now as it stands. Make your change to that.");
            }

            if (await chosen.CheckAsync(scope.Db, token) is { } problem)
            {
                return problem;
            }

            chosen.WriteTo(application);
            CampaignDoor.Touch(scope, found.Value);
            scope.Record(new CampaignApplicationChanged(found.Value.Id, applicationId, chosen.Includes, chosen.AccountReviewer, chosen.AssignmentReviewer, chosen.NamedReviewerId, chosen.FallbackReviewerId), found.Value.Id);
            return Done.Yes;
        }, cancel);
}

/// <summary>What a draft reviews of an application was changed.</summary>
public sealed record CampaignApplicationChanged(
    long Campaign, long Application, IReadOnlyList<Code> Includes, ReviewerRule AccountReviewer, ReviewerRule? AssignmentReviewer, long? Named, long? Fallback) : EventBody;
