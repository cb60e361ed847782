using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Schedules;

/// <summary>Prepares one cycle: a draft like the series' last campaign, with a fresh preview. Where the day it would have been due has passed,
/// the cycle is recorded as missed instead. Done once for each cycle, and again for one that was found missed by a clock that ran ahead.</summary>
public sealed class PrepareCycle(Change change, PreviewCampaign preview)
{
    /// <summary>Prepares it.</summary>
    /// <param name="scheduleId">The schedule.</param>
    /// <param name="number">Which cycle.</param>
    /// <param name="today">Today in the schedule's time zone.</param>
    /// <param name="cancel">Stops before the commit.</param>
    public async Task RunAsync(long scheduleId, int number, DateOnly today, CancellationToken cancel)
    {
        var prepared = await change.RunAsync<int>(Guid.NewGuid(), Actor.Product, nameof(PrepareCycle), async (scope, token) =>
        {
            var db = scope.Db;
            if (await db.CampaignSchedules.AsNoTracking().SingleOrDefaultAsync(s => s.Id == scheduleId && s.Active, token) is not { } schedule)
            {
                return 0;
            }

            var cycle = await SeriesOf.MissedAhead(db, schedule, today).SingleOrDefaultAsync(c => c.Number == number, token);
            if (cycle is null && await SeriesOf.NextNumberAsync(db, schedule, token) != number)
            {
                return 0;
            }

            var dates = cycle?.Dates(schedule.PrepareDays) ?? schedule.Dates(number);
            cycle ??= scope.Add(Row(scope.NewId(), scheduleId, dates));
            if (dates.Due < today)
            {
                cycle.MissedAt = scope.At;
                scope.Record(new CycleMissed(scheduleId, number, dates.Launch, dates.Due));
                return 0;
            }

            var last = await SeriesOf.LastAsync(db, schedule, token);
            var campaign = await db.Campaigns.SingleOrDefaultAsync(c => c.Id == cycle.CampaignId, token) ?? await DraftAsync(scope, schedule, last, dates, token);
            (cycle.CampaignId, cycle.MissedAt) = (campaign.Id, null);
            scope.Record(new CyclePrepared(scheduleId, number, campaign.Id, campaign.Number, last.Id, campaign.OwnerId, dates.Launch, dates.Due), campaign.Id);
            return campaign.Number;
        }, cancel);
        if (prepared.Require() is > 0 and var campaign)
        {
            await preview.RunAsync(Actor.Product, campaign, cancel);
        }
    }

    private static async Task<Campaign> DraftAsync(ChangeScope scope, CampaignSchedule schedule, Campaign last, CycleDates dates, CancellationToken cancel)
    {
        var plan = new CampaignPlan(
            PeriodName.Of(schedule.Series, dates.PeriodStart, dates.PeriodEnd), last.Purpose, last.Controls, dates.PeriodStart, dates.PeriodEnd, dates.Due, schedule.TimeZone, last.Deadline);
        var campaign = await DraftLike.AddAsync(scope, plan, schedule.OwnerId, cancel);
        await DraftLike.TakeApplicationsAsync(scope, last, campaign, cancel);
        return campaign;
    }

    private static ScheduledCycle Row(long id, long scheduleId, CycleDates dates) => new()
    {
        Id = id,
        ScheduleId = scheduleId,
        Number = dates.Number,
        PeriodStart = dates.PeriodStart,
        PeriodEnd = dates.PeriodEnd,
        LaunchDay = dates.Launch,
        DueDay = dates.Due,
    };
}

/// <summary>The draft of a campaign that repeats was prepared; said again of one that a clock which ran ahead had found missed.</summary>
public sealed record CyclePrepared(long Schedule, int Cycle, long Campaign, int Number, long Like, long Owner, DateOnly Launch, DateOnly Due) : EventBody;
