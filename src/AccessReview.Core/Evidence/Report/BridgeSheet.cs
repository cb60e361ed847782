using System.Globalization;
using System.Runtime.CompilerServices;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Extracts;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Report;

/// <summary>How the accounts of the review before became those of this one: opening, plus joined, less revoked, left, set aside, unexplained and what a filter
/// may keep out, makes closing, with every account that nobody can explain by name.</summary>
internal static class BridgeSheet
{
    internal const string Name = "Bridge";
    internal const string UnexplainedAccount = "Gone, unexplained: account";
    private const string First = "First review";

    internal static async Task<Sheet> OfAsync(ReportScope scope, CancellationToken cancel)
    {
        var bridges = await Bridge.ReadAsync(scope, cancel);
        var totals = new List<Line>();
        foreach (var bridge in bridges)
        {
            totals.AddRange(await TotalsAsync(bridge, cancel));
        }

        totals.AddRange(scope.Applications.Where(a => bridges.All(b => b.Name != a.Name)).Select(a => new Line(a.Name, First, null, "", "No campaign over it was closed before this one was launched.")));
        long unexplained = 0;
        foreach (var bridge in bridges)
        {
            unexplained += await bridge.Gone.Unexplained.LongCountAsync(cancel);
        }

        return Sheet.Of(Name, Columns, totals.Count + unexplained, RowsAsync(totals, bridges, cancel));
    }

    private static SheetColumns<Line> Columns => new SheetColumns<Line>()
        .Text("Application", 18, l => l.Application, "The application.", "The campaign.")
        .Text("What", 34, l => l.What, "A line of the bridge; the named accounts at the end are those that nobody can explain.", "The product.")
        .Integer("Accounts", 11, l => l.Accounts, "How many.", "Counted over the two readings.", "A named account, or a first review.")
        .Text("Account", 36, l => l.Account, "The account, where one is named.", "The reading of the review before.", Words.DoesNotApply)
        .Text("Meaning", 80, l => l.Meaning, "What the line says and where it comes from.", "The product.");

    private static async Task<List<Line>> TotalsAsync(Bridge bridge, CancellationToken cancel)
    {
        var (opening, closing) = (await bridge.Opening.LongCountAsync(cancel), await bridge.Closing.LongCountAsync(cancel));
        var joined = await bridge.Joined.LongCountAsync(cancel);
        var (revoked, left) = (await bridge.Gone.Revoked.LongCountAsync(cancel), await bridge.Gone.Left.LongCountAsync(cancel));
        var (aside, unexplained) = (await bridge.Gone.SetAside.LongCountAsync(cancel), await bridge.Gone.Unexplained.LongCountAsync(cancel));
        var hidden = await bridge.Gone.Hidden.LongCountAsync(cancel);
        Line Of(string what, long accounts, string meaning) => new(bridge.Name, what, accounts, "", meaning);
        return
        [
            Of("Opening", opening, $"Accounts in the reading under C{bridge.Gone.Campaign}: {Reading(bridge.Before)}."),
            Of("plus joined", joined, "In this review's reading and not in that one."),
            Of("less gone, revoked", revoked, $"Not in this review's reading any more, and revoked by C{bridge.Gone.Campaign} or by another review decided before this one was launched."),
            Of("less gone, left", left, "Not in it any more, and their person has left, or is on no staff list under this campaign."),
            Of("less gone, set aside", aside, "Not in it any more, because their line was set aside by name at import: the sheet Exclusions has it."),
            Of("less gone, unexplained", unexplained, "Not in it any more, and neither revoked, nor of somebody who has left, nor set aside. Each is named below."),
            Of("less not shown", hidden, "Not in it, and a filter stated for it may keep them out: the sheet Sources says which. No other reading showed them removed: nobody knows whether they are gone."),
            Of("makes", opening + joined - revoked - left - aside - unexplained - hidden, "Opening, plus joined, less gone and not shown."),
            Of("Closing", closing, $"Accounts in the reading under this campaign: {Reading(bridge.Now)}. It must be what is expected."),
            Of("Of those, another role", await bridge.Changed.LongCountAsync(cancel), "In both readings, with another role now."),
        ];
    }

    private static async IAsyncEnumerable<Line> RowsAsync(List<Line> totals, IReadOnlyList<Bridge> bridges, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var total in totals)
        {
            yield return total;
        }

        foreach (var bridge in bridges)
        {
            await foreach (var gone in bridge.Gone.Unexplained.OrderBy(r => r.NameSort).ThenBy(r => r.Id).Select(r => new { r.Email, r.Name, r.Role }).AsAsyncEnumerable().WithCancellation(cancel))
            {
                yield return new Line(bridge.Name, UnexplainedAccount, null, gone.Email.Length > 0 ? gone.Email : gone.Name, gone.Role.Length > 0 ? $"It had the role {gone.Role}." : "Its role was not known.");
            }
        }
    }

    private static string Reading(Extract extract) => string.Create(CultureInfo.InvariantCulture, $"X{extract.Number}, as of {extract.AsOf:yyyy-MM-dd HH:mm} UTC");

    private sealed record Line(string Application, string What, long? Accounts, string Account, string Meaning);
}
