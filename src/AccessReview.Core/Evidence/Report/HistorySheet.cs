using System.Globalization;
using System.Runtime.CompilerServices;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Evidence.Workbook;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>Every decision, undo, change of reviewer, sign-off and withdrawal, in the order of the chain.</summary>
internal static class HistorySheet
{
    internal const string Name = "Decision history";
    internal const string RecordHeader = "Record";
    private const string Undecided = "undecided";

    internal static async Task<Sheet> OfAsync(ReportScope scope, CancellationToken cancel)
    {
        var moves = await MovesAsync(scope, cancel);
        var others = moves.Select(m => Of(scope, m)).Concat(await SignOffsAsync(scope, cancel)).OrderBy(l => l.Seq).ToList();
        var decisions = await scope.Db.Decisions.LongCountAsync(d => d.CampaignId == scope.Campaign.Id, cancel);
        return Sheet.Of(Name, Columns(scope), decisions + others.Count, MergedAsync(scope, others, moves.ToLookup(m => m.TurnId)));
    }

    private static SheetColumns<Line> Columns(ReportScope scope) => new SheetColumns<Line>()
        .Text("Event", 10, l => l.Seq.ToString(CultureInfo.InvariantCulture), "Its place in the chain.", "The chain: events.jsonl.")
        .Text(RecordHeader, 10, l => DecisionsSheet.Id(l.Id), "Its row in records.jsonl, which says id=, and this number: of a decision in the table Decision, of a changed reviewer in Reassignment, of a sign-off and its withdrawal in SignOff.", "The record.")
        .Text("Item id", 14, l => l.Item is { } item ? scope.ItemName(item) : null, "The item.", "The record.", "all items of the sign-off")
        .Text("What", 26, l => l.What, "What happened.", "The record.")
        .Text("From", 24, l => l.From, "What or whose it was before.", "The record.", Words.DoesNotApply)
        .Text("To", 24, l => l.To, "What or whose it is since.", "The record.", Words.DoesNotApply)
        .Text("By", 24, l => scope.People.Actor(l.By), "Who did it.", "The record.")
        .Text("For whom", 24, l => l.ForWhom, "Whose turn it was then; where a delegate had it, who was away.", "The record.", Words.DoesNotApply)
        .Instant("At", l => l.At, "When.", "The record.")
        .Text("Mode", 14, l => l.Mode, "How it was decided.", "The record.", Words.DoesNotApply)
        .Text("Reason", 60, l => l.Reason, "Why, in their words; of a revoke that follows the recommendation and says no more, the recommendation's reason.", "The record; records.jsonl holds the salted hash of their words.", "none given")
        .Text("Proved identity by", 18, l => l.Method, "How they proved who they are.", "The record.", Words.DoesNotApply)
        .Text("Event hash", 68, l => l.Hash is { } hash ? Convert.ToHexStringLower(hash) : null, "The hash of the event.", "The chain: events.jsonl.");

    private static async IAsyncEnumerable<Line> MergedAsync(
        ReportScope scope, List<Line> others, ILookup<long, Move> moves, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var db = scope.Db;
        var decisions =
            from decision in db.Decisions
            where decision.CampaignId == scope.Campaign.Id
            join item in db.ReviewItems on decision.ItemId equals item.Id
            join assessed in db.AssessedAccounts on item.AssessedAccountId equals assessed.Id
            join turn in db.ReviewTurns on decision.TurnId equals turn.Id
            join happened in db.AuditEvents on decision.EventSeq equals happened.Seq
            from before in db.Decisions.Where(d => d.Id == decision.ReplacesId).DefaultIfEmpty()

            // Once one is taken back there is in force what the next decision of the turn found, or where there is none what the turn has.
            let laterId = decision.Kind != DecisionKind.Withdrawn ? null
                : db.Decisions.Where(d => d.ItemId == decision.ItemId && d.TurnId == decision.TurnId && d.Id > decision.Id).Min(d => (long?)d.Id)
            join after in db.Decisions on laterId equals (long?)after.Id into afters
            from later in afters.DefaultIfEmpty()
            join found in db.Decisions on laterId == null ? turn.DecisionId : later.ReplacesId equals (long?)found.Id into finds
            from since in finds.DefaultIfEmpty()
            from reason in db.PrivateTexts.Where(t => t.Id == decision.ReasonId).DefaultIfEmpty()
            orderby decision.EventSeq, decision.Id
            select new
            {
                decision.Id, decision.EventSeq, item.Number, decision.Kind, decision.ChangeTo, Before = before == null ? (DecisionKind?)null : before.Kind, BeforeTo = before == null ? null : before.ChangeTo,
                Since = since == null ? (DecisionKind?)null : since.Kind, SinceTo = since == null ? null : since.ChangeTo, decision.By, decision.TurnId, turn.ReviewerId, turn.ForId, decision.At, decision.Mode,
                Reason = reason == null ? null : reason.Text, decision.ReasonRecommended, Kept = decision.ReasonId != null, decision.Method, happened.Hash,
                decision.Recommendation, item.Findings, Facts = decision.ReasonRecommended ? assessed.Facts : "",
            };
        var next = 0;
        await foreach (var d in decisions.AsAsyncEnumerable().WithCancellation(cancel))
        {
            while (next < others.Count && others[next].Seq < d.EventSeq)
            {
                yield return others[next++];
            }

            var reason = d.Reason ?? DecisionWords.InsteadOfReason(d.Kept, d.ReasonRecommended, d.Recommendation, d.Findings, d.Facts);
            yield return new Line(
                d.EventSeq, d.Id, d.Number, d.Kind == DecisionKind.Withdrawn ? "decision undone" : "decision", Words.To(Words.Of(d.Before) ?? Undecided, d.BeforeTo),
                d.Kind == DecisionKind.Withdrawn ? Words.To(Words.Of(d.Since) ?? Undecided, d.SinceTo) : Words.To(Words.Of(d.Kind), d.ChangeTo), d.By,
                scope.People.Name(ForWhom(moves[d.TurnId], d.EventSeq) ?? d.ForId ?? d.ReviewerId), d.At,
                Words.Of(d.Mode), reason, Words.Of(d.Method), d.Hash);
        }

        while (next < others.Count)
        {
            yield return others[next++];
        }
    }

