using AccessReview.Core.Evidence;
using AccessReview.Core.Evidence.Report;
using AccessReview.Core.Evidence.Workbook;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>A campaign's workbook as an Interim edition prints it now.</summary>
internal static class CampaignWorkbook
{
    internal static async Task<RawWorkbook> OfAsync(TestDatabase database, int number)
    {
        await using var db = database.Look();
        var scope = await ReportScope.ReadAsync(db, await db.Campaigns.Where(c => c.Number == number).Select(c => c.Id).SingleAsync(), new EditionName(EditionKind.Interim, 1), database.Time.Now(), default);
        var file = new MemoryStream();
        await EvidenceWorkbook.WriteAsync(
            await EvidenceReport.ReadAsync(scope, await SourcesSheet.ReadAsync(scope, default), await ProofsSheet.ReadAsync(scope, default), [], [], default), file);
        return new RawWorkbook(file);
    }

    /// <summary>What the Summary says under a name.</summary>
    internal static string? Said(this RawWorkbook book, string what) => book["Summary"].Rows().Single(r => r["What"] == what)["Value"];

    /// <summary>Lines of launch and close that no line of the edition counts again under the same application and the same names, but for C5: an edition
    /// asks after every application that is registered.</summary>
    internal static IEnumerable<string> CheckedOtherwise(this RawWorkbook book)
    {
        var lines = book["Completeness"].Rows().Where(r => r["Check"] != "C5").Select(r => (Now: r["Run at"] == "this edition", Says: $"{r["Check"]}, {r["Application"]}: {r["What is A"]} = {r["What is B"]}")).ToList();
        return lines.Where(l => !l.Now).Select(l => l.Says).Except(lines.Where(l => l.Now).Select(l => l.Says));
    }

    /// <summary>Reviewers' sign-offs in force that say to cover another number of items than carry their id on the sheet Decisions.</summary>
    internal static IEnumerable<string> UntiedSignOffs(this RawWorkbook book)
    {
        var rows = book["Decisions"].Rows().ToList();
        return
        [
            .. from signed in book["Sign-offs"].Rows()
               where signed["Level"] == "Reviewer" && signed["In force"] == "yes"
               let carry = rows.Count(r => new[] { r["First sign-off id"], r["Second sign-off id"], r["Account's sign-off id"] }.Contains(signed["Sign-off id"]))
               where signed["Items covered"] != $"{carry}"
               select $"{signed["Signer"]} covers {signed["Items covered"]} items, {carry} carry the id",
        ];
    }
}
