using System.Globalization;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Evidence.Workbook;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>Every signed statement with its exact words, those withdrawn too.</summary>
internal static class SignOffsSheet
{
    internal const string Name = "Sign-offs";
    private const string Signature = "The signature.";

    internal static Sheet Of(ReportScope scope, IReadOnlyList<SignedStatement> signed)
    {
        var applications = scope.Applications.ToDictionary(a => a.Application.Id, a => a.Name);
        return Sheet.Of(Name, new SheetColumns<SignedStatement>()
            .Text("Sign-off id", 12, s => s.SignOff.Id.ToString(CultureInfo.InvariantCulture), "The sign-off; on the sheet Decisions each item that a reviewer's sign-off in force covers carries it as its first, its second or its account's.", Signature)
            .Text("Level", 18, s => Words.Of(s.SignOff.Level), "As whom it was signed.", Signature)
            .Text("Application", 18, s => s.SignOff.ApplicationId is { } id ? applications[id] : null, "The application that its owner signed for.", Signature, Words.DoesNotApply)
            .Text("Signer", 24, s => scope.People.Name(s.SignOff.SignerId), "Who signed.", Signature)
            .Text(PeopleAsOf.KeyHeader, 10, s => DecisionsSheet.Id(s.SignOff.SignerId), PeopleAsOf.KeyMeans, "Given when the staff list first named them.")
            .Text("Text", 90, s => s.Text, "The exact words.", "Shown and signed; records.jsonl holds its salted hash.", "purged")
            .Integer("Items covered", 10, s => s.SignOff.Items, "Items the statement covers.", Signature)
            .Integer("Certified", 10, s => s.SignOff.Certified, "Of those, certified.", Signature)
            .Integer("Revoked", 10, s => s.SignOff.Revoked, "Of those, revoked.", Signature)
            .Integer("Changed", 10, s => s.SignOff.Changed, "Of those, changed.", Signature)
            .Text("SHA-256 of the list", 68, s => Convert.ToHexStringLower(s.SignOff.ItemsHash), "SHA-256 over the row hashes of the decisions covered, in the order of the items.", Signature)
            .Text("Proved identity by", 18, s => s.SignOff.Method == AuthenticationMethod.Demo ? "Demo: chosen, not authenticated" : Words.Of(s.SignOff.Method), "How the signer proved who they are.", "The sign-in.")
            .Instant("Signed", s => s.SignOff.At, "When.", Signature)
            .Text("Late", 8, s => Words.Of(s.SignOff.Late), "Signed after the campaign was due.", "Computed at signing.")
            .Text("In force", 10, s => s.Lapsed is { } why ? $"no: {why}" : Words.Of(s.InForce), "Whether it still stands. What the owner of an application signed stands as long as exactly that is decided there by who owns or may close the campaign.", "A withdrawal, or a later decision.")
            .Instant("Withdrawn", s => s.SignOff.WithdrawnAt, "When it was withdrawn.", "A withdrawal.", "Not withdrawn: the column In force says so.")
            .Text("Withdrawn why", 40, s => s.WithdrawnWhy, "Why it was withdrawn.", "A withdrawal.", Words.DoesNotApply)
            .Text("Event", 10, s => s.SignedSeq.ToString(CultureInfo.InvariantCulture), "The event of the signature.", "The chain: events.jsonl."), signed);
    }

    /// <summary>All of them in order. The row's own event is that of its last change, so the signature's is found by its time.</summary>
    internal static async Task<List<SignedStatement>> ReadAsync(ReportScope scope, CancellationToken cancel)
    {
        var db = scope.Db;
        var rows = await (
            from sign in db.SignOffs.AsNoTracking()
            where sign.CampaignId == scope.Campaign.Id
            join text in db.PrivateTexts on sign.TextId equals text.Id
            join last in db.AuditEvents on sign.EventSeq equals last.Seq
            from why in db.PrivateTexts.Where(t => t.Id == sign.WithdrawnReasonId).DefaultIfEmpty()
            orderby sign.At, sign.Id
            select new { sign, text.Text, TextSeq = text.EventSeq, LastHash = last.Hash, Why = why == null ? null : why.Text }).ToListAsync(cancel);
        var seqs = rows.Select(r => r.TextSeq).Distinct().ToList();
        var hashes = await db.AuditEvents.AsNoTracking().Where(e => seqs.Contains(e.Seq)).ToDictionaryAsync(e => e.Seq, e => e.Hash, cancel);
        var second = rows.Exists(r => r.sign.ApplicationId is not null) ? await SecondSignature.ReadAsync(db, scope.Campaign, cancel) : [];
        return
        [
            .. rows.Select(r => new SignedStatement(
                r.sign, r.Text, r.TextSeq, hashes[r.TextSeq], r.sign.WithdrawnAt is null ? null : r.Why ?? "purged", r.LastHash)
            {
                Lapsed = r.sign is { ApplicationId: { } id, WithdrawnAt: null } ? WhyLapsed(r.sign, second.Single(s => s.ApplicationId == id)) : null,
            }),
        ];
    }

    private static string? WhyLapsed(SignOff sign, SecondSignature second) => sign.Id == second.SignOffId ? null
        : second.Closers.Contains(sign.SignerId) ? "the signer may close the campaign" : "other decisions since";
}

/// <summary>A sign-off with its words. Text and signature come in one event, and the text's row does not change before a purge.</summary>
internal sealed record SignedStatement(SignOff SignOff, string? Text, long SignedSeq, byte[] SignedHash, string? WithdrawnWhy, byte[] WithdrawnHash)
{
    /// <summary>Why what the owner of an application signed stands no longer, although nobody has withdrawn it; else null.</summary>
    internal string? Lapsed { get; init; }

    /// <summary>Whether it still stands.</summary>
    internal bool InForce => SignOff.WithdrawnAt is null && Lapsed is null;
}
