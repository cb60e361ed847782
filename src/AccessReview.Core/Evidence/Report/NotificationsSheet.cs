using System.Globalization;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Notifications;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>Who was written to about the campaign, when, and what became of it. What came after the campaign's last event is not in this
/// edition: an edition made again says the same.</summary>
internal static class NotificationsSheet
{
    internal const string Name = "Notifications";
    private const string Plan = "The clock, or whoever reminded by hand.";
    private const string Server = "The mail server's answer.";

    internal static async Task<Sheet> OfAsync(ReportScope scope, CancellationToken cancel)
    {
        var db = scope.Db;
        var last = scope.Last.Seq;
        var rows = await (
            from told in db.Notifications.AsNoTracking()
            where told.CampaignId == scope.Campaign.Id && told.EventSeq <= last
            join address in db.PrivateTexts.AsNoTracking() on told.AddressId equals address.Id into addresses
            from address in addresses.DefaultIfEmpty()
            join ended in db.MailOutcomes.AsNoTracking().Where(o => o.EventSeq <= last) on told.MailId equals ended.MailId into endings
            from ended in endings.DefaultIfEmpty()
            orderby told.Id
            select new Line(told, address == null ? null : address.Text ?? "purged", ended)).ToListAsync(cancel);
        return Sheet.Of(Name, Columns(scope), rows);
    }

    private static SheetColumns<Line> Columns(ReportScope scope) => new SheetColumns<Line>()
        .Text("Mail", 12, l => Id(l.Told.MailId), "The mail; rows with the same number went together.", Plan)
        .Text("Kind", 22, l => Words.Of(l.Told.Kind), "Why it was written.", Plan)
        .Date("Slot", l => l.Told.Slot, "The day for which it was due, in the campaign's time zone; of a waiver, in the policy's.", "The campaign's dates and policy.")
        .Text("Recipient", 26, l => scope.People.Facts(l.Told.RecipientId).Name, "Who was written to.", "The staff list.")
        .Text("Address", 34, l => l.Address, "The address it was planned for.", "The staff list at that time; the record holds its salted hash.", "no address")
        .Integer("Items", 9, l => l.Told.Items, "Items left when it was planned; items signed, for a receipt; removals, for what is said of those; absences or applications, for what asks for a yes to them.", "Counted over the items.")
        .Text("Asked by", 24, l => l.Told.AskedById is { } by ? scope.People.Facts(by).Name : "the clock", "Who reminded by hand, or the clock.", Plan)
        .Instant("Planned", l => l.Told.At, "When it was planned.", "The chain.")
        .Text("Result", 16, l => l.Ended is null ? "Waiting" : Words.Of(l.Ended.Result), "What became of it by this edition.", Server)
        .Instant("Ended", l => l.Ended?.At, "When the mail server took or refused it, or it was given up.", Server, "Waiting: the column Result says so.")
        .Integer("Attempts", 9, l => l.Ended?.Attempts, "How often it was handed over.", "The product.", "Waiting: the column Result says so.")
        .Text("Answer", 9, l => l.Ended?.Answer?.ToString(CultureInfo.InvariantCulture), "The number of the mail server's last answer (RFC 5321).", Server, "none")
        .Text("Event", 10, l => Id(l.Told.EventSeq), "The event that planned it.", "The chain.");

    private static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);

    private sealed record Line(Notification Told, string? Address, MailOutcome? Ended);
}
