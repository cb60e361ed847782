using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Evidence;
using AccessReview.Core.Evidence.Checks;
using AccessReview.Core.Evidence.Report;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Seats;
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

    [Fact]
    public async Task What_any_campaign_revoked_and_what_was_set_aside_at_import_is_explained_by_the_bridge_the_launch_and_the_edition_alike()
    {
        await using var quarter = await Quarter.StartAsync();
        var owner = await quarter.AsAsync("dmitri.raman");
        var first = await quarter.LaunchAsync("Heap, Q4 2026", new DateOnly(2026, 12, 4));
        await quarter.Reviewers(first).DecideAllAsync(new HashSet<string>());
        await quarter.Reviewers(first).SignAllAsync();
        await CloseAsync(quarter, first);

        // Between the quarters a campaign about unused seats revokes an account, and the next export leaves another one out as a test account.
        await quarter.Database.Get<FollowUps>().RunAsync(default);
        await using var db = quarter.Database.Look();
        var seats = (await quarter.Database.Get<DraftSeatReview>().RunAsync(Guid.NewGuid(), owner, await db.Applications.Select(a => a.Id).SingleAsync(), default)).Require();
        (await quarter.Database.Get<PreviewCampaign>().RunAsync(owner, seats, default)).Require();
        (await quarter.Database.Get<LaunchCampaign>().RunAsync(Guid.NewGuid(), owner, seats, default)).Require();
        await quarter.Reviewers(seats).DecideAllAsync(new HashSet<string>(["oskar.brandt@harbourlight.example"], StringComparer.Ordinal));
        await quarter.Reviewers(seats).SignAllAsync();
        var meiMuller = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "data", "harbourlight", "heap-users-2027Q1.csv")).Index().Single(l => l.Item.Contains(",mei.muller@", StringComparison.Ordinal)).Index + 1;
        await quarter.ReadAsync("2027Q1", NextQuarter, meiMuller);

        var second = await quarter.LaunchAsync("Heap, Q1 2027", new DateOnly(2027, 3, 5));
        using var book = await BookAsync(quarter, second);
        var lines = book["Bridge"].Rows().ToList();
        long Of(string what) => long.Parse(lines.Single(l => l["What"] == what)["Accounts"]!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal((194, 8, 1, 1, 190, 190), (Of("Opening"), Of("plus joined"), Of("less gone, revoked"), Of("less gone, set aside"), Of("makes"), Of("Closing")));

        var campaign = await db.Campaigns.Where(c => c.Number == second).Select(c => c.Id).SingleAsync();
        var launched = await db.CompletenessChecks.SingleAsync(c => c.CampaignId == campaign && c.Check == "C9");
        var edition = (await CompletenessChecks.RunAsync(db, campaign, quarter.Database.Time.Now(), default)).Single(c => c.Code == "C9");
        Assert.Equal((12, 12 - Of("less gone, unexplained")), (launched.CountA, launched.CountB));
        Assert.Equal((launched.WhatA, launched.CountA, launched.WhatB, launched.CountB, launched.Result, launched.Explained), (edition.WhatA, edition.CountA, edition.WhatB, edition.CountB, edition.Result, edition.Explained));
    }

    [Fact]
    public async Task What_a_stated_filter_may_keep_out_is_counted_apart_and_the_bridge_still_closes()
    {
        await using var quarter = await Quarter.StartAsync();
        var first = await quarter.LaunchAsync("Heap, Q4 2026", new DateOnly(2026, 12, 4));
        await quarter.Reviewers(first).DecideAllAsync(new HashSet<string>());
        await quarter.Reviewers(first).SignAllAsync();
        await CloseAsync(quarter, first);
        await quarter.ReadAsync("2027Q1", NextQuarter);
        (await quarter.Database.Change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, "Seed", (scope, _) =>
        {
            scope.AfterEvent(token => scope.Db.ExtractFiles.Where(f => f.Kind == ExtractFileKind.Users && scope.Db.Applications.Any(a => a.CurrentExtractId == f.ExtractId))
                .ExecuteUpdateAsync(set => set.SetProperty(f => f.Filters, "Status = Active").SetProperty(f => f.EventSeq, scope.Seq), token));
            scope.Record(new Seeded());
            return Task.FromResult<Outcome<Done>>(Done.Yes);
        }, default)).Require();

        using var book = await BookAsync(quarter, await quarter.LaunchAsync("Heap, Q1 2027", new DateOnly(2027, 3, 5)));
        var lines = book["Bridge"].Rows().ToList();
        long Of(string what) => long.Parse(lines.Single(l => l["What"] == what)["Accounts"]!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal((194, 8, 0, 0, 11, 191, 191), (Of("Opening"), Of("plus joined"), Of("less gone, left"), Of("less gone, unexplained"), Of("less not shown"), Of("makes"), Of("Closing")));
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
        var scope = await ReportScope.ReadAsync(db, await db.Campaigns.Where(c => c.Number == number).Select(c => c.Id).SingleAsync(), new EditionName(EditionKind.Interim, 1), quarter.Database.Time.Now(), default);
        var file = new MemoryStream();
        await EvidenceWorkbook.WriteAsync(new WorkbookContents("Evidence", "Interim", scope.At, [await BridgeSheet.OfAsync(scope, default)]), file);
        return new RawWorkbook(file);
    }

    private sealed record Seeded : EventBody;
}
