namespace AccessReview.Core.Campaigns;

/// <summary>What a campaign's owner plans, as the page sends it.</summary>
public sealed record CampaignPlan(
    string Name, string Purpose, string Controls, DateOnly PeriodStart, DateOnly PeriodEnd, DateOnly DueDate, string TimeZone, DeadlineRule Deadline)
{
    /// <summary>The plan of a campaign.</summary>
    public static CampaignPlan Of(Campaign campaign) =>
        new(campaign.Name, campaign.Purpose, campaign.Controls, campaign.PeriodStart, campaign.PeriodEnd, campaign.DueDate, campaign.TimeZone, campaign.Deadline);

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public Problem? Check() => this switch
    {
        _ when string.IsNullOrWhiteSpace(Name) => new("campaign.name", "Give the campaign a name, for example Heap, Q4 2026."),
        _ when Name.Trim().Length > Campaign.MaxName => new("campaign.name", $"The name has {Name.Trim().Length} characters; at most {Campaign.MaxName} are kept."),
        _ when Purpose.Length > Campaign.MaxText => new("campaign.purpose", $"The purpose has {Purpose.Length} characters; at most {Campaign.MaxText} are kept."),
        _ when Controls.Length > Campaign.MaxText => new("campaign.controls", $"The control references have {Controls.Length} characters; at most {Campaign.MaxText} are kept."),
        _ when Days.Wrong("campaign.period", "the first day of the period", PeriodStart) is { } start => start,
        _ when Days.Wrong("campaign.period", "the last day of the period", PeriodEnd) is { } end => end,
        _ when PeriodEnd < PeriodStart => new("campaign.period", $"The period ends on {Clock.Said(PeriodEnd)}, before it starts on {Clock.Said(PeriodStart)}."),
        _ when Days.Wrong("campaign.due", "the day it is due", DueDate) is { } due => due,
        _ when !Zones.IsKnown(TimeZone) => new("campaign.time-zone", $"“{TimeZone}” is not a time zone known here. Use an IANA name such as Europe/Berlin."),
        _ => null,
    };

    /// <summary>The end of the due day in the plan's time zone.</summary>
    public DateTime DueAt() => Clock.EndOfDay(DueDate, TimeZoneInfo.FindSystemTimeZoneById(TimeZone));

    /// <summary>Writes the plan into the campaign.</summary>
    public void WriteTo(Campaign campaign)
    {
        (campaign.Name, campaign.Purpose, campaign.Controls) = (Name.Trim(), Purpose.Trim(), Controls.Trim());
        (campaign.PeriodStart, campaign.PeriodEnd, campaign.TimeZone) = (PeriodStart, PeriodEnd, TimeZone);
        (campaign.DueDate, campaign.DueAt, campaign.Deadline) = (DueDate, DueAt(), Deadline);
    }
}

/// <summary>Time zones by their IANA names.</summary>
public static class Zones
{
    /// <summary>Whether this is the IANA name of a zone that this machine knows.</summary>
    public static bool IsKnown(string name) => name.Length is > 0 and <= 64 && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId;
}
