using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Evidence.Checks;
using AccessReview.Core.Evidence.Workbook;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>Every completeness check, as it ran at launch and at close, and as it ran for this edition.</summary>
internal static class CompletenessSheet
{
    internal const string Name = "Completeness";

    internal static async Task<(Sheet Sheet, IReadOnlyList<TieOut> TieOuts)> OfAsync(ReportScope scope, IReadOnlyList<Check> now, CancellationToken cancel)
    {
        var kept = await scope.Db.CompletenessChecks.AsNoTracking().Where(c => c.CampaignId == scope.Campaign.Id).OrderBy(c => c.Id).ToListAsync(cancel);
        var launch = kept.Select(k => k.EventSeq).DefaultIfEmpty().Min();
        List<Line> lines =
        [
            .. kept.Select(k => new Line(
                new Check(k.Check, k.ApplicationId, k.WhatA, k.CountA, k.WhatB, k.CountB, k.Result, k.Explained),
                k.EventSeq == launch ? "launch" : "close", k.RunAt, null)),
            .. now.Select(line => new Line(line, "this edition", scope.At, TieOutOf(scope, line))),
        ];
        return (Sheet.Of(Name, Columns(scope), lines), [.. lines.Where(l => l.TieOut is not null).Select(l => l.TieOut!)]);
    }

    private static SheetColumns<Line> Columns(ReportScope scope)
    {
        var applications = scope.Applications.ToDictionary(a => a.Application.Id, a => a.Name);
        return new SheetColumns<Line>()
            .Text("Check", 8, l => l.Check.Code, "C1 to C12; there is no C7.", "The product.")
            .Text("What it checks", 44, l => CheckMeanings.ByCode[l.Check.Code], string.Join(' ', CheckMeanings.ByCode.Select(c => $"{c.Key}: {c.Value}")), "The product.")
            .Text("Application", 18, l => l.Check.ApplicationId is { } id ? applications[id] : null, "The application.", "The campaign.", "the whole campaign")
            .Text("Kind", 12, l => CompletenessChecks.Gates.Contains(l.Check.Code) ? "gate" : "shown", "A gate stops a launch or a close when it fails, and nobody can waive it.", "The product.")
            .Text("What is A", 44, l => l.Check.WhatA, "What A counts.", "The product.")
            .Integer("A", 12, l => l.Check.CountA, "The count A.", "Counted by the product.", "Not tested: the column Result says so.")
            .Text("What is B", 44, l => l.Check.WhatB, "What B counts.", "The product.")
            .Integer("B", 12, l => l.Check.CountB, "The count B.", "Counted by the product.", "Not tested: the column Result says so.")
            .Integer("Difference", 11, l => l.Check.CountA - l.Check.CountB, "A less B.", "Computed.", "Not tested: the column Result says so.")
            .TieOut("B counted on the sheets", "B", l => l.TieOut)
            .Text("Explained by", 70, l => l.Check.Explained, "What explains it, or why it was not tested.", "The product.", "nothing to explain")
            .Text("Result", 12, l => Words.Of(l.Check.Result), "Pass, Fail or Not tested.", "Computed.")
            .Text("Run at", 14, l => l.When, "At launch, at close, or for this edition.", "The product.")
            .Instant("Run", l => l.RunAt, "When it ran; for this edition, as of the campaign's last event.", "The product.");
    }

    /// <summary>What of B stands on the sheets: the accounts under review and left out, the items, the removals.</summary>
    private static TieOut? TieOutOf(ReportScope scope, Check line)
    {
        return line switch
        {
            { Code: "C12", WhatB: CampaignChecks.Removals } => RemovalsSheet.Standing(RemovalsSheet.Name, RemovalsSheet.StateHeader),
            { Code: "C12", WhatA: CloseChecks.Items } => TieOut.RowsOf(DecisionsSheet.Name),
            { Code: "C3", ApplicationId: { } id } when scope.Applications.First(a => a.Application.Id == id).Name is var name && TieOut.CanCount(name) =>
                TieOut.RowsOf(DecisionsSheet.Name).Where("Application", name).Where(DecisionsSheet.KindHeader, "account")
                    .Plus(TieOut.RowsOf(ExclusionsSheet.Name).Where("Application or directory", name).Where(ExclusionsSheet.KindHeader, ExclusionsSheet.LeftOut)),
            _ => null,
        };
    }

    private sealed record Line(Check Check, string When, DateTime RunAt, TieOut? TieOut);
}
