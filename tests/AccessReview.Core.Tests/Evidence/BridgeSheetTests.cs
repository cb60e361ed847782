using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Evidence;
using AccessReview.Core.Evidence.Report;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Tests.Journeys;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>An auditor follows the accounts from one review to the next, and nothing disappears between.</summary>
public sealed class BridgeSheetTests
{
    private static readonly DateTime NextQuarter = new(2027, 2, 19, 18, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task The_accounts_of_the_review_before_and_what_became_of_them_make_those_of_this_one()
    {
        await using var quarter = await Quarter.StartAsync();
        var first = await quarter.LaunchAsync("Heap, Q4 2026", new DateOnly(2026, 12, 4));
        using (var none = await BookAsync(quarter, first))
        {
            Assert.Equal("First review", Assert.Single(none["Bridge"].Rows())["What"]);
        }

        var expected = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", "harbourlight", "expected.json"))).RootElement.GetProperty("q1");
        await quarter.Reviewers(first).DecideAllAsync(expected.GetProperty("ifRevokedInQ4").EnumerateArray().Select(e => e.GetString()!).ToHashSet(StringComparer.Ordinal));
        await quarter.Reviewers(first).SignAllAsync();
        await CloseAsync(quarter, first);
        await quarter.ReadAsync("2027Q1", NextQuarter);
        using var book = await BookAsync(quarter, await quarter.LaunchAsync("Heap, Q1 2027", new DateOnly(2027, 3, 5)));
        var lines = book["Bridge"].Rows().ToList();
        long Of(string what) => long.Parse(lines.Single(l => l["What"] == what)["Accounts"]!, System.Globalization.CultureInfo.InvariantCulture);
        // What the organisation's authors say of their files.
        Assert.Equal((194, 8, 6, 191, 191, 3), (Of("Opening"), Of("plus joined"), Of("less gone, revoked"), Of("makes"), Of("Closing"), Of("Of those, another role")));
        Assert.Equal(5, Of("less gone, left") + Of("less gone, unexplained"));
        var named = lines.Where(l => l["What"] == BridgeSheet.UnexplainedAccount).Select(l => l["Account"]!).ToList();
        Assert.Equal(Of("less gone, unexplained"), named.Count);
        Assert.Empty(named.Except(expected.GetProperty("gone").EnumerateArray().Select(e => e.GetString()!)));
    }

    private static async Task CloseAsync(Quarter quarter, int number)
    {
        var owner = await quarter.AsAsync("dmitri.raman");
        var view = (await quarter.Database.Get<ClosePreview>().RunAsync(owner, number, default)).Require();
        var exceptions = view.Exceptions.Select(e => new StatedException(e.Kind, "As planned", owner.PersonId, view.Today.AddDays(30)));
        (await quarter.Database.Get<CloseCampaign>().RunAsync(Guid.NewGuid(), owner, number, new CloseInput(view.Statement, "In order.", [.. exceptions]), default)).Require();
    }

    private static async Task<RawWorkbook> BookAsync(Quarter quarter, int number)
    {
        await using var db = quarter.Database.Look();
        var scope = await ReportScope.ReadAsync(db, await db.Campaigns.Where(c => c.Number == number).Select(c => c.Id).SingleAsync(), new EditionName(EditionKind.Interim, 1), default);
        var file = new MemoryStream();
        await EvidenceWorkbook.WriteAsync(new WorkbookContents("Evidence", "Interim", scope.At, [await BridgeSheet.OfAsync(scope, default)]), file);
        return new RawWorkbook(file);
    }
}
