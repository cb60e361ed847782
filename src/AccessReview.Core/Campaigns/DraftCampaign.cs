using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;

namespace AccessReview.Core.Campaigns;

/// <summary>Starts the plan of a campaign. Whoever starts it is its owner.</summary>
public sealed class DraftCampaign(Change change)
{
    /// <summary>Answers with the campaign's number.</summary>
    public Task<Outcome<int>> RunAsync(Guid commandId, Actor actor, CampaignPlan plan, CancellationToken cancel) =>
        change.RunAsync<int>(commandId, actor, nameof(DraftCampaign), async (scope, token) =>
        {
            if (!scope.Has(Role.CampaignOwner) || scope.Actor.PersonId is not { } owner)
            {
                return Problem.Denied("Only a campaign owner plans campaigns. An administrator can grant that role.");
            }

            if (plan.Check() is { } problem)
            {
                return problem;
            }

            var campaign = await DraftLike.AddAsync(scope, plan, owner, token);
            scope.Record(new CampaignDrafted(campaign.Id, campaign.Number, owner, plan.DueDate, plan.Deadline), campaign.Id);
            return campaign.Number;
        }, cancel);
}

/// <summary>The plan of a campaign was started.</summary>
public sealed record CampaignDrafted(long Campaign, int Number, long Owner, DateOnly Due, DeadlineRule Deadline) : EventBody;
