using System.Globalization;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>What became of each removal, one line a fact: what readings said of it in turn, and who asked that it stays and what was answered.</summary>
internal static class RemovalHistorySheet
{
    internal const string Name = "Removal history";
    private const string NoReading = "Not a reading: the column What says so.";
    private const string Said = "The record; records.jsonl holds it with its hash.";

    internal static Sheet Of(ReportScope scope, RemovalHistory history) => Sheet.Of(Name, new SheetColumns<RemovalTurn>()
        .Text("Removal id", 11, t => RemovalsSheet.Id(t.Removal), "The removal.", "The sheet Removals.")
        .Text("Item id", 14, t => scope.ItemName(t.Item), "The item whose revoke or change it carries out.", "The sheet Decisions.")
        .Text("What", 20, t => t.What, "What a reading said, where the reading before it had said otherwise; or what was asked or answered about a waiver; or that it ended because a newer decision holds.", Said)
        .Text(HistorySheet.RecordHeader, 10, t => t.Record is { } record ? DecisionsSheet.Id(record) : null, "The row of records.jsonl that says so: the one of the table RemovalCheck or RemovalWaiver that says id=, or of the table WaiverAnswer that says waiver=, and this number.", "Given when it was held against the removal, asked for or answered.", "the event itself says so")
        .Instant("At", t => t.At, "When the product held the reading against the removal, or when it was asked or answered, or when somebody said that a newer decision holds.", Said)
        .Text("Reading", 10, t => t.Reading is { } number ? string.Create(CultureInfo.InvariantCulture, $"X{number}") : null, "The reading that said so.", "The sheet Sources, or a later reading.", Words.DoesNotApply)
        .Text(SourcesSheet.KeyHeader, 10, t => DecisionsSheet.Id(t.ReadingKey), SourcesSheet.KeyMeans, "Given when it was read.", Words.DoesNotApply)
        .Instant("As of", t => t.AsOf, "That reading's own time.", "A complete reading made after the decision.", NoReading)
        .Text("By", 24, t => t.ById is { } by ? scope.People.Name(by) : scope.People.Actor(Actor.Product.Key), "Who asked or answered, or said that a newer decision holds; of what a reading says, the product.", Said)
        .Text("Reason", 60, t => t.Reason, "Why it is to stay, word for word; where it was overruled, the newer decision.", "Who asked for the waiver; records.jsonl holds its salted hash.", Words.DoesNotApply)
        .Date("Until", t => t.Until, "The last day on which it is to stay.", Said, "Not about a waiver: the column What says so.")
        .Text("Event", 10, t => t.Seq.ToString(CultureInfo.InvariantCulture), "Its place in the chain.", "The chain: events.jsonl."), history.Turns);
}

/// <summary>What became of the campaign's removals.</summary>
/// <param name="Turns">Each fact, by removal and in the order of the chain.</param>
/// <param name="Returns">How often readings showed it again after it was gone, by the key of the removal; of most nothing.</param>
internal sealed record RemovalHistory(IReadOnlyList<RemovalTurn> Turns, IReadOnlyDictionary<long, int> Returns)
{
    internal static async Task<RemovalHistory> ReadAsync(ReportScope scope, CancellationToken cancel)
    {
        var turns = new List<RemovalTurn>();
        var returns = new Dictionary<long, int>();
        var last = scope.Last.Seq;
        var checks =
            from removal in scope.Db.Removals
            where removal.CampaignId == scope.Campaign.Id
            join item in scope.Db.ReviewItems on removal.ItemId equals item.Id
            join check in scope.Db.RemovalChecks on removal.Id equals check.RemovalId
            where check.EventSeq <= last
            join extract in scope.Db.Extracts on check.ExtractId equals extract.Id
            join happened in scope.Db.AuditEvents on check.EventSeq equals happened.Seq
            orderby removal.Number, check.AsOf, check.EventSeq
            select new { check.Id, check.RemovalId, check.ExtractId, check.Result, check.EventSeq, check.AsOf, Removal = removal.Number, Item = item.Number, Reading = extract.Number, happened.At };
        var ofOne = new List<(long Removal, long Seq, RemovalState Result)>();
        await foreach (var c in checks.AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (ofOne is [.., var other] && other.Removal != c.RemovalId)
            {
                ofOne.Clear();
            }

            if (c.Result == RemovalState.Reappeared && ofOne is not [.., { Result: RemovalState.Reappeared }])
            {
                returns[c.RemovalId] = returns.GetValueOrDefault(c.RemovalId) + 1;
            }

            // Held only against what had been read by then: a reading that comes in late is told itself, and what an earlier edition told stays.
            var before = ofOne.FindLastIndex(o => o.Seq < c.EventSeq);
            if (before < 0 || ofOne[before].Result != c.Result)
            {
                turns.Add(new RemovalTurn(c.EventSeq, c.Id, c.Removal, c.Item, Words.Of(c.Result), c.At, c.Reading, c.ExtractId, c.AsOf));
            }

            ofOne.Add((c.RemovalId, c.EventSeq, c.Result));
        }

        return new RemovalHistory([.. turns.Concat(await WaiversAsync(scope, cancel)).Concat(await OverruledAsync(scope, cancel)).OrderBy(t => t.Removal).ThenBy(t => t.Seq)], returns);
    }

