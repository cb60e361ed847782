using AccessReview.Core.Campaigns.Schedules;

namespace AccessReview.Web.Components.Campaigns.Schedules;

/// <summary>The fields of a schedule while they are being filled in.</summary>
public sealed class ScheduleModel
{
    /// <summary>The name before the name of the period.</summary>
    public string Series { get; set; } = "";

    /// <summary>The step.</summary>
    public CadenceUnit Unit { get; set; }

    /// <summary>How many steps.</summary>
    public int Every { get; set; }

    /// <summary>The day of the next launch.</summary>
    public DateOnly Launch { get; set; }

    /// <summary>First day under review in the next one.</summary>
    public DateOnly PeriodStart { get; set; }

    /// <summary>Last day under review in the next one.</summary>
    public DateOnly PeriodEnd { get; set; }

    /// <summary>Days from the launch to the day it is due.</summary>
    public int OpenDays { get; set; }

    /// <summary>Days before the launch at which the draft is prepared.</summary>
    public int PrepareDays { get; set; }

    /// <summary>Whether it launches itself.</summary>
    public bool LaunchesItself { get; set; }

    /// <summary>The IANA time zone.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>How often, as the fields say.</summary>
    public Cadence Cadence => new(Unit, Every);

    /// <summary>The fields of terms.</summary>
    public static ScheduleModel From(ScheduleTerms terms) => new()
    {
        Series = terms.Series,
        Unit = terms.Cadence.Unit,
        Every = terms.Cadence.Every,
        Launch = terms.Launch,
        PeriodStart = terms.PeriodStart,
        PeriodEnd = terms.PeriodEnd,
        OpenDays = terms.OpenDays,
        PrepareDays = terms.PrepareDays,
        LaunchesItself = terms.LaunchesItself,
        TimeZone = terms.TimeZone,
    };

    /// <summary>The terms as Core takes them.</summary>
    public ScheduleTerms ToTerms() => new(Series, Cadence, Launch, PeriodStart, PeriodEnd, OpenDays, PrepareDays, LaunchesItself, TimeZone);
}
