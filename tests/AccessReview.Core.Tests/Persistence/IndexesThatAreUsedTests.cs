using AccessReview.Connectors.Tests.Mail;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Notifications;
using AccessReview.Core.Tests.Campaigns;
using AccessReview.Core.Tests.Notifications;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Persistence;

/// <summary>An index that no question uses costs each write and gives nothing: what some were made for asks by them.</summary>
public sealed class IndexesThatAreUsedTests : IAsyncLifetime
{
    private readonly AskedQueries asked = new();
    private readonly TestPost post = new();
    private CampaignWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        world = await CampaignWorld.CreateAsync(mailing: MailWorld.MailingOver(post), interceptor: asked);
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        asked.Forget();
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await post.DisposeAsync();
    }

    [SqliteFact]
    public async Task A_campaigns_page_counts_accounts_and_what_had_to_leave_its_holder_by_what_few_rows_an_index_holds()
    {
        (await world.Database.Get<CampaignPage>().RunAsync(world.Owen, world.Number, default)).Require();
        await AssertUsedAsync("COVERING INDEX IX_ReviewItems_Accounts (CampaignId=?", q => q.StartsWith("SELECT COUNT(*)", StringComparison.Ordinal) && q.Contains("\"ParentItemId\" IS NULL", StringComparison.Ordinal), "ReviewItems");
        await AssertUsedAsync("INDEX IX_ReviewTurns_OwnAccess (CampaignId=?)", q => q.Contains("= 'OwnAccess'", StringComparison.Ordinal), "ReviewTurns");
    }

    [SqliteFact]
    public async Task Late_tasks_by_hand_are_looked_for_among_the_open_ones()
    {
        await world.Database.Get<PlanNotifications>().RunAsync(default);
        await AssertUsedAsync("IX_RemovalTasks_Open (DueDate<?)", q => q.Contains("GROUP BY", StringComparison.Ordinal), "RemovalTasks");
    }

    [SqliteFact]
    public async Task Whether_a_directory_ever_had_a_person_is_told_without_reading_what_it_said_of_them()
    {
        await world.Database.Get<FindPeople>().RunAsync("", 0, 10, false, default);
        await AssertUsedAsync("COVERING INDEX IX_PersonRecords_PersonId_ExtractId (PersonId=?", _ => true, "PersonRecords", "Directories", "Extracts");
    }

    private async Task AssertUsedAsync(string step, Func<string, bool> which, params string[] tables)
    {
        await using var db = world.Database.Look();
        await using var connection = new SqliteConnection(db.Database.GetConnectionString());
        var queries = asked.Of(tables).Where(q => which(q.Text)).ToList();
        Assert.NotEmpty(queries);
        foreach (var query in queries)
        {
            Assert.Contains(await AskedQueries.PlanAsync(connection, query), s => s.Contains(step, StringComparison.Ordinal));
        }
    }
}
