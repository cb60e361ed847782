using System.Globalization;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Directories;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Purging;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>What a Follow-up says otherwise than the Close edition, one line each: what was done since about removals and exceptions, what fell due, what people were told, samples that were drawn,
/// that it is kept longer, and settings whose words the record does not keep. Whatever else a sheet tells ends with the campaign (<see cref="ReportScope.AsOf"/>).</summary>
internal static class DifferencesFromClose
{
    private const string Topic = "Differences from Close";
    private const string OfRemovals = "On the sheet Removals.";

    internal static async Task<IReadOnlyList<Fact>> FactsAsync(ReportScope scope, CancellationToken cancel)
    {
        if (scope.Edition.Kind != EditionKind.FollowUp)
        {
            return [];
        }

        var close = await scope.Db.EvidenceEditions.AsNoTracking().Where(e => e.CampaignId == scope.Campaign.Id && e.Kind == EditionKind.Close)
            .OrderByDescending(e => e.Number).FirstOrDefaultAsync(cancel);
        if (close is null)
        {
            return [new Fact(Topic, "Close edition", Cell.Text("none was made"), "Nothing to compare with.")];
        }

        var reach = await EditionReach.OfAsync(scope.Db, close, cancel);
        var since = (await RemovalsAsync(scope, close.UpToSeq, cancel)).Concat(await OthersAsync(scope, close.UpToSeq, reach.UpTo, cancel)).Concat(await FallenDueAsync(scope, reach.LateAsOf, cancel))
            .OrderBy(d => d.Seq ?? long.MaxValue).ThenBy(d => d.What, StringComparer.Ordinal).ToList();
        return
        [
            new Fact(
                Topic, "Differences", Cell.Integer(since.Count),
                "Each is listed below. With a removal move its numbers above and its columns on the sheets of items, and by the time alone what is overdue. " + (reach.Version < EvidenceMade.SinceTheSheetsSayThis
                    ? "The Close edition was made by an earlier version of the product, which had other columns and counted some things otherwise: compare with its own pack."
                    : "Nothing else differs but when this edition's checks on the sheet Completeness ran, the sheet Integrity, and what names the edition, the product's version and the last event.")),
            .. since.Select(d => new Fact(Topic, d.What, Cell.Text(d.Value), string.Create(CultureInfo.InvariantCulture, $"{d.Meaning} {(d.Seq is { } seq ? $"By event {seq}" : "By the time alone")}."))),
        ];
    }

    private static async Task<IEnumerable<Difference>> RemovalsAsync(ReportScope scope, long close, CancellationToken cancel)
    {
        var db = scope.Db;
        var removals = db.Removals.AsNoTracking().Where(r => r.CampaignId == scope.Campaign.Id);
        var moved = await removals.Where(r => r.EventSeq > close).Select(r => new { r.Number, r.State, r.EventSeq }).ToListAsync(cancel);
        var tasks = await (
            from task in db.RemovalTasks
            where task.EventSeq > close
            join removal in removals on task.RemovalId equals removal.Id
            select new { removal.Number, task.Kind, task.DoneById, task.EventSeq }).ToListAsync(cancel);
        var proofs = await (
            from proof in db.HandProofs
            where proof.EventSeq > close
            join removal in removals on proof.RemovalId equals removal.Id
            select new { removal.Number, proof.Kind, proof.Length, proof.EventSeq }).ToListAsync(cancel);
        var tried = await (
            from attempt in db.RemovalAttempts
            where attempt.EventSeq > close
            join removal in removals on attempt.RemovalId equals removal.Id
            select new { removal.Number, attempt.Result, attempt.EventSeq }).ToListAsync(cancel);
        var turns = (await RemovalHistory.ReadAsync(scope, cancel)).Turns.Where(t => t.Seq > close);
        return
        [
            .. moved.Select(r => new Difference(r.EventSeq, RemovalsSheet.Id(r.Number), Words.Of(r.State), "How it stands now, on the sheet Removals.")),
            .. tasks.Select(t => new Difference(t.EventSeq, $"{RemovalsSheet.Id(t.Number)}, task by hand", t.DoneById is null ? "open" : "done", $"{Words.Of(t.Kind)}. {OfRemovals}")),
            .. proofs.Select(p => new Difference(
                p.EventSeq, $"{RemovalsSheet.Id(p.Number)}, file attached", string.Create(CultureInfo.InvariantCulture, $"{p.Kind}, {p.Length} bytes"), OfRemovals)),
            .. tried.Select(a => new Difference(a.EventSeq, $"{RemovalsSheet.Id(a.Number)}, carried out", RemovalWords.Of(a.Result), "On the sheet Removal proofs.")),
            .. turns.Select(t => new Difference(t.Seq, $"{RemovalsSheet.Id(t.Removal)}, history", t.What, "On the sheet Removal history.")),
        ];
    }

