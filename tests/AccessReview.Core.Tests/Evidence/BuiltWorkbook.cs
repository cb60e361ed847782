using AccessReview.Core.Evidence;
using AccessReview.Core.Evidence.Report;
using AccessReview.Core.Evidence.Workbook;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>A campaign's workbook as its evidence would print it now, without a pack around it.</summary>
internal static class BuiltWorkbook
{
    public static async Task<RawWorkbook> OfAsync(TestDatabase database, int campaign)
    {
        await using var db = database.Look();
        var id = await db.Campaigns.Where(c => c.Number == campaign).Select(c => c.Id).SingleAsync();
        var scope = await ReportScope.ReadAsync(db, id, new EditionName(EditionKind.Interim, 1), database.Time.Now(), default);
        var file = new MemoryStream();
        await EvidenceWorkbook.WriteAsync(await EvidenceReport.ReadAsync(scope, await SourcesSheet.ReadAsync(scope, default), [], [], [], default), file);
        return new RawWorkbook(file);
    }

    /// <summary>What a printed number says otherwise than the rows on the sheets; empty where all ties out.</summary>
    public static IEnumerable<string> Different(this RawWorkbook book) =>
    [
        .. book["Summary"].Rows().Where(r => r["Counted on the sheets: equal?"] == "different").Select(r => $"{r["What"]}: {r["Value"]}, on the sheets {r["Counted on the sheets"]}"),
        .. book["Completeness"].Rows().Where(r => r["B counted on the sheets: equal?"] == "different").Select(r => $"{r["Check"]} {r["What is B"]}: {r["B"]}, on the sheets {r["B counted on the sheets"]}"),
    ];
}
