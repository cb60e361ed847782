using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Campaigns.Drift;
using AccessReview.Core.Evidence.Checks;
using AccessReview.Core.Extracts;
using AccessReview.Core.Tests.Journeys;
using AccessReview.Core.Tests.Persistence;
using AccessReview.Core.Tests.Removals;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>What a later reading shows is read once for a close, by way of the reading that was reviewed.</summary>
public sealed class AppearedAtCloseTests
{
    [SqliteFact]
    public async Task The_close_page_and_the_close_read_once_what_appeared_or_came_back_and_search_no_other_reading_for_it()
    {
        var asked = new AskedQueries();
        await using var quarter = await Quarter.StartAsync(asked);
        var number = await quarter.LaunchAsync("Heap, Q4 2026", new DateOnly(2026, 12, 4));
        await quarter.ReadAsync("2027Q1", new DateTime(2026, 11, 26, 18, 0, 0, DateTimeKind.Utc));
        var owner = await quarter.AsAsync("dmitri.raman");

        asked.Forget();
        var view = (await quarter.Database.Get<ClosePreview>().RunAsync(owner, number, default)).Require();
        var back = Assert.Single(asked.Of("LeftOutAccounts", "Declarations"));
        await using var db = quarter.Database.Look();
        await using var connection = new SqliteConnection(db.Database.GetConnectionString());
        var searched = (await AskedQueries.PlanAsync(connection, back)).Where(s => s.Contains("AccountRecords", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(searched);
        Assert.All(searched, s => Assert.Contains("(ExtractId=?", s, StringComparison.Ordinal));

        asked.Forget();
        var stated = view.Exceptions.Select(e => new StatedException(e.Kind, "Known and followed up", owner.PersonId, new DateOnly(2026, 12, 20)));
        (await quarter.Database.Get<CloseCampaign>().RunAsync(Guid.NewGuid(), owner, number, new CloseInput(view.Statement, "The access is in order.", [.. stated]), default)).Require();
        Assert.Single(asked.Of("LeftOutAccounts", "Declarations"));
    }

    [Fact]
    public async Task The_statement_the_kept_check_and_the_sheet_count_the_same_whatever_comes_after_the_close()
    {
        await using var world = await DriftTests.LeftOutAsync();
        await world.SeedAsync(scope =>
        {
            scope.Add(new Core.Applications.Account { Id = scope.NewId(), ApplicationId = world.World.ApplicationId, SourceKey = "OWEN@EXAMPLE.TEST", FirstExtractId = world.World.ExtractId });
            return Task.CompletedTask;
        });

        // Owen's account is new, and Tomas's is disabled no more.
        await ReadAsync(world, 26, new TestAccount("Priya"), new TestAccount("Tomas"), new TestAccount("Viktor", Status: AccountStatus.Disabled), new TestAccount("Noa"), new TestAccount("Owen"));
        Assert.Contains("1 completeness check was tested and differs: C10. ", (await world.ViewAsync()).Statement, StringComparison.Ordinal);
        Assert.Equal((2, CheckResult.Fail), await OnSheetAsync(world));
        (await world.CloseAsync()).Require();
        await using var db = world.Database.Look();
        var differs = (await world.Database.Get<CampaignPage>().RunAsync(world.Owen, world.Number, default)).Require().Exceptions.Single(e => e.Kind == ExceptionKind.Differs);
        Assert.True(differs.AppearedSince);
        Assert.Equal(2, (await db.CompletenessChecks.SingleAsync(c => c.Check == "C10" && c.Result == CheckResult.Fail)).CountA);
        Assert.Equal((2, CheckResult.Fail), await OnSheetAsync(world));

        world.Database.Time.Advance(TimeSpan.FromDays(1));
        await world.SeedAsync(async scope => (await scope.Db.Declarations.SingleAsync()).Active = false);
        await ReadAsync(world, 27, new TestAccount("Priya"), new TestAccount("Viktor"));
        Assert.Equal((2, CheckResult.Fail), await OnSheetAsync(world));

        var drift = (await world.Database.Get<CampaignDrift>().RunAsync(world.Owen, world.Number, default)).Require();
        Assert.Equal([(DriftKind.Appeared, "Owen"), (DriftKind.Returned, "Tomas")], drift.Lines.Select(l => (l.Kind, l.Name)));
        Assert.Equal(new DateTime(2026, 11, 26, 9, 0, 0, DateTimeKind.Utc), Assert.Single(drift.Sources).Later?.AsOf);
    }

    private static async Task ReadAsync(CampaignWorld world, int day, params TestAccount[] found)
    {
        var extract = await new RevokedWorld(world.Database, world.World).ReadAsync(new(2026, 11, day, 9, 0, 0, DateTimeKind.Utc), found);
        await world.UpdateAsync((db, seq) => db.Applications.ExecuteUpdateAsync(s => s.SetProperty(a => a.CurrentExtractId, extract).SetProperty(a => a.EventSeq, seq)));
    }

    private static async Task<(long? Count, CheckResult Result)> OnSheetAsync(CampaignWorld world)
    {
        await using var db = world.Database.Look();
        var check = (await CompletenessChecks.RunAsync(db, await db.Campaigns.Select(c => c.Id).SingleAsync(), world.Database.Time.Now(), default)).Single(c => c.Code == "C10");
        return (check.CountA, check.Result);
    }
}