    private static async Task<IEnumerable<Difference>> OthersAsync(ReportScope scope, long close, long toldBy, CancellationToken cancel)
    {
        var (db, campaign, last) = (scope.Db, scope.Campaign.Id, scope.Last.Seq);
        var draws = await db.SampleDraws.AsNoTracking().Where(d => d.CampaignId == campaign && d.EventSeq > close && d.EventSeq <= last).ToListAsync(cancel);
        var told = db.Notifications.AsNoTracking().Where(n => n.CampaignId == campaign && n.EventSeq <= scope.ReadUpTo);
        var planned = await told.Where(n => n.EventSeq > toldBy).GroupBy(n => n.EventSeq).Select(g => new { Seq = g.Key, Count = g.Count() }).ToListAsync(cancel);
        var ended = await db.MailOutcomes.AsNoTracking().Where(o => o.EventSeq > toldBy && o.EventSeq <= scope.ReadUpTo && told.Any(n => n.MailId == o.MailId))
            .Select(o => new { o.MailId, o.Result, o.EventSeq }).ToListAsync(cancel);
        var followed = await (
            from done in db.FollowUpsDone
            where done.CampaignId == campaign && done.EventSeq > close && done.EventSeq <= last
            join stated in db.CampaignExceptions on done.ExceptionId equals stated.Id
            select new { stated.Kind, stated.Count, done.EventSeq }).ToListAsync(cancel);
        var longer = await KeptReasons.Of(db, db.AuditEvents.Where(e => e.CampaignId == campaign && e.Seq > close && e.Seq <= last)).ToListAsync(cancel);
        var assessments = scope.Applications.Select(a => a.Assessment?.Id).OfType<long>().ToList();
        var lists = await db.AssessmentSources.Where(s => assessments.Contains(s.AssessmentId)).Join(db.Extracts, s => s.ExtractId, e => e.Id, (_, e) => e.DirectoryId).Distinct().ToListAsync(cancel);
        var renamed = (await db.AuditEvents.AsNoTracking().Where(e => e.Type == nameof(DirectoryRenamed) && e.Seq > close && e.Seq <= last).ToListAsync(cancel))
            .Where(e => lists.Contains(EventJson.Read<DirectoryRenamed>(e).DirectoryId));
        var restores = (await RecordedRestore.ReadAsync(db, scope.ReadUpTo, cancel)).Where(r => r.Event.Seq > toldBy);
        return
        [
            .. restores.Select(r => new Difference(r.Event.Seq, "Record restored", "events were lost", "On the sheet Integrity, and among the known limits.")),
            .. renamed.Select(e => new Difference(
                e.Seq, "Directory renamed", "its name as it is now", "On the sheet Sources, wherever access came from it and where people signed in to it; what was found at the launch names it as it was called then.")),
            .. longer.Select(r => new Difference(
                r.Happened.Seq, "Retain until", EventJson.Read<CampaignKeptLonger>(r.Happened).RetainUntil.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), $"Kept longer: {r.Why ?? "purged"}")),
            .. followed.Select(f => new Difference(f.EventSeq, StatedExceptions.Words(f.Kind, f.Count), "followed up", "By whom and what was done, on the sheet Exceptions.")),
            .. draws.Select(d => new Difference(
                d.EventSeq, string.Create(CultureInfo.InvariantCulture, $"Draw {d.Number}"), string.Create(CultureInfo.InvariantCulture, $"{d.Size} items"), "On the sheet Auditor sample.")),
            .. planned.Select(n => new Difference(n.Seq, "Mails planned", string.Create(CultureInfo.InvariantCulture, $"{n.Count} rows"), "On the sheet Notifications.")),
            .. ended.Select(o => new Difference(o.EventSeq, string.Create(CultureInfo.InvariantCulture, $"Mail {o.MailId}"), Words.Of(o.Result), "What became of it, on the sheet Notifications.")),
            .. scope.Applications.SelectMany(a => scope.Settings.ChangedSince(a.Application, close).Select(seq => new Difference(
                seq, $"{a.Name}: settings changed", "told as at close", "Only its name is printed as it is now, and of privileged roles that are others now their number and SHA-256."))),
        ];
    }

    private static async Task<IEnumerable<Difference>> FallenDueAsync(ReportScope scope, DateTime close, CancellationToken cancel) =>
        (await scope.Db.Removals.AsNoTracking().Where(r => r.CampaignId == scope.Campaign.Id).ToListAsync(cancel)).Where(r => RemovalsSheet.FellDue(r, close, scope.LateAsOf, scope.Zone))
            .Select(r => new Difference(null, $"{RemovalsSheet.Id(r.Number)}, within due date", RemovalsSheet.WithinDue(r, scope.LateAsOf, scope.Zone), OfRemovals));

    private sealed record Difference(long? Seq, string What, string Value, string Meaning);
}
