using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Scoping;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>Puts an application into a draft.</summary>
public sealed class AddCampaignApplication(Change change)
{
    /// <summary>Adds it; an application taken out before comes back with this scope.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, int number, long applicationId, CampaignScope chosen, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(AddCampaignApplication), async (scope, token) =>
        {
            var found = await CampaignDoor.ToEditAsync(scope, number, token);
            if (!found.IsOk)
            {
                return found.Problem;
            }

            if (!await scope.Db.Applications.AnyAsync(a => a.Id == applicationId, token))
            {
                return Problem.NotFound("The application");
            }

            if (await ScopedSources.RefusalAsync(scope.Db, applicationId, null, token) is { } refusal)
            {
                return refusal;
            }

            if (await chosen.CheckAsync(scope.Db, token) is { } problem)
            {
                return problem;
            }

            var campaign = found.Value;
            var application = campaign.Applications.SingleOrDefault(a => a.ApplicationId == applicationId);
            if (application is { Active: true })
            {
                return new Problem("campaign.application-twice", "This application is in the campaign already.");
            }

            application ??= scope.Add(new CampaignApplication { Id = scope.NewId(), CampaignId = campaign.Id, ApplicationId = applicationId });
            application.Active = true;
            chosen.WriteTo(application);
            CampaignDoor.Touch(scope, campaign);
            scope.Record(new CampaignApplicationAdded(campaign.Id, applicationId, chosen.Includes, chosen.AccountReviewer, chosen.AssignmentReviewer, chosen.NamedReviewerId, chosen.FallbackReviewerId), campaign.Id);
            return Done.Yes;
        }, cancel);
}

/// <summary>An application was put into a draft.</summary>
public sealed record CampaignApplicationAdded(
    long Campaign, long Application, IReadOnlyList<Code> Includes, ReviewerRule AccountReviewer, ReviewerRule? AssignmentReviewer, long? Named, long? Fallback) : EventBody;
