using AccessReview.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Campaigns.Schedules;

/// <summary>One time of a campaign that repeats: from the day its draft is prepared, or the day it was found missed.</summary>
public sealed class ScheduledCycle : IAudited
{
    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The schedule.</summary>
    public required long ScheduleId { get; init; }

    /// <summary>Which time, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>First day under review.</summary>
    public required DateOnly PeriodStart { get; init; }

    /// <summary>Last day under review.</summary>
    public required DateOnly PeriodEnd { get; init; }

    /// <summary>The day it was to be launched.</summary>
    public required DateOnly LaunchDay { get; init; }

    /// <summary>The day it was to be done.</summary>
    public required DateOnly DueDay { get; init; }

    /// <summary>Its campaign; null: the product was not running while it could have been prepared.</summary>
    public long? CampaignId { get; set; }

    /// <summary>When it was found that its due day had passed without a launch.</summary>
    public DateTime? MissedAt { get; set; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    /// <summary>Its days.</summary>
    /// <param name="prepareDays">Days before the launch at which its draft is prepared.</param>
    public CycleDates Dates(int prepareDays) => new(Number, PeriodStart, PeriodEnd, LaunchDay.AddDays(-prepareDays), LaunchDay, DueDay);

    /// <summary>Whether it was found missed, and not only by a clock that ran ahead: without a draft its day must be over.</summary>
    /// <param name="today">Today in the schedule's time zone.</param>
    public bool IsMissed(DateOnly today) => MissedAt is not null && (CampaignId is not null || DueDay < today);

    /// <summary>How it stands. What a clock that ran ahead found missed is still planned.</summary>
    /// <param name="campaign">Its campaign's state; null: it has none, or it was purged.</param>
    /// <param name="today">Today in the schedule's time zone.</param>
    public CycleState StateOf(CampaignState? campaign, DateOnly today) => (campaign, MissedAt) switch
    {
        (CampaignState.Active or CampaignState.Closed, null) => CycleState.Held,
        (CampaignState.Active or CampaignState.Closed, _) => CycleState.HeldLate,
        (null, not null) when !IsMissed(today) => CycleState.Planned,
        (_, not null) => CycleState.Missed,
        (CampaignState.Draft, _) => today > LaunchDay ? CycleState.Late : CycleState.Prepared,
        (CampaignState.Cancelled, _) => CycleState.GivenUp,
        (null, _) => CycleState.Held,
        _ => throw new InvalidOperationException($"Unknown state {campaign}."),
    };

    internal sealed class Map : IEntityTypeConfiguration<ScheduledCycle>
    {
        public void Configure(EntityTypeBuilder<ScheduledCycle> table)
        {
            table.HasIndex(c => new { c.ScheduleId, c.Number }).IsUnique();
            table.HasIndex(c => c.CampaignId);
        }
    }
}

/// <summary>How a cycle stands.</summary>
public enum CycleState
{
    /// <summary>Its days are known; nothing is prepared.</summary>
    Planned,

    /// <summary>Its draft is there.</summary>
    Prepared,

    /// <summary>Its draft is there, and the day of its launch has passed.</summary>
    Late,

    /// <summary>It was launched in time.</summary>
    Held,

    /// <summary>It was missed, and launched afterwards.</summary>
    HeldLate,

    /// <summary>Its draft was given up.</summary>
    GivenUp,

    /// <summary>The day it was due has passed, and it was not launched.</summary>
    Missed,
}
