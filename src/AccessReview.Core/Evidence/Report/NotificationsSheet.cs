using System.Globalization;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Notifications;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>Who was written to about the campaign or told of it by hand, when, and what became of it. No event of the
/// campaign says any of it, so it is told up to the record's last event when the edition was made, also past the campaign's own last.</summary>
internal static class NotificationsSheet
{
    internal const string Name = "Notifications";
    private const string Plan = "The clock, or whoever reminded or told by hand.";
    private const string Server = "The mail server's answer.";
    private const string NoEnd = "Waiting, or told by hand: the columns Kind and Result say so.";

    internal static async Task<Sheet> OfAsync(ReportScope scope, CancellationToken cancel)
    {
        var db = scope.Db;
        var last = scope.ReadUpTo;
        var mails = await (
            from told in db.Notifications.AsNoTracking()
            where told.CampaignId == scope.Campaign.Id && told.EventSeq <= last
            join address in db.PrivateTexts.AsNoTracking() on told.AddressId equals address.Id into addresses
            from address in addresses.DefaultIfEmpty()
            join ended in db.MailOutcomes.AsNoTracking().Where(o => o.EventSeq <= last) on told.MailId equals ended.MailId into endings
            from ended in endings.DefaultIfEmpty()
            select new { told, Address = address == null ? null : address.Text ?? "purged", ended }).ToListAsync(cancel);
        var byHand = await db.ReviewersTold.AsNoTracking().Where(t => t.CampaignId == scope.Campaign.Id && t.EventSeq <= last).ToListAsync(cancel);
        return Sheet.Of(
            Name,
            Columns(scope),
            [.. mails.Select(m => Mail(m.told, m.Address, m.ended)).Concat(byHand.Select(t => ByHand(scope, t))).OrderBy(l => l.Id)]);
    }

    private static Line Mail(Notification told, string? address, MailOutcome? ended) => new(
        told.Id, Text(told.MailId), Words.Of(told.Kind), told.Slot, told.RecipientId, address, told.Items, told.AskedById, told.At,
        ended is null ? "Waiting" : Words.Of(ended.Result), told.EventSeq)
    {
        Ended = ended,
    };

    private static Line ByHand(ReportScope scope, ReviewerTold told) => new(
        told.Id, Words.DoesNotApply, "Told by hand", scope.Campaign.DayOf(told.At), told.ReviewerId, Words.DoesNotApply, told.Items, told.ById, told.At,
        told.Told ? "Told" : "Taken back", told.EventSeq);

    private static SheetColumns<Line> Columns(ReportScope scope) => new SheetColumns<Line>()
        .Text("Mail", 14, l => l.Mail, "The mail; rows with the same number went together.", Plan)
        .Text("Kind", 22, l => l.Kind, "Why it was written; or that the reviewer was told by hand.", Plan)
        .Date("Slot", l => l.Slot, "The day for which it was due, in the campaign's time zone; of a waiver, in the policy's. The day itself, of what was told by hand.", "The campaign's dates and policy.")
        .Text("Recipient", 26, l => scope.People.Facts(l.Recipient).Name, "Who was written to, or told.", "The staff list.")
        .Text("Address", 34, l => l.Address, "The address it was planned for.", "The staff list at that time; the record holds its salted hash.", "no address")
        .Integer("Items", 9, l => l.Items, "Items left when it was planned or told; items signed, for a receipt; removals or exceptions, for what is said of those; absences, applications or waivers, for what asks for a word on them.", "Counted over the items.")
        .Text("Asked by", 24, l => l.AskedBy is { } by ? scope.People.Facts(by).Name : "the clock", "Who reminded or told by hand, or the clock.", Plan)
        .Instant("Planned", l => l.At, "When it was planned; when it was said, of what was told by hand.", "The chain.")
        .Text("Result", 16, l => l.Result, "What became of it by this edition: of a mail; of what was told by hand, whether that was said or taken back.", Server)
        .Instant("Ended", l => l.Ended?.At, "When the mail server took or refused it, or it was given up.", Server, NoEnd)
        .Integer("Attempts", 9, l => l.Ended?.Attempts, "How often it was handed over.", "The product.", NoEnd)
        .Text("Answer", 9, l => l.Ended?.Answer?.ToString(CultureInfo.InvariantCulture), "The number of the mail server's last answer (RFC 5321).", Server, "none")
        .Text("Event", 10, l => Text(l.Seq), "The event that planned it, or that says it was told. Past the last event of this pack it stands in the record alone.", "The chain.");

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    private sealed record Line(
        long Id, string Mail, string Kind, DateOnly Slot, long Recipient, string? Address, int Items, long? AskedBy, DateTime At, string Result, long Seq)
    {
        internal MailOutcome? Ended { get; init; }
    }
}