    private static async Task<IEnumerable<RemovalTurn>> OverruledAsync(ReportScope scope, CancellationToken cancel)
    {
        var overruled = (await Overruling.OfCampaignAsync(scope.Db, scope.Campaign.Id, cancel)).Where(o => o.Seq <= scope.Last.Seq).ToList();
        var ids = overruled.ConvertAll(o => o.RemovalId);
        var named = await scope.Db.Removals.Where(r => ids.Contains(r.Id)).Join(scope.Db.ReviewItems, r => r.ItemId, i => i.Id, (r, i) => new { r.Id, r.Number, Item = i.Number }).ToDictionaryAsync(r => r.Id, cancel);
        return overruled.Select(o => new RemovalTurn(
            o.Seq, null, named[o.RemovalId].Number, named[o.RemovalId].Item, "Overruled by a newer decision", o.At, ById: Actor.PersonOf(o.By), Reason: o.Newer.Said(scope.People.Actor)));
    }

    private static async Task<IEnumerable<RemovalTurn>> WaiversAsync(ReportScope scope, CancellationToken cancel)
    {
        var last = scope.Last.Seq;
        var asked = await (
            from removal in scope.Db.Removals
            where removal.CampaignId == scope.Campaign.Id
            join item in scope.Db.ReviewItems on removal.ItemId equals item.Id
            join waiver in scope.Db.RemovalWaivers on removal.Id equals waiver.RemovalId
            where waiver.EventSeq <= last
            join reason in scope.Db.PrivateTexts on waiver.ReasonId equals reason.Id
            from answer in scope.Db.WaiverAnswers.Where(a => a.WaiverId == waiver.Id && a.EventSeq <= last).DefaultIfEmpty()
            select new { Removal = removal.Number, Item = item.Number, Waiver = waiver, Reason = reason.Text ?? "purged", Answer = answer }).AsNoTracking().ToListAsync(cancel);
        return
        [
            .. asked.Select(a => new RemovalTurn(a.Waiver.EventSeq, a.Waiver.Id, a.Removal, a.Item, "Waiver asked for", a.Waiver.At, ById: a.Waiver.AskedById, Reason: a.Reason, Until: a.Waiver.Until)),
            .. asked.Where(a => a.Answer is not null).Select(a => new RemovalTurn(
                a.Answer!.EventSeq, a.Waiver.Id, a.Removal, a.Item, a.Answer.Approved ? "Waiver approved" : "Waiver refused", a.Answer.At, ById: a.Answer.ById, Until: a.Waiver.Until)),
        ];
    }
}

/// <summary>One fact about one removal.</summary>
internal sealed record RemovalTurn(
    long Seq, long? Record, int Removal, int Item, string What, DateTime At, int? Reading = null, long? ReadingKey = null, DateTime? AsOf = null, long? ById = null, string? Reason = null, DateOnly? Until = null);