    /// <summary>Every change of reviewer, in the order of the chain.</summary>
    private static Task<List<Move>> MovesAsync(ReportScope scope, CancellationToken cancel)
    {
        var db = scope.Db;
        return (
            from r in db.Reassignments
            where r.CampaignId == scope.Campaign.Id
            join item in db.ReviewItems on r.ItemId equals item.Id
            join happened in db.AuditEvents on r.EventSeq equals happened.Seq
            from reason in db.PrivateTexts.Where(t => t.Id == r.ReasonId).DefaultIfEmpty()
            orderby r.EventSeq, r.Id
            select new Move(r.EventSeq, r.Id, r.TurnId, item.Number, r.Basis, r.FromId, r.ToId, r.By, r.At, reason.Text, happened.Hash)).ToListAsync(cancel);
    }

    private static Line Of(ReportScope scope, Move move) => new(
        move.Seq, move.Id, move.Item, $"reviewer changed: {Words.Of(move.Basis).ToLowerInvariant()}", scope.People.Name(move.FromId), scope.People.Name(move.ToId),
        move.By, scope.People.Name(move.Basis == ReviewerBasis.Delegate ? move.FromId : move.ToId), move.At, null, move.Reason ?? "purged", null, move.Hash);

    /// <summary>Who had the turn at an event, or who was away while a delegate had it; null where it is as the turn says still. A move takes
    /// back what was decided before it, in its own event.</summary>
    private static long? ForWhom(IEnumerable<Move> moves, long seq) => (moves.LastOrDefault(m => m.Seq < seq), moves.FirstOrDefault(m => m.Seq >= seq)) switch
    {
        ({ Basis: ReviewerBasis.Delegate } gone, _) => gone.FromId,
        (_, { Basis: ReviewerBasis.Returned } back) => back.ToId,
        (_, var next) => next?.FromId,
    };

    /// <summary>A withdrawal changes the sign-off's row, so the events are found by their times.</summary>
    private static async Task<List<Line>> SignOffsAsync(ReportScope scope, CancellationToken cancel)
    {
        var lines = new List<Line>();
        foreach (var sign in await SignOffsSheet.ReadAsync(scope, cancel))
        {
            var covers = string.Create(CultureInfo.InvariantCulture, $"S{sign.SignOff.Id}: {sign.SignOff.Items} items");
            var by = string.Create(CultureInfo.InvariantCulture, $"person:{sign.SignOff.SignerId}");
            lines.Add(new Line(
                sign.SignedSeq, sign.SignOff.Id, null, $"signed off as {Words.Of(sign.SignOff.Level).ToLowerInvariant()}", null, covers, by, scope.People.Name(sign.SignOff.SignerId),
                sign.SignOff.At, null, null, Words.Of(sign.SignOff.Method), sign.SignedHash));
            if (sign.SignOff.WithdrawnAt is { } withdrawn)
            {
                lines.Add(new Line(
                    sign.SignOff.EventSeq, sign.SignOff.Id, null, "sign-off withdrawn", covers, null, by, scope.People.Name(sign.SignOff.SignerId), withdrawn, null,
                    sign.WithdrawnWhy, null, sign.WithdrawnHash));
            }
        }

        return lines;
    }

    private sealed record Line(
        long Seq, long Id, int? Item, string What, string? From, string? To, string By, string? ForWhom, DateTime At, string? Mode, string? Reason, string? Method, byte[]? Hash);

    /// <summary>A turn that went to another reviewer.</summary>
    private sealed record Move(long Seq, long Id, long TurnId, int Item, ReviewerBasis Basis, long FromId, long ToId, string By, DateTime At, string? Reason, byte[] Hash);
}
