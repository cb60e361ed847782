using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;

namespace AccessReview.Core.Campaigns.Schedules;

/// <summary>Stops a campaign from being held again. What is prepared already stays a draft.</summary>
public sealed class EndSchedule(Change change)
{
    /// <summary>Stops it.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, int number, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(EndSchedule), async (scope, token) =>
        {
            var found = await CampaignDoor.ToChangeAsync(scope, number, token);
            if (!found.IsOk)
            {
                return found.Problem;
            }

            if (await SeriesOf.CampaignAsync(scope.Db, found.Value.Id, token) is not { } schedule)
            {
                return Problem.NotFound($"A schedule of C{number}");
            }

            schedule.Active = false;
            scope.Record(new ScheduleEnded(schedule.Id, found.Value.Id), found.Value.Id);
            return Done.Yes;
        }, cancel);
}

/// <summary>A campaign is no longer held again.</summary>
public sealed record ScheduleEnded(long Schedule, long Campaign) : EventBody;
