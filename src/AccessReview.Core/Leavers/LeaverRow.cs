using AccessReview.Core.Campaigns;
using AccessReview.Core.Overview;
using AccessReview.Core.Removals;

namespace AccessReview.Core.Leavers;

/// <summary>How long access was kept after the last day, in steps.</summary>
public enum LeaverLength
{
    /// <summary>Up to a day.</summary>
    Day,

    /// <summary>More, up to a week.</summary>
    Week,

    /// <summary>More, up to 30 days.</summary>
    Month,

    /// <summary>More, up to 90 days.</summary>
    Quarter,

    /// <summary>More than 90 days.</summary>
    Longer,

    /// <summary>No last day is known.</summary>
    NotKnown,
}

/// <summary>An account of somebody who has left.</summary>
public sealed record LeaverRow
{
    /// <summary>The account.</summary>
    public required long AccountId { get; init; }

    /// <summary>Its name.</summary>
    public required string Account { get; init; }

    /// <summary>Its address.</summary>
    public required string Email { get; init; }

    /// <summary>The application.</summary>
    public required long ApplicationId { get; init; }

    /// <summary>The application's name.</summary>
    public required string Application { get; init; }

    /// <summary>Its role there.</summary>
    public required string Role { get; init; }

    /// <summary>Whose it is.</summary>
    public required long PersonId { get; init; }

    /// <summary>Their name.</summary>
    public required string Person { get; init; }

    /// <summary>Their last day; null: not known.</summary>
    public required DateOnly? LastDay { get; init; }

    /// <summary>When the product had the first complete readings that showed it.</summary>
    public required DateTime Found { get; init; }

    /// <summary>The reading that showed it no longer; null: it is open still.</summary>
    public required DateTime? Ended { get; init; }

    /// <summary>Up to when the hours count: the newest reading that shows it, or the one that showed it no longer.</summary>
    public required DateTime Until { get; init; }

    /// <summary>Hours of access since the last day; null: not known.</summary>
    public required double? Hours { get; init; }

    /// <summary>Whether it was used afterwards.</summary>
    public required UsedAfter Used { get; init; }

    /// <summary>The removal that is to end it, or did; none that another campaign has overruled since.</summary>
    public (int Number, RemovalState State)? Removal { get; init; }

    /// <summary>The open campaign that holds it or else the last one that asked about it since they left, where nothing is removed.</summary>
    public (int Number, CampaignState State, OutcomeKind? Outcome)? Asked { get; init; }

    /// <summary>Whether it was declared a test account, which no campaign asks about by itself.</summary>
    public bool IsTest { get; init; }

    /// <summary>Whether they can get in still.</summary>
    public bool Open => Ended is null;

    /// <summary>Whether it is open and before reviewers now.</summary>
    public bool BeforeReviewers => Open && Removal is null && Asked is { State: CampaignState.Active };

    /// <summary>Whether it is open, nobody is asked about it and nothing is being removed.</summary>
    internal bool Waits => Open && Removal is null && !BeforeReviewers;

    /// <summary>Whether a campaign ended with it being kept.</summary>
    internal bool IsKept => Asked is { State: CampaignState.Closed, Outcome: OutcomeKind.Certified or OutcomeKind.Changed };

    /// <summary>How long, in steps.</summary>
    public LeaverLength Length => Hours switch
    {
        null => LeaverLength.NotKnown,
        <= 24 => LeaverLength.Day,
        <= 7 * 24 => LeaverLength.Week,
        <= 30 * 24 => LeaverLength.Month,
        <= 90 * 24 => LeaverLength.Quarter,
        _ => LeaverLength.Longer,
    };
}

/// <summary>Which of them are shown.</summary>
/// <param name="ApplicationId">Of one application; null: of all.</param>
/// <param name="Open">True: who can get in still; false: whose access has ended; null: both.</param>
/// <param name="Length">Of one step; null: of all.</param>
/// <param name="Used">Only those used after the last day.</param>
public sealed record LeaverFilter(long? ApplicationId = null, bool? Open = null, LeaverLength? Length = null, bool Used = false)
{
    /// <summary>The step of that name; null: none is meant.</summary>
    public static LeaverLength? LengthOf(string? name) => Enum.TryParse<LeaverLength>(name, ignoreCase: true, out var length) && Enum.IsDefined(length) ? length : null;

