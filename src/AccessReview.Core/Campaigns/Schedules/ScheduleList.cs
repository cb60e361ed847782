using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Schedules;

/// <summary>One time of a series, past or to come.</summary>
/// <param name="Name">The campaign's name.</param>
/// <param name="Dates">Its days.</param>
/// <param name="State">How it stands.</param>
/// <param name="Campaign">Its campaign's number, once prepared.</param>
public sealed record CycleLine(string Name, CycleDates Dates, CycleState State, int? Campaign);

/// <summary>A series of campaigns.</summary>
/// <param name="Id">The schedule.</param>
/// <param name="FromCampaign">The number of the campaign it began with; null once that was purged.</param>
/// <param name="Series">Its name; the whole name of the first campaign where it has none.</param>
/// <param name="Terms">What is set, for the next cycle that is not prepared.</param>
/// <param name="Owner">The owner's name.</param>
/// <param name="OwnerMayRun">Whether its owner still is a campaign owner; without, nothing launches itself.</param>
/// <param name="Cycles">What was and is, oldest first, and the next that is to come.</param>
public sealed record ScheduleLine(long Id, int? FromCampaign, string Series, ScheduleTerms Terms, string Owner, bool OwnerMayRun, IReadOnlyList<CycleLine> Cycles)
{
    /// <summary>What the days of the series are counted from, and how many times that is before the next cycle that is not prepared.</summary>
    public required (ScheduleTerms Terms, int Times) Anchor { get; init; }

    /// <summary>Applications that the last campaign reviewed, and the next one leaves out: they are out of scope.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>The next that is prepared or to come.</summary>
    public CycleLine Next => Cycles.First(c => c.State is CycleState.Planned or CycleState.Prepared or CycleState.Late);

    /// <summary>The days of a cycle to come, were the terms set: those that keep the next one's days are counted from the same day as before.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="times">How many after the next: 0 is the next.</param>
    public CycleDates Coming(ScheduleTerms terms, int times) => terms.KeepsDaysOf(Terms)
        ? (Anchor.Terms with { OpenDays = terms.OpenDays, PrepareDays = terms.PrepareDays }).Dates(Anchor.Times + times, times + 1)
        : terms.Dates(times, times + 1);
}

/// <summary>Every series in force with its cycles, for campaign owners and auditors.</summary>
public sealed class ScheduleList(Databases databases, TimeProvider time)
{
    /// <summary>Reads it.</summary>
    public async Task<Outcome<IReadOnlyList<ScheduleLine>>> RunAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await CampaignDoor.ToReadAsync(db, actor, cancel) is { } denied)
        {
            return denied;
        }

        var schedules = await db.CampaignSchedules.AsNoTracking().Where(s => s.Active).OrderBy(s => s.Id).ToListAsync(cancel);
        var lines = new List<ScheduleLine>(schedules.Count);
        foreach (var schedule in schedules)
        {
            lines.Add(await ReadAsync(db, schedule, time.Now(), cancel));
        }

        return lines;
    }

    /// <summary>One schedule with its cycles.</summary>
    internal static async Task<ScheduleLine> ReadAsync(ReviewDb db, CampaignSchedule schedule, DateTime now, CancellationToken cancel)
    {
        var today = Clock.DayIn(now, TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone));
        var cycles = await (
            from cycle in db.ScheduledCycles.AsNoTracking()
            where cycle.ScheduleId == schedule.Id
            join campaign in db.Campaigns.AsNoTracking() on cycle.CampaignId equals (long?)campaign.Id into campaigns
            from held in campaigns.DefaultIfEmpty()
            orderby cycle.Number
            select new { Cycle = cycle, Due = held != null && held.State == CampaignState.Draft && (cycle.MissedAt == null || held.DueDate < today) ? held.DueDate : cycle.DueDay, Name = held == null ? null : held.Name, State = held == null ? (CampaignState?)null : held.State, Number = held == null ? (int?)null : held.Number }).ToListAsync(cancel);
        var number = 1 + Math.Max(schedule.AnchorNumber - 1, cycles.Count == 0 ? 0 : cycles[^1].Cycle.Number);
        var next = schedule.Dates(number);
        var from = await db.Campaigns.AsNoTracking().Where(c => c.Id == schedule.FromCampaignId).Select(c => new { c.Number, c.Name }).SingleOrDefaultAsync(cancel);
        return new ScheduleLine(
            schedule.Id, from?.Number, schedule.Series.Length > 0 ? schedule.Series : from?.Name ?? "Campaign",
            schedule.TermsOf(number),
            (await PersonNames.ReadAsync(db, [schedule.OwnerId], cancel)).GetValueOrDefault(schedule.OwnerId, "not known"),
            (await Roles.RolesOf.ActorAsync(db, Actor.Demo(schedule.OwnerId), cancel)).HasFlag(Roles.Role.CampaignOwner),
            [
                .. cycles.Select(c => new CycleLine(c.Name ?? Name(schedule, c.Cycle.PeriodStart, c.Cycle.PeriodEnd), c.Cycle.Dates(schedule.PrepareDays) with { Due = c.Due }, c.Cycle.StateOf(c.State, today), c.Number)),
                new CycleLine(Name(schedule, next.PeriodStart, next.PeriodEnd), next, CycleState.Planned, null),
            ])
        {
            Anchor = (schedule.ToTerms(), number - schedule.AnchorNumber),
            LeftOut = await SeriesOf.LeftOutAsync(db, schedule, cancel),
        };
    }

    private static string Name(CampaignSchedule schedule, DateOnly start, DateOnly end) => PeriodName.Of(schedule.Series, start, end);
}
