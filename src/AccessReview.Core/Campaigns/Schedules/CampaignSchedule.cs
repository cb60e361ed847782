using AccessReview.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Campaigns.Schedules;

/// <summary>A campaign that is held again and again: each time as the last one was, over the next period.</summary>
public sealed class CampaignSchedule : IAudited
{
    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The campaign it began with.</summary>
    public required long FromCampaignId { get; init; }

    /// <summary>Who set it; owner of what it prepares.</summary>
    public required long OwnerId { get; set; }

    /// <summary>The name before the name of the period: <c>Heap</c> of <c>Heap, Q1 2027</c>. May be empty.</summary>
    public required string Series { get; set; }

    /// <summary>The step.</summary>
    public required CadenceUnit Unit { get; set; }

    /// <summary>How many steps between two campaigns.</summary>
    public required int Every { get; set; }

    /// <summary>The number of the cycle that the days below are of; later ones are counted from it.</summary>
    public required int AnchorNumber { get; set; }

    /// <summary>The day that cycle is launched.</summary>
    public required DateOnly AnchorLaunch { get; set; }

    /// <summary>First day under review in that cycle.</summary>
    public required DateOnly AnchorStart { get; set; }

    /// <summary>Last day under review in that cycle.</summary>
    public required DateOnly AnchorEnd { get; set; }

    /// <summary>Days from the launch to the day it is due.</summary>
    public required int OpenDays { get; set; }

    /// <summary>Days before the launch at which the draft is prepared.</summary>
    public required int PrepareDays { get; set; }

    /// <summary>Whether the product launches it when every gate passes; else its owner does.</summary>
    public required bool LaunchesItself { get; set; }

    /// <summary>The IANA time zone in which its days begin and end.</summary>
    public required string TimeZone { get; set; }

    /// <summary>False once it was stopped.</summary>
    public bool Active { get; set; } = true;

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    /// <summary>How often.</summary>
    public Cadence Cadence => new(Unit, Every);

    /// <summary>The days of a cycle, from <see cref="AnchorNumber"/> on.</summary>
    public CycleDates Dates(int number) => ToTerms().Dates(number - AnchorNumber, number);

    /// <summary>What its owner said.</summary>
    public ScheduleTerms ToTerms() => new(Series, Cadence, AnchorLaunch, AnchorStart, AnchorEnd, OpenDays, PrepareDays, LaunchesItself, TimeZone);

    /// <summary>What its owner said, with the days of a cycle.</summary>
    public ScheduleTerms TermsOf(int number)
    {
        var dates = Dates(number);
        return ToTerms() with { Launch = dates.Launch, PeriodStart = dates.PeriodStart, PeriodEnd = dates.PeriodEnd };
    }

    /// <summary>Takes over what its owner says, from the given cycle on.</summary>
    internal void Take(ScheduleTerms terms, int fromNumber)
    {
        // Whoever leaves the days as they come leaves what they are counted from: the 31st comes back after a shorter month.
        var keeps = terms.KeepsDaysOf(TermsOf(fromNumber));
        (Series, Unit, Every) = (terms.Series.Trim(), terms.Cadence.Unit, terms.Cadence.Every);
        if (!keeps)
        {
            (AnchorNumber, AnchorLaunch, AnchorStart, AnchorEnd) = (fromNumber, terms.Launch, terms.PeriodStart, terms.PeriodEnd);
        }

        (OpenDays, PrepareDays, LaunchesItself, TimeZone) = (terms.OpenDays, terms.PrepareDays, terms.LaunchesItself, terms.TimeZone);
    }

    internal sealed class Map : IEntityTypeConfiguration<CampaignSchedule>
    {
        public void Configure(EntityTypeBuilder<CampaignSchedule> table)
        {
            table.Property(s => s.Series).HasMaxLength(Campaign.MaxName);
            table.Property(s => s.TimeZone).HasMaxLength(64);
            table.Ignore(s => s.Cadence);
        }
    }
}

/// <summary>The days of one cycle.</summary>
/// <param name="Number">Which, from 1.</param>
/// <param name="PeriodStart">First day under review.</param>
/// <param name="PeriodEnd">Last day under review.</param>
/// <param name="Prepare">The day its draft is prepared.</param>
/// <param name="Launch">The day it is launched.</param>
/// <param name="Due">The day it is due.</param>
public readonly record struct CycleDates(int Number, DateOnly PeriodStart, DateOnly PeriodEnd, DateOnly Prepare, DateOnly Launch, DateOnly Due);
