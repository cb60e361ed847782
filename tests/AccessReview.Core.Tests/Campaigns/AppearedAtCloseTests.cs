using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Tests.Journeys;
using AccessReview.Core.Tests.Persistence;
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
}
