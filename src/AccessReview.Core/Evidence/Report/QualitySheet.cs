using System.Globalization;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Reviewing;

namespace AccessReview.Core.Evidence.Report;

/// <summary>How carefully the campaign was reviewed: measured on exceptions only, per campaign, and per reviewer only where the organisation
/// switched that on. A flag means a second look; it is no verdict.</summary>
internal static class QualitySheet
{
    internal const string Name = "Review quality";
    private const string Campaign = "the campaign";

    internal static async Task<Sheet> OfAsync(ReportScope scope, CancellationToken cancel)
    {
        var quality = await ReviewQuality.ReadAsync(scope.Db, scope.Campaign, cancel);
        return Sheet.Of(
            Name,
            new SheetColumns<Line>()
                .Text("Of", 26, l => l.Of, "The campaign, or one reviewer.", "The reviewers of the campaign.")
                .Text(PeopleAsOf.KeyHeader, 10, l => l.PersonId is { } person ? DecisionsSheet.Id(person) : null, PeopleAsOf.KeyMeans, "Given when the staff list first named them.", Words.DoesNotApply)
                .Text("What", 60, l => l.What, "What is measured.", "The rules of review quality.")
                .Text("Measured", 24, l => l.Measured, "The value.", "Decisions in force that a person made; seconds are those between a reviewer's decisions, each counted up to 60; of several decisions of one reviewer on one item, the most. An item counts once, though two reviewers may have decided it.")
                .Text("Flagged when", 52, l => l.When, "The threshold of a flag.", "The rules of review quality.", Words.DoesNotApply)
                .Text("Flagged", 10, l => l.Flagged is { } flagged ? Words.Of(flagged) : null, "Whether it was reached.", "The rules of review quality.", Words.DoesNotApply)
                .Integer("Rules version", 9, _ => QualityRules.Version, "The version of the rules.", "The product."),
            [
                .. OfCampaign(quality),
                .. quality.ByReviewer.OrderBy(r => scope.People.Name(r.PersonId), StringComparer.Ordinal).ThenBy(r => r.PersonId)
                    .SelectMany(r => r.Flags.Select(f => new Line(scope.People.Facts(r.PersonId).Name, QualityWords.Of(f.Flag), Items(f.TurnIds.Count), QualityWords.Threshold(f.Flag), true) { PersonId = r.PersonId })),
            ]);
    }

    private static IEnumerable<Line> OfCampaign(QualityReport quality) =>
    [
        new(Campaign, "Exceptions that a person decided", N(quality.Exceptions), null, null),
        new(Campaign, "Median seconds on an exception", quality.MedianSeconds?.ToString("0.#", CultureInfo.InvariantCulture) ?? "none measured", null, null),
        new(Campaign, "Items decided", N(quality.Decided), null, null),
        new(Campaign, "Of those in a selection, as a group or carried forward", N(quality.Together), null, null),
        new(Campaign, "Of those in the last tenth of the time from launch to due", N(quality.AtTheEnd), null, null),
        new(Campaign, "Items that a second reviewer decided as well", N(quality.Twice), null, null),
        new(Campaign, "Of those, decided alike", N(quality.Alike), null, null),
        new(Campaign, "Of the others, kept by both at different lower roles, of which the second reviewer's counts", N(quality.OtherRole), null, null),
        .. quality.Flags.Select(f => new Line(
            Campaign, QualityWords.Of(f.Flag), Flagged(f.Reviewers, f.Items), QualityWords.Threshold(f.Flag), f.Reviewers > 0)),
        new(Campaign, "Under any of these, each reviewer and each item once", Flagged(quality.FlaggedReviewers, quality.FlaggedItems), null, null),
    ];

    private static string Flagged(int reviewers, int items) => reviewers == 0 ? "no reviewer" : $"{N(reviewers)} {(reviewers == 1 ? "reviewer" : "reviewers")}, {Items(items)}";

    private static string Items(int count) => count == 1 ? "1 item" : $"{N(count)} items";

    private static string N(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Line(string Of, string What, string Measured, string? When, bool? Flagged)
    {
        /// <summary>The reviewer; null for the campaign.</summary>
        internal long? PersonId { get; init; }
    }
}