    /// <summary>Whether a row is shown.</summary>
    public bool Shows(LeaverRow row) => (Open is null || row.Open == Open) && (Length is null || row.Length == Length) && (!Used || row.Used == UsedAfter.Yes);
}

/// <summary>What the accounts of people who have left add up to.</summary>
/// <param name="People">How many people.</param>
/// <param name="Accounts">Of how many accounts.</param>
/// <param name="OpenPeople">How many people can get in still.</param>
/// <param name="Open">By how many accounts.</param>
/// <param name="BeforeReviewers">Of those, how many are before reviewers now.</param>
/// <param name="UnderRemoval">Of those, how many are being removed.</param>
/// <param name="MedianHours">The hours in the middle; null: of none is a last day known.</param>
/// <param name="LongestHours">The most hours.</param>
/// <param name="HoursKnown">Of how many accounts the hours are known.</param>
/// <param name="Used">How many were used afterwards.</param>
/// <param name="UsedNotKnown">Of how many that is not known.</param>
/// <param name="Test">Of the open ones, how many are test accounts, about which nobody is asked.</param>
/// <param name="Kept">Of the open ones, about how many nobody is asked at once, as a campaign kept them under a signature and they are as they were.</param>
/// <param name="KeptBy">The campaign that kept all of those; null: several did, or there is none.</param>
/// <param name="Later">Of the open ones, about how many others nobody is asked at once, but after another reading.</param>
public sealed record LeaverFigures(
    int People, int Accounts, int OpenPeople, int Open, int BeforeReviewers, int UnderRemoval, double? MedianHours, double? LongestHours, int HoursKnown, int Used, int UsedNotKnown,
    int Test = 0, int Kept = 0, int? KeptBy = null, int Later = 0)
{
    /// <summary>Adds them up.</summary>
    /// <param name="rows">The accounts.</param>
    /// <param name="atOnce">Those about which somebody is asked at once; null: the policy asks about nobody at once.</param>
    public static LeaverFigures Of(IReadOnlyCollection<LeaverRow> rows, IReadOnlySet<long>? atOnce = null)
    {
        List<LeaverRow> quiet = atOnce is null ? [] : [.. rows.Where(r => r.Waits && !r.IsTest && !atOnce.Contains(r.AccountId))];
        List<LeaverRow> kept = [.. quiet.Where(r => r.IsKept)];
        List<double> hours = [.. rows.Select(r => r.Hours).OfType<double>().Order()];
        return new LeaverFigures(
            rows.Select(r => r.PersonId).Distinct().Count(), rows.Count, rows.Where(r => r.Open).Select(r => r.PersonId).Distinct().Count(), rows.Count(r => r.Open),
            rows.Count(r => r.BeforeReviewers), rows.Count(r => r.Open && r.Removal is not null),
            hours.Count == 0 ? null : (hours[(hours.Count - 1) / 2] + hours[hours.Count / 2]) / 2, hours.Count == 0 ? null : hours[^1], hours.Count,
            rows.Count(r => r.Used == UsedAfter.Yes), rows.Count(r => r.Used == UsedAfter.NotKnown),
            rows.Count(r => r.Waits && r.IsTest), kept.Count, kept.Select(r => r.Asked!.Value.Number).Distinct().ToList() is [var one] ? one : null, quiet.Count - kept.Count);
    }
}

/// <summary>A step with how many accounts are in it.</summary>
public sealed record LeaverLengthCount(LeaverLength Length, int Open, int Ended);

/// <summary>The people who have left and what they can get into, or could.</summary>
/// <param name="Applications">The applications that one may choose.</param>
/// <param name="Figures">What all of the chosen applications add up to, whatever else is chosen.</param>
/// <param name="Lengths">Each step.</param>
/// <param name="Total">How many rows there are.</param>
/// <param name="From">Rows before the page.</param>
/// <param name="Rows">Those of the page: open ones first, each part with the longest first and what is not known last.</param>
/// <param name="AtOnce">What the policy says about them.</param>
/// <param name="Judged">How far the chosen applications are judged: of the others nobody knows who has left.</param>
public sealed record LeaversView(
    IReadOnlyList<(long Id, string Name)> Applications, LeaverFigures Figures, IReadOnlyList<LeaverLengthCount> Lengths, int Total, int From, IReadOnlyList<LeaverRow> Rows, Settings.LeaversRule AtOnce,
    JudgedApplications Judged);
