using System.Globalization;
using AccessReview.Core.Costs;
using AccessReview.Core.Overview;
using AccessReview.Core.Removals;
using AccessReview.Web.Components.Overview;

namespace AccessReview.Web.Components.Costs;

/// <summary>Costs in words, and the rows behind each figure.</summary>
internal static class CostWords
{
    /// <summary>Whole units: a year's costs are no cents.</summary>
    public static string Whole(long minor) => Math.Round(minor / 100m, MidpointRounding.AwayFromZero).ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>The same with its currency.</summary>
    public static string Whole(long minor, string currency) => $"{Whole(minor)} {currency}";

    /// <summary>Amounts of several currencies beside each other.</summary>
    public static string Whole(IReadOnlyList<Money> money) => string.Join(" + ", money.Select(m => Whole(m.Minor, m.Currency)));

    /// <summary>A price with its cents.</summary>
    public static string Exact(long minor, string currency) => string.Create(CultureInfo.InvariantCulture, $"{minor / 100m:N2} {currency}");

    /// <summary>What a line counts.</summary>
    public static string What(CostLine line) => line.Kind switch
    {
        CostKind.UnusedSeats => $"Unused seats of {line.Application}",
        CostKind.HandWork => "Work by hand",
        CostKind.MissedRemovals => "Accounts that should be gone",
        _ => throw new ArgumentOutOfRangeException(nameof(line), line.Kind, null),
    };

    /// <summary>What it means.</summary>
    public static string Meaning(CostLine line) => line.Kind switch
    {
        CostKind.UnusedSeats => "dormant, or never joined",
        CostKind.HandWork => "as entered in the settings",
        CostKind.MissedRemovals => "of people who have left, or of nobody known",
        _ => throw new ArgumentOutOfRangeException(nameof(line), line.Kind, null),
    };

    /// <summary>How many of what.</summary>
    public static string Count(CostLine line) => line.Count is not { } count ? "not known yet" : line.Kind switch
    {
        CostKind.UnusedSeats => N(count, "seat"),
        CostKind.HandWork => N(count, "hour"),
        CostKind.MissedRemovals => N(count, "account"),
        _ => throw new ArgumentOutOfRangeException(nameof(line), line.Kind, null),
    };

    /// <summary>What is missing in the numbers because it is not judged yet; null: nothing.</summary>
    public static string? NotJudged(JudgedApplications judged) => judged.Any ? FindingWords.NotJudged(judged) is { } some ? $"{some}, and not in these numbers." : null
        : "Nothing that was read has been judged yet, so what accounts cost is not known.";

    /// <summary>The rows behind the count; null: it was entered and has none, or it is not known.</summary>
    public static string? Href(CostLine line, long? applicationId) => line.Count is null ? null : line.Kind switch
    {
        CostKind.UnusedSeats => Links.Findings(ReadCosts.Unused, enabled: true, applicationId),
        CostKind.HandWork => null,
        CostKind.MissedRemovals => Links.Findings(ReadCosts.Missed, enabled: true),
        _ => throw new ArgumentOutOfRangeException(nameof(line), line.Kind, null),
    };

    /// <summary>The removals behind what a campaign recovered.</summary>
    public static string Href(RecoveredSeats recovered) => Links.Removals(new RemovalFilter(RemovalShow.Verified, CampaignNumber: recovered.Campaign, Seats: true));

    /// <summary>The colour of a line's bar.</summary>
    public static string Colour(CostLine line) => line.Kind switch
    {
        CostKind.UnusedSeats => "var(--warn)",
        CostKind.HandWork => "var(--accent)",
        CostKind.MissedRemovals => "var(--no)",
        _ => throw new ArgumentOutOfRangeException(nameof(line), line.Kind, null),
    };

    private static string N(int count, string one) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {one}{(count == 1 ? "" : "s")}");
}
