using AccessReview.Core.Campaigns;

namespace AccessReview.Web.Components.Campaigns;

/// <summary>The fields of a plan while they are being filled in.</summary>
public sealed class PlanModel
{
    /// <summary>The name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Why it is held.</summary>
    public string Purpose { get; set; } = "";

    /// <summary>Control references.</summary>
    public string Controls { get; set; } = "";

    /// <summary>First day under review.</summary>
    public DateOnly PeriodStart { get; set; }

    /// <summary>Last day under review.</summary>
    public DateOnly PeriodEnd { get; set; }

    /// <summary>The day it is due.</summary>
    public DateOnly Due { get; set; }

    /// <summary>The IANA time zone.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>What the deadline does.</summary>
    public DeadlineRule Deadline { get; set; }

    /// <summary>The quarter that holds the day, due in two weeks.</summary>
    public static PlanModel Propose(DateOnly today, string timeZone)
    {
        var quarter = ((today.Month - 1) / 3) + 1;
        var start = new DateOnly(today.Year, ((quarter - 1) * 3) + 1, 1);
        return new PlanModel
        {
            Name = $"Q{quarter} {today.Year}",
            PeriodStart = start,
            PeriodEnd = start.AddMonths(3).AddDays(-1),
            Due = today.AddDays(14),
            TimeZone = timeZone,
        };
    }

    /// <summary>The fields of a plan.</summary>
    public static PlanModel From(CampaignPlan plan) => new()
    {
        Name = plan.Name,
        Purpose = plan.Purpose,
        Controls = plan.Controls,
        PeriodStart = plan.PeriodStart,
        PeriodEnd = plan.PeriodEnd,
        Due = plan.DueDate,
        TimeZone = plan.TimeZone,
        Deadline = plan.Deadline,
    };

    /// <summary>The plan as Core keeps it.</summary>
    public CampaignPlan ToPlan() => new(Name.Trim(), Purpose.Trim(), Controls.Trim(), PeriodStart, PeriodEnd, Due, TimeZone, Deadline);
}
