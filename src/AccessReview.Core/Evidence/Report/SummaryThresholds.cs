using System.Globalization;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Extracts;

namespace AccessReview.Core.Evidence.Report;

/// <summary>What was measured beside what the organisation has set for itself, for the controls that the campaign supports; no verdict.</summary>
internal static class SummaryThresholds
{
    private const string Topic = "Measured, and the organisation's own threshold";

    // They move with the removals, in later editions too.
    private const string Removals = "Removals";

    internal static IReadOnlyList<Fact> Of(ReportScope scope, IReadOnlyList<SourceFile> files, SummaryCounts counts) =>
    [
        Age(files.Where(f => f.Extract.Kind == ExtractKind.Access), "Oldest reading of an application at launch", scope.Policy.ApplicationStaleAfterDays),
        Age(files.Where(f => f.Extract.Kind == ExtractKind.People), "Oldest staff list at launch", scope.Policy.StaffListStaleAfterDays),
        new(
            Topic, "Items reviewed by the day the campaign was due", Cell.Text(string.Create(CultureInfo.InvariantCulture, $"{counts.InTime} of {counts.Items}; own threshold: all by {scope.Campaign.DueDate:yyyy-MM-dd}")),
            "Items whose decision in force a person made in time. The threshold is the owner's, with every extension."),
        new(
            Removals, "Past their due day, beside the own threshold", Cell.Text(string.Create(CultureInfo.InvariantCulture, $"{counts.RemovalsLate} of {counts.RemovalStates.Values.Sum()}; own threshold: {Due(scope)}")),
            "Verified late, or due and not verified as of the instant above. The threshold is the policy's at launch, or that of the application's settings."),
        new(
            Removals, "95 % hours decision to verified, beside the own threshold", Cell.Text((counts.Hours(0.95) is { } hours ? string.Create(CultureInfo.InvariantCulture, $"{hours:0.#} hours") : "none verified") + "; own threshold: " + Due(scope)),
            "Beside the days or hours within which a removal is due after it was asked for, which is later than the decision."),
    ];

    private static Fact Age(IEnumerable<SourceFile> files, string name, int limit) => new(
        Topic, name,
        Cell.Text((files.Max(f => f.AgeAtLaunch) is { } days ? string.Create(CultureInfo.InvariantCulture, $"{days:0.0} days") : "not launched") + string.Create(CultureInfo.InvariantCulture, $"; own threshold: at most {limit} days")),
        "Between the export and the launch; the sheet Sources has each file. The threshold is the policy's at launch.");

    private static string Due(ReportScope scope)
    {
        var days = string.Create(CultureInfo.InvariantCulture, $"{scope.Policy.RemovalDueDays} days");
        var hours = scope.Applications.Select(a => (a.Name, Set: scope.Settings.At(a.Application, scope.AsOfSeq))).SelectMany(a => new[]
        {
            a.Set.PrivilegedRemovalHours is { } privileged ? string.Create(CultureInfo.InvariantCulture, $"in {a.Name} {privileged} hours for what is privileged") : null,
            a.Set.RemovalHours is { } other ? string.Create(CultureInfo.InvariantCulture, $"in {a.Name} {other} hours for {(a.Set.PrivilegedRemovalHours is null ? "all" : "the rest")}") : null,
        }).OfType<string>();
        return string.Join("; ", [days, .. hours]);
    }
}
