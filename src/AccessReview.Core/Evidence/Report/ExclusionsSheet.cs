using System.Globalization;
using System.Runtime.CompilerServices;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Evidence.Checks;
using AccessReview.Core.Evidence.Workbook;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>Everything that is not under review: accounts and assignments left out by the scope, and lines set aside at import,
/// one by one.</summary>
internal static class ExclusionsSheet
{
    internal const string Name = "Exclusions";
    internal const string KindHeader = "What";
    internal const string LeftOut = "account left out";
    internal const string AssignmentLeftOut = "assignment left out";
    internal const string SetAside = "line set aside";

    private static readonly SheetColumns<Line> Columns = new SheetColumns<Line>()
        .Text(KindHeader, 18, l => l.Kind, "An account or an assignment left out by the scope, or a line set aside at import.", "The product.")
        .Text("Application or directory", 24, l => l.Source, "Where it belongs.", "The reading.")
        .Text("Extract id", 10, l => l.Extract, "The reading.", "The sheet Sources.")
        .Text("File", 30, l => l.File, "The file, for a line.", "The reading.", Words.DoesNotApply)
        .Text("Line", 8, l => l.LineNumber, "The line in the file.", "The file.", Words.DoesNotApply)
        .Text("Account or line", 60, l => l.Content, "The account, the account and its group, or the line as it stands in the file; of a staff list the columns used.", "The file.", "nothing of it is kept")
        .Text("Reason", 30, l => l.Reason, "Why it is not under review.", "The scope, or the importer.")
        .Text("Decided by", 24, l => l.By, "Who set it aside, or launched with this scope.", "The product.")
        .Text("Approved by", 24, l => l.ApprovedBy, "The application's owner who approved what the scope leaves out.", "The approval.", Words.DoesNotApply)
        .Instant("Approved", l => l.ApprovedAt, "When.", "The approval.", "No approval is needed for a line set aside.")
        .Text("Account record", 12, l => DecisionsSheet.Id(l.Record), "The account as read, in accounts.jsonl: the line that says record, and this number. It is the accountRecord of an item in records.jsonl.", "Given when it was read.", Words.DoesNotApply)
        .Text("File in the pack", 44, l => l.PackName, "Where the bytes of the line's file stand in this pack.", "The sheet Sources.", Words.DoesNotApply)
        .Text("A row of the source", 12, l => l.IsRow is { } row ? Words.Of(row) : null, "Whether the number that the source shows counts the line: blank lines, totals, headings, what stands above one and exact duplicates it does not.", "The importer.", Words.DoesNotApply);

    internal static async Task<Sheet> OfAsync(ReportScope scope, IReadOnlyList<SourceFile> files, CancellationToken cancel)
    {
        var left = await LeftOutOf(scope).LongCountAsync(cancel);
        var ids = files.Select(f => f.File.Id).ToList();
        var aside = await scope.Db.SetAsideLines.LongCountAsync(l => ids.Contains(l.ExtractFileId), cancel);
        var assignments = 0L;
        foreach (var application in scope.Applications)
        {
            assignments += await AssignmentsOf(scope, application.Plan).LongCountAsync(cancel);
        }

        return Sheet.Of(Name, Columns, left + assignments + aside, LinesAsync(scope, files, ids));
    }

    private static IQueryable<LeftOutAccount> LeftOutOf(ReportScope scope) =>
        scope.Db.LeftOutAccounts.Where(l => l.CampaignId == scope.Campaign.Id);

    /// <summary>Assignments that were read and are no items: all of them, or those of the accounts left out.</summary>
    private static IQueryable<LeftOutAssignment> AssignmentsOf(ReportScope scope, CampaignApplication plan)
    {
        var (db, campaignId, assessmentId, all) = (scope.Db, scope.Campaign.Id, plan.AssessmentId, !plan.IncludeAssignments);
        return
            from assessed in db.AssessedAssignments
            where assessed.AssessmentId == assessmentId
            join record in db.AssignmentRecords on assessed.AssignmentRecordId equals record.Id
            join account in db.AccountRecords on record.AccountRecordId equals account.Id
            join @group in db.GroupRecords on new { record.ExtractId, record.GroupId } equals new { @group.ExtractId, @group.GroupId }
            where all || db.LeftOutAccounts.Any(l => l.CampaignId == campaignId && l.AccountRecordId == account.Id)
            orderby record.Id
            select new LeftOutAssignment(account.Id, account.Email, account.Name, @group.Name, record.Line);
    }

    private static async IAsyncEnumerable<Line> LinesAsync(
        ReportScope scope, IReadOnlyList<SourceFile> files, List<long> ids, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var plans = scope.Applications.ToDictionary(a => a.Plan.Id);
        var accounts =
            from left in LeftOutOf(scope)
            join record in scope.Db.AccountRecords on left.AccountRecordId equals record.Id
            orderby left.CampaignApplicationId, record.Id
            select new { left.CampaignApplicationId, left.Reason, record.Id, record.Email, record.Name, record.Line };
        await foreach (var account in accounts.AsAsyncEnumerable().WithCancellation(cancel))
        {
            var application = plans[account.CampaignApplicationId];
            yield return new Line(
                LeftOut, application.Name, application.ExtractName, null, account.Line.ToString(CultureInfo.InvariantCulture),
                account.Email.Length > 0 ? account.Email : account.Name, Words.Of(account.Reason),
                scope.Campaign.LaunchedBy is { } by ? scope.People.Actor(by) : null,
                scope.People.Name(application.Plan.ScopeApprovedById) ?? "nobody", application.Plan.ScopeApprovedAt)
            { Record = account.Id };
        }

        foreach (var application in scope.Applications)
        {
            await foreach (var line in AssignmentsOf(scope, application.Plan).AsAsyncEnumerable().WithCancellation(cancel))
            {
                yield return new Line(
                    AssignmentLeftOut, application.Name, application.ExtractName, null, line.Line.ToString(CultureInfo.InvariantCulture),
                    $"{(line.Email.Length > 0 ? line.Email : line.Name)}: {line.Group}", application.Plan.IncludeAssignments ? "its account is left out" : "the plan reviews no assignments",
                    scope.Campaign.LaunchedBy is { } by ? scope.People.Actor(by) : null,
                    scope.People.Name(application.Plan.ScopeApprovedById) ?? "nobody", application.Plan.ScopeApprovedAt)
                { Record = line.Record };
            }
        }

        var byId = files.ToDictionary(f => f.File.Id);
        var lines = scope.Db.SetAsideLines.AsNoTracking().Where(l => ids.Contains(l.ExtractFileId)).OrderBy(l => l.ExtractFileId).ThenBy(l => l.Line);
        await foreach (var line in lines.AsAsyncEnumerable().WithCancellation(cancel))
        {
            var file = byId[line.ExtractFileId];
            yield return new Line(
                SetAside, file.Source, file.ExtractName, file.File.FileName, line.Line.ToString(CultureInfo.InvariantCulture), line.Raw,
                line.Words.Length > 0 ? line.Words : Words.Of(line.Reason), file.ReadBy, null, null)
            { PackName = file.PackName, IsRow = !SourceChecks.NoRows.Contains(line.Reason) };
        }
    }

    private sealed record LeftOutAssignment(long Record, string Email, string Name, string Group, int Line);

    private sealed record Line(
        string Kind, string Source, string Extract, string? File, string LineNumber, string Content, string Reason, string? By,
        string? ApprovedBy, DateTime? ApprovedAt)
    {
        internal long? Record { get; init; }

        internal string? PackName { get; init; }

        internal bool? IsRow { get; init; }
    }
}
