using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;

namespace AccessReview.Core.Campaigns;

/// <summary>Changes name, purpose, control references, period, due day, time zone and deadline rule of a draft.</summary>
public sealed class ChangeCampaign(Change change)
{
    /// <summary>Changes it.</summary>
    /// <param name="commandId">Makes sending again harmless.</param>
    /// <param name="actor">Who changes it.</param>
    /// <param name="number">The campaign.</param>
    /// <param name="plan">The plan from now on.</param>
    /// <param name="edited">The plan that it was made from, which is a conflict when another one stands by now; null: from none.</param>
    /// <param name="cancel">Stops before the commit.</param>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, int number, CampaignPlan plan, CampaignPlan? edited, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(ChangeCampaign), async (scope, token) =>
        {
            var found = await CampaignDoor.ToEditAsync(scope, number, token);
            if (!found.IsOk)
            {
                return found.Problem;
            }

            if (edited is not null && edited != CampaignPlan.Of(found.Value))
            {
                return Problem.Conflict("The plan was changed meanwhile, and is shown now as it stands. Make your change to that.");
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
