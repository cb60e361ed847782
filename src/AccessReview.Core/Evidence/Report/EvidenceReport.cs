using System.Globalization;
using AccessReview.Core.Evidence.Checks;
using AccessReview.Core.Evidence.Pack;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Findings;

namespace AccessReview.Core.Evidence.Report;

/// <summary>The sheets of a campaign's workbook, from one read snapshot.</summary>
internal static class EvidenceReport
{
    /// <summary>Describes the workbook; its rows are read while it is written.</summary>
    /// <param name="scope">The campaign and its edition.</param>
    /// <param name="files">The raw files, with their names in the pack.</param>
    /// <param name="proofs">What the product did in other systems, with its proofs.</param>
    /// <param name="attached">Files attached to what was done by hand.</param>
    /// <param name="packed">The files already in the pack.</param>
    /// <param name="cancel">Stops the reading.</param>
    internal static async Task<WorkbookContents> ReadAsync(
        ReportScope scope, IReadOnlyList<SourceFile> files, IReadOnlyList<ProofFile> proofs, IReadOnlyList<HandProofFile> attached, IReadOnlyList<PackFile> packed, CancellationToken cancel)
    {
        var signed = await SignOffsSheet.ReadAsync(scope, cancel);
        var checks = await CompletenessChecks.RunAsync(scope.Db, scope.Campaign.Id, scope.At, cancel);
        var (summary, ofSummary) = await SummarySheet.OfAsync(scope, files, signed, checks, cancel);
        var (completeness, ofCompleteness) = await CompletenessSheet.OfAsync(scope, checks, cancel);
        var history = await RemovalHistory.ReadAsync(scope, cancel);
        var origins = await Origins.ReadAsync(scope, cancel);
        List<Sheet> sheets =
        [
            summary,
            SourcesSheet.Of(files),
            completeness,
            await ExclusionsSheet.OfAsync(scope, files, cancel),
            await DecisionsSheet.OfAsync(scope, origins, cancel),
            await HistorySheet.OfAsync(scope, cancel),
            await ReviewersSheet.OfAsync(scope, signed, cancel),
            SignOffsSheet.Of(scope, signed),
            await RemovalsSheet.OfAsync(scope, proofs, attached, history, origins, cancel),
            ProofsSheet.Of(scope, proofs),
            RemovalHistorySheet.Of(scope, history),
            await UnmatchedSheet.OfAsync(scope, cancel),
            await DecisionsSheet.OfAsync(scope, "Privileged", Finding.Privileged, cancel),
            await DecisionsSheet.OfAsync(scope, "Service and shared", Finding.ServiceOrShared, cancel),
            await ExceptionsSheet.OfAsync(scope, cancel),
            await LeaversSheet.OfAsync(scope, cancel),
            await BridgeSheet.OfAsync(scope, cancel),
            await AbsencesSheet.OfAsync(scope, cancel),
            await QualitySheet.OfAsync(scope, cancel),
            await QuestionsSheet.OfAsync(scope, cancel),
            await SampleSheet.OfAsync(scope, cancel),
            await NotificationsSheet.OfAsync(scope, cancel),
            await ConfigurationSheet.OfAsync(scope, cancel),
            await RolesSheet.OfAsync(scope, cancel),
            await AdminActivitySheet.OfAsync(scope, cancel),
            await IntegritySheet.OfAsync(scope, packed, cancel),
        ];
        return new WorkbookContents(
            string.Create(CultureInfo.InvariantCulture, $"Access review evidence C{scope.Campaign.Number}, {scope.Edition}"),
            ReportNotice.Of(scope), scope.At, sheets)
        {
            TieOuts = [.. ofSummary, .. ofCompleteness],
        };
    }
}
