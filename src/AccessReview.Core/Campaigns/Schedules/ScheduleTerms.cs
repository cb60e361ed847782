namespace AccessReview.Core.Campaigns.Schedules;

/// <summary>What the owner of a campaign says about holding it again, as the page sends it.</summary>
/// <param name="Series">The name before the name of the period.</param>
/// <param name="Cadence">How often.</param>
/// <param name="Launch">The day the next one is launched.</param>
/// <param name="PeriodStart">First day under review in the next one.</param>
/// <param name="PeriodEnd">Last day under review in the next one.</param>
/// <param name="OpenDays">Days from each launch to the day it is due.</param>
/// <param name="PrepareDays">Days before each launch at which the draft is prepared.</param>
/// <param name="LaunchesItself">Whether the product launches it when every gate passes.</param>
/// <param name="TimeZone">The IANA time zone of all days.</param>
public sealed record ScheduleTerms(
    string Series, Cadence Cadence, DateOnly Launch, DateOnly PeriodStart, DateOnly PeriodEnd, int OpenDays, int PrepareDays, bool LaunchesItself, string TimeZone)
{
    /// <summary>Room for the name of a period after the name of the series.</summary>
    public const int MaxSeries = Campaign.MaxName - 30;

    private const int ProposedPrepareDays = 14;

    /// <summary>The next one after a campaign, as it would be proposed: a step later, open for as many days as the last was to be when it was launched.</summary>
    /// <param name="last">The campaign.</param>
    /// <param name="firstDue">The day it was due before anybody extended it: more days for one quarter are no rule for the next.</param>
    /// <param name="cadence">The step.</param>
    /// <param name="today">Today in its time zone.</param>
    public static ScheduleTerms Propose(Campaign last, DateOnly firstDue, Cadence cadence, DateOnly today)
    {
        var launched = last.LaunchedAt is { } at ? Clock.DayIn(at, TimeZoneInfo.FindSystemTimeZoneById(last.TimeZone)) : today;
        var times = 1;
        while (cadence.Shift(launched, times) < today)
        {
            times++;
        }

        // A period follows the one before: a month after a quarter is the month that follows it.
        var (start, end) = cadence == Cadence.Quarterly || cadence.Unit == CadenceUnit.Weeks
            ? (cadence.Shift(last.PeriodStart, times), cadence.ShiftEnd(last.PeriodEnd, times))
            : (cadence.Shift(last.PeriodEnd.AddDays(1), times - 1), cadence.Shift(last.PeriodEnd.AddDays(1), times).AddDays(-1));
        return new ScheduleTerms(
            PeriodName.SeriesOf(last.Name, last.PeriodStart, last.PeriodEnd), cadence, cadence.Shift(launched, times), start, end,
            Math.Clamp(firstDue.DayNumber - launched.DayNumber, 1, cadence.FewestDays), Math.Min(ProposedPrepareDays, cadence.FewestDays), LaunchesItself: false, last.TimeZone);
    }

    /// <summary>The days of one of the cycles to come.</summary>
    /// <param name="times">How many after the next: 0 is the next.</param>
    /// <param name="number">Its number.</param>
    public CycleDates Dates(int times, int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(times);
        var launch = Cadence.Shift(Launch, times);
        return new CycleDates(number, Cadence.Shift(PeriodStart, times), Cadence.ShiftEnd(PeriodEnd, times), launch.AddDays(-PrepareDays), launch, launch.AddDays(OpenDays));
    }

    /// <summary>Whether they keep the step and the days of others.</summary>
    public bool KeepsDaysOf(ScheduleTerms other) => (Cadence, Launch, PeriodStart, PeriodEnd) == (other.Cadence, other.Launch, other.PeriodStart, other.PeriodEnd);

    /// <summary>What is wrong with them; null when nothing is.</summary>
    /// <param name="now">Now: nothing is planned for a day that is over.</param>
    public Problem? Check(DateTime now) => this switch
    {
        _ when Series.Trim().Length > MaxSeries => new("schedule.series", $"The name has {Series.Trim().Length} characters; at most {MaxSeries} leave room for the period."),
        _ when WhyNotCounted() is { } problem => problem,
        _ when !Zones.IsKnown(TimeZone) => new("schedule.time-zone", $"“{TimeZone}” is not a time zone known here. Use an IANA name such as Europe/Berlin."),
        _ when PeriodEnd < PeriodStart => new("schedule.period", $"The period ends on {Clock.Said(PeriodEnd)}, before it starts on {Clock.Said(PeriodStart)}."),
        _ when Launch < Clock.DayIn(now, TimeZoneInfo.FindSystemTimeZoneById(TimeZone)) => new("schedule.launch", $"{Clock.Said(Launch)} is over. Choose the day of the next launch."),
        _ => null,
    };

    /// <summary>Why no days can be counted with them, as while a number or a day is being typed; null when they can.</summary>
    public Problem? WhyNotCounted() => this switch
    {
        _ when Cadence.Every < 1 || Cadence.Every > Cadence.Most => new("schedule.cadence", $"Choose every 1 to {Cadence.Most} {Cadence.Unit.ToString().ToLowerInvariant()}."),
        _ when Days.Wrong("schedule.launch", "the day of the next launch", Launch) is { } launch => launch,
        _ when Days.Wrong("schedule.period", "the first day of the next period", PeriodStart) is { } start => start,
        _ when Days.Wrong("schedule.period", "the last day of the next period", PeriodEnd) is { } end => end,
        _ when OpenDays < 1 || OpenDays > Cadence.FewestDays => new("schedule.open", $"A review held {Cadence} is open for 1 to {Cadence.FewestDays} days, so that it is over before the next begins."),
        _ when PrepareDays < 0 || PrepareDays > Cadence.FewestDays => new("schedule.prepare", $"The draft of a review held {Cadence} is prepared 0 to {Cadence.FewestDays} days before its launch."),
        _ => null,
    };
}
