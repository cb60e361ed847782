using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Leavers;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>Everybody who has left and could still get in: since when, whether it was used afterwards, and when it ended.</summary>
internal static class LeaversSheet
{
    internal const string Name = "Leavers";
    private const string NoDay = "No last day is known: none is named, or it had not come yet when another directory said that they had left; or the account was disabled when it was read, and nobody could get in.";
    private const string NotGone = "Not verified, as the column Removal state says, or kept at a lower role, as the column Decision says.";

    internal static async Task<Sheet> OfAsync(ReportScope scope, CancellationToken cancel)
    {
        var lines = ItemQuery.Of(scope, Finding.Left);
        return Sheet.Of(Name, Columns(scope, await FoundAsync(scope, cancel)), await lines.LongCountAsync(cancel), lines.AsAsyncEnumerable());
    }

    private static SheetColumns<ItemLine> Columns(ReportScope scope, Dictionary<(long Plan, long Account), DateTime> found)
    {
        var applications = scope.Applications.ToDictionary(a => a.Plan.Id);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(scope.Campaign.TimeZone);
        DateTime? Over(ItemLine line) => applications[line.PlanId].Extract is { } read ? LeaverHours.Over(line.EndDate, read.AsOf, zone) : null;
        double? Hours(ItemLine line, DateTime? until) => line.Status == AccountStatus.Disabled ? null : LeaverHours.Of(Over(line), until);
        return new SheetColumns<ItemLine>()
            .Text("Item id", 14, i => scope.ItemName(i.Number), "The item; the same on every sheet.", "Given at launch.")
            .Text("Application", 16, i => applications[i.PlanId].Name, "The application.", "The campaign.")
            .Text("Account", 34, ItemWords.Account, "The account as the application names it: its address, else its name.", "The reading of the application.")
            .Text("Person", 26, ItemWords.Person, "Whose access it is.", "The match of the account with the staff list.")
            .Text("Role or group", 26, ItemWords.RoleOrGroup, "What they could still get into.", "The reading of the application.")
            .Date("Last day", i => i.EndDate, "The person's last day.", "The staff list's reading under the campaign.", "The staff list names no last day of this employment.")
            .Instant("Found", i => found.TryGetValue((i.PlanId, i.AccountId), out var at) ? at : null, "When the product had the first complete readings that showed that they had left and could still get in, without a gap until the campaign.", "The assessments of the application.", "The account was disabled when it was read.")
            .Instant("Last used", i => i.LastUsedAt, "When the account was last used; at midnight: on that day, at a time that is not known.", "The reading of the application.", "Not known, or never.")
            .Text("Used after the last day", 14, i => Used(i, Over(i), zone), "Whether the last use came after the end of the last day; not known where a day alone does not tell.", "Computed.")
            .Number("Hours of access when read", 14, i => Hours(i, applications[i.PlanId].Extract?.AsOf), "Hours between the end of the last day, in the campaign's time zone, and the reading that still had it.", "Computed.", NoDay)
            .Text("Decision", 14, ItemWords.Decision, "The decision in force.", "The reviewer's act.")
            .Instant("Decided", i => i.DecidedAt, "When.", "The reviewer's act.", "Not reviewed: the column Decision says so.")
            .Text("Removal state", 18, i => ItemWords.Removal(i, scope), "How the removal stands.", "The sheet Removals.")
            .Instant("Removed", Gone, "The time of the reading that showed it gone.", "The sheet Removals.", NotGone)
            .Number("Hours of access until removed", 14, i => Hours(i, Gone(i)), "Hours between the end of the last day and the reading that showed it gone: at most so long did they keep it.", "Computed.", "The column Removed or the column Hours of access when read says why.");
    }

    // A lower role is verified too, and its holder gets in as before.
    private static DateTime? Gone(ItemLine item) => item.RemovalTo is null ? item.VerifiedAt : null;

    private static string Used(ItemLine item, DateTime? over, TimeZoneInfo zone) => LeaverHours.Used(over, item.LastUsedState, item.LastUsedAt, zone) switch
    {
        UsedAfter.Yes => Words.Of(true),
        UsedAfter.No when item.LastUsedState == LastUsedState.Known => Words.Of(false),
        _ => over is null || item.LastUsedState == LastUsedState.Known ? Words.NotKnown : ItemWords.LastUse(item),
    };

    // As of the campaign: what was found later is none of its evidence.
    private static async Task<Dictionary<(long Plan, long Account), DateTime>> FoundAsync(ReportScope scope, CancellationToken cancel)
    {
        var found = new Dictionary<(long Plan, long Account), DateTime>();
        foreach (var application in scope.Applications.Where(a => a.Assessment is not null))
        {
            foreach (var span in await LeaverSpans.ReadAsync(scope.Db, application.Application.Id, application.Assessment!.Id, cancel))
            {
                if (span.After is null)
                {
                    found[(application.Plan.Id, span.AccountId)] = span.Found.MadeAt;
                }
            }
        }

        return found;
    }
}
