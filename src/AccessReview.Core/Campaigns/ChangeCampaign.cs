using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;

namespace AccessReview.Core.Campaigns;

/// <summary>Changes name, purpose, control references, period, due day, time zone and deadline rule of a draft.</summary>
public sealed class ChangeCampaign(Change change)
{
    /// <summary>Changes it.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, int number, CampaignPlan plan, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(ChangeCampaign), async (scope, token) =>
        {
            var found = await CampaignDoor.ToEditAsync(scope, number, token);
            if (!found.IsOk)
            {
                return found.Problem;
            }

            if (plan.Check() is { } problem)
            {
                return problem;
            }

            plan.WriteTo(found.Value);
            CampaignDoor.Touch(scope, found.Value);
            scope.Record(new CampaignPlanChanged(found.Value.Id, plan.PeriodStart, plan.PeriodEnd, plan.DueDate, plan.Deadline), found.Value.Id);
            return Done.Yes;
        }, cancel);
}

/// <summary>The plan of a draft was changed.</summary>
public sealed record CampaignPlanChanged(long Campaign, DateOnly PeriodStart, DateOnly PeriodEnd, DateOnly Due, DeadlineRule Deadline) : EventBody;
