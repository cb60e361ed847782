using AccessReview.Core.Findings;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Reviewing;

/// <summary>What stands beside the choice.</summary>
public sealed class StoryTests
{
    [Fact]
    public async Task A_revoke_is_said_to_be_the_task_of_somebody_who_still_works_here()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.Run(async (scope, cancel) => (await scope.Db.Applications.SingleAsync(cancel)).RemoverId = world.World["Noa"]);
        Assert.StartsWith("A task for Noa to remove the account in Heap", await SummaryAsync(), StringComparison.Ordinal);
        await world.World.LeaveAsync("Noa");
        Assert.StartsWith("A task for Owen to remove the account in Heap", await SummaryAsync(), StringComparison.Ordinal);

        async Task<string> SummaryAsync()
        {
            await using var db = database.Look();
            var turn = await db.ReviewTurns.Select(t => t.Id).FirstAsync();
            return (await database.Get<ItemStory>().RunAsync(world.World.As("Mia"), turn, CancellationToken.None)).Require().Revoke.Summary;
        }
    }

    [Fact]
    public async Task Employment_is_said_of_the_day_on_which_it_was_judged_whatever_day_it_was_in_UTC()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        var lastDay = new DateOnly(2026, 11, 20);
        await world.World.LastDayAsync("Sami", lastDay);
        await world.Run(async (scope, cancel) =>
        {
            // 20:00 on that day in Los Angeles.
            scope.Db.Entry(await scope.Db.Extracts.SingleAsync(e => e.Id == world.World.ExtractId, cancel)).Property(e => e.AsOf).CurrentValue = new DateTime(2026, 11, 21, 4, 0, 0, DateTimeKind.Utc);
            scope.Db.Entry(await scope.Db.AssessedAccounts.SingleAsync(a => a.PersonId == world.World["Sami"], cancel)).Property(a => a.Facts).CurrentValue = new FindingFacts { AsOf = lastDay }.ToJson();
        });
        await using var db = database.Look();
        var turn = await (from t in db.ReviewTurns
                          join item in db.ReviewItems on t.ItemId equals item.Id
                          where item.HolderId == world.World["Sami"] && item.GroupId == null
                          select t.Id).SingleAsync();
        var story = (await database.Get<ItemStory>().RunAsync(world.World.As("Mia"), turn, CancellationToken.None)).Require();
        Assert.Equal("active, Employee, last day 20 Nov 2026", story.Facts.Single(f => f.Label == "Employment").Value);
    }

    [Theory]
    [InlineData(20, null)]
    [InlineData(23, 3)]
    public async Task Groups_that_a_story_has_no_room_for_are_counted(int held, int? more)
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = new TestWorld(database);
        await world.PeopleAsync(["Sami"]);
        string[] groups = [.. Enumerable.Range(1, held).Select(i => $"Team {i:00}")];
        await world.HeapAsync(new TestAccount("Sami", Groups: groups));
        await world.LaunchAsync();
        await using var db = database.Look();
        var turn = await db.ReviewTurns.OrderBy(t => t.Number).FirstAsync();
        var fact = (await database.Get<ItemStory>().RunAsync(world.As("Mia"), turn.Id, CancellationToken.None)).Require().Facts.Single(f => f.Label == "Groups");
        Assert.Equal((string.Join(", ", groups.Take(20)), more), (fact.Value, fact.More?.Count));
    }

    [Fact]
    public async Task A_removal_that_another_campaign_decided_and_nobody_has_done_is_a_fact_beside_the_choice()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.RevokeAsync("Vera", "Finance");
        await world.RevokeAsync("Sami");
        await world.SignOffAsync("Vera", "Sami");
        Assert.Null(await RemovalAsync(1, "Sami", null)); // Of the campaign itself: who looks a second time is not to see it.

        await world.World.LaunchAsync(number: 2);
        Assert.Equal("R2 of Heap, Q4 2026: waiting for a person", await RemovalAsync(2, "Sami", null));
        Assert.Equal("R2 of Heap, Q4 2026: waiting for a person", await RemovalAsync(2, "Sami", "Growth")); // It goes with the account.
        Assert.Equal("R1 of Heap, Q4 2026: waiting for a person", await RemovalAsync(2, "Vera", "Finance"));
        Assert.Null(await RemovalAsync(2, "Vera", null));
        Assert.Null(await RemovalAsync(2, "Zoe", null));

        await world.Run(async (scope, cancel) => (await scope.Db.Removals.AsTracking().SingleAsync(r => r.Number == 2, cancel)).State = RemovalState.Verified);
        Assert.Null(await RemovalAsync(2, "Sami", null));

        async Task<string?> RemovalAsync(int campaign, string account, string? team)
        {
            await using var db = database.Look();
            var turn = await (from t in db.ReviewTurns
                              join item in db.ReviewItems on t.ItemId equals item.Id
                              join record in db.AccountRecords on item.AccountRecordId equals record.Id
                              where db.Campaigns.Any(c => c.Id == t.CampaignId && c.Number == campaign) && record.Name == account
                                  && (team == null ? item.GroupId == null : db.Groups.Any(g => g.Id == item.GroupId && g.Name == team))
                              select t.Id).SingleAsync();
            var story = (await database.Get<ItemStory>().RunAsync(world.World.As("Mia"), turn, CancellationToken.None)).Require();
            return story.Facts.SingleOrDefault(f => f.Label == "Removal")?.Value;
        }
    }
}
