using System.Globalization;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Evidence.Workbook;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>The end of the Summary: the owner's conclusion, what a Follow-up says otherwise than Close, the limits, the head.</summary>
internal static class SummaryEnd
{
    internal static async Task<List<Fact>> FactsAsync(ReportScope scope, IReadOnlyList<SourceFile> files, CancellationToken cancel)
    {
        var campaign = scope.Campaign;
        var restores = await RecordedRestore.ReadAsync(scope.Db, scope.ReadUpTo, cancel);
        var words = await scope.Db.PrivateTexts.AsNoTracking().Where(t => t.Id == campaign.ConclusionId).Select(t => t.Text ?? "purged").SingleOrDefaultAsync(cancel);
        return
        [
            new("Conclusion", "The owner's conclusion", Cell.Text(scope.ClosedAt is not null ? words : scope.NotClosed), "In the owner's own words."),
            .. Cancelled(scope, words),
            .. await DifferencesFromClose.FactsAsync(scope, cancel),
            .. Limits(scope, files, restores.Where(r => r.Event.Seq > scope.FirstSeq)).Select((limit, i) => new Fact("Known limits", string.Create(CultureInfo.InvariantCulture, $"Limit {i + 1}"), Cell.Text(limit), "What this evidence does not show.")),
            new("Chain", "Last event", Cell.Text(scope.Last.Seq.ToString(CultureInfo.InvariantCulture)), "The campaign's last event under this edition."),
            new("Chain", "Head", Cell.Text(Convert.ToHexStringLower(scope.Last.Hash)), "Its hash; the sheet Integrity and verify.py have the same."),
            new("Chain", "Retain until", campaign.RetainUntil is null ? Cell.Text(scope.NotClosed) : Cell.Date(campaign.RetainUntil), "Nothing of the campaign may be purged before."),
        ];
    }

    /// <summary>The end of a campaign that was given up: nobody closed it, and nobody concluded anything.</summary>
    private static IEnumerable<Fact> Cancelled(ReportScope scope, string? reason) => scope.Campaign is { State: CampaignState.Cancelled } campaign
        ?
        [
            new("Conclusion", "Cancelled (UTC)", Cell.Instant(campaign.EndedAt), "When it was given up."),
            new("Conclusion", "Cancelled by", Cell.Text(campaign.EndedBy is { } by ? scope.People.Actor(by) : null), "Who gave it up."),
            new("Conclusion", "Cancelled because", Cell.Text(reason), "Why it was given up, word for word."),
        ]
        : [];

    private static IEnumerable<string> Limits(ReportScope scope, IReadOnlyList<SourceFile> files, IEnumerable<RecordedRestore> restores)
    {
        var exported = files.Where(f => f.Extract.ConnectionId is null).Select(f => $"{f.ExtractName} {f.Source}").Distinct().ToList();
        if (exported.Count > 0)
        {
            yield return $"Read from files, so that what the source showed is known only as far as their exporter stated it: {string.Join(", ", exported)}.";
        }

        if (scope.Demo)
        {
            yield return ReportNotice.Demo;
        }

        foreach (var application in scope.Applications.Where(a => a.Extract is { CoversAssignments: false }))
        {
            yield return $"The reading of {application.Name} lists no group assignments.";
        }

        foreach (var restore in restores)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"On {Clock.Said(restore.Event.At)} the record went on from a restored backup, as event {restore.Event.Seq} says: {restore.Lost}, is lost, and with it the list of the exports made then.");
        }
    }
}

/// <summary>The first row of every sheet.</summary>
internal static class ReportNotice
{
    /// <summary>Marks everything made in demo mode.</summary>
    internal const string Demo = "Demo: identities were chosen, not authenticated";

    internal static string Of(ReportScope scope)
    {
        var edition = scope.Campaign.State == CampaignState.Cancelled ? $"{scope.Edition}: the campaign was cancelled"
            : scope.Edition.Kind == EditionKind.Interim ? $"{scope.Edition}: the campaign is not closed and this may change" : scope.Edition.ToString();
        var campaign = string.Create(CultureInfo.InvariantCulture, $"C{scope.Campaign.Number} {scope.Campaign.Name}");
        return scope.Demo ? $"{Demo} · {edition} · {campaign}" : $"{edition} · {campaign}";
    }
}
