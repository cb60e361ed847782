using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns.Schedules;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;

namespace AccessReview.Core.Campaigns;

/// <summary>Starts a draft like a campaign that was launched: its applications, scopes and reviewers, over the newest period
/// after its own that has begun, else the next. Whoever starts it is its owner.</summary>
public sealed class RepeatCampaign(Change change)
{
    /// <summary>Answers with the new campaign's number.</summary>
    public Task<Outcome<int>> RunAsync(Guid commandId, Actor actor, int number, CancellationToken cancel) =>
        change.RunAsync<int>(commandId, actor, nameof(RepeatCampaign), async (scope, token) =>
        {
            var found = await CampaignDoor.ToChangeAsync(scope, number, token);
            if (!found.IsOk)
            {
                return found.Problem;
            }

            if (found.Value is not { LaunchedAt: not null } last || scope.Actor.PersonId is not { } owner)
            {
                return new Problem("campaign.not-launched", $"C{number} was never launched. Change its plan instead.");
            }

            if (!last.IsOverEverybody)
            {
                return Campaign.NotRepeated;
            }

            var today = Clock.DayIn(scope.At, TimeZoneInfo.FindSystemTimeZoneById(last.TimeZone));
            var next = ScheduleTerms.Propose(last, await DeadlineExtension.FirstDueAsync(scope.Db, last, token), Cadence.Quarterly, today);
            // Due before its period begins, it would be done before anything of the period happened.
            var (start, end) = BegunBy(today, last);
            var plan = new CampaignPlan(
                PeriodName.Of(next.Series, start, end), last.Purpose, last.Controls, start, end, (start > today ? start : today).AddDays(next.OpenDays), last.TimeZone, last.Deadline);
            var campaign = await DraftLike.AddAsync(scope, plan, owner, token);
            if (!await DraftLike.TakeApplicationsAsync(scope, last, campaign, token))
            {
                return DraftLike.NothingInScope(number);
            }

            scope.Record(new CampaignRepeated(campaign.Id, campaign.Number, last.Id, owner, plan.DueDate), campaign.Id);
            return campaign.Number;
        }, cancel);

    // It is held now: the quarter that is running is not passed over, and none is reviewed before it begins, unless it is the very next.
    private static (DateOnly Start, DateOnly End) BegunBy(DateOnly today, Campaign last)
    {
        var times = 1;
        while (Cadence.Quarterly.Shift(last.PeriodStart, times + 1) <= today)
        {
            times++;
        }

        return (Cadence.Quarterly.Shift(last.PeriodStart, times), Cadence.Quarterly.ShiftEnd(last.PeriodEnd, times));
    }
}

/// <summary>A draft was started like an earlier campaign.</summary>
public sealed record CampaignRepeated(long Campaign, int Number, long Like, long Owner, DateOnly Due) : EventBody;
