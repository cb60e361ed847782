using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Scoping;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Schedules;

/// <summary>Has a campaign held again and again, or changes how. What is prepared already stays as it is; the next one follows the new days.</summary>
public sealed class SetSchedule(Change change)
{
    /// <summary>Sets it. Whoever sets it becomes the owner of what it prepares.</summary>
    /// <param name="commandId">Makes sending again harmless.</param>
    /// <param name="actor">Who sets it.</param>
    /// <param name="number">The campaign.</param>
    /// <param name="terms">How it is held from now on.</param>
    /// <param name="edited">What was set when that was made, for the next one that is not prepared, which is a conflict when it is something else by now;
    /// null: nothing was.</param>
    /// <param name="cancel">Stops before the commit.</param>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, int number, ScheduleTerms terms, ScheduleTerms? edited, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(SetSchedule), async (scope, token) =>
        {
            var found = await CampaignDoor.ToChangeAsync(scope, number, token);
            if (!found.IsOk)
            {
                return found.Problem;
            }

            if (found.Value is not { LaunchedAt: not null } campaign || scope.Actor.PersonId is not { } owner)
            {
                return new Problem("campaign.not-launched", $"C{number} was never launched, so there is nothing to hold again. Launch it first.");
            }

            if (!campaign.IsOverEverybody)
            {
                return Campaign.NotRepeated;
            }

            var schedule = await SeriesOf.CampaignAsync(scope.Db, campaign.Id, token);
            var from = schedule is null ? 1 : await SeriesOf.NextNumberAsync(scope.Db, schedule, token);
            if (edited != schedule?.TermsOf(from))
            {
                return Problem.Conflict("Somebody changed or stopped this series, or its next campaign was prepared, meanwhile. It is shown now as it stands. Make your change to that.");
            }

            var like = schedule is null ? campaign : await SeriesOf.LastAsync(scope.Db, schedule, token);
            if (!await scope.Db.Applications.InScope().AnyAsync(a => scope.Db.CampaignApplications.Any(p => p.CampaignId == like.Id && p.Active && p.ApplicationId == a.Id), token))
            {
                return DraftLike.NothingInScope(like.Number);
            }

            if (terms.Check(scope.At) is { } problem)
            {
                return problem;
            }

            if (schedule is null)
            {
                schedule = scope.Add(New(scope.NewId(), campaign.Id, owner, terms));
            }
            else
            {
                schedule.OwnerId = owner;
            }

            schedule.Take(terms, from);
            scope.Record(
                new ScheduleSet(schedule.Id, campaign.Id, owner, terms.Cadence.Unit, terms.Cadence.Every, from, terms.Launch, terms.OpenDays, terms.PrepareDays, terms.LaunchesItself), campaign.Id);
            return Done.Yes;
        }, cancel);

    private static CampaignSchedule New(long id, long campaign, long owner, ScheduleTerms terms) => new()
    {
        Id = id,
        FromCampaignId = campaign,
        OwnerId = owner,
        Series = terms.Series,
        Unit = terms.Cadence.Unit,
        Every = terms.Cadence.Every,
        AnchorNumber = 1,
        AnchorLaunch = terms.Launch,
        AnchorStart = terms.PeriodStart,
        AnchorEnd = terms.PeriodEnd,
        OpenDays = terms.OpenDays,
        PrepareDays = terms.PrepareDays,
        LaunchesItself = terms.LaunchesItself,
        TimeZone = terms.TimeZone,
    };
}

/// <summary>It was set that a campaign is held again, and when.</summary>
public sealed record ScheduleSet(
    long Schedule, long Campaign, long Owner, CadenceUnit Unit, int Every, int FromCycle, DateOnly Launch, int OpenDays, int PrepareDays, bool LaunchesItself) : EventBody;
