using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;

namespace AccessReview.Core.Campaigns;

/// <summary>Takes an application out of a draft.</summary>
public sealed class RemoveCampaignApplication(Change change)
{
    /// <summary>Takes it out; what was chosen stays on record.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, int number, long applicationId, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(RemoveCampaignApplication), async (scope, token) =>
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

            application.Active = false;
            CampaignDoor.Touch(scope, found.Value);
            scope.Record(new CampaignApplicationRemoved(found.Value.Id, applicationId), found.Value.Id);
            return Done.Yes;
        }, cancel);
}

/// <summary>An application was taken out of a draft.</summary>
public sealed record CampaignApplicationRemoved(long Campaign, long Application) : EventBody;
