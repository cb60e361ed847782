using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests;

public sealed class TestWorldTests
{
    [Fact]
    public async Task The_seeded_campaign_holds_each_account_and_assignment_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = new TestWorld(database);
        await world.PeopleAsync(["Priya", "Tomas"], left: ["Priya"]);
        await world.HeapAsync(new TestAccount("Priya", Findings: Finding.Left, Groups: ["Pricing", "Core"]), new TestAccount("Tomas"));
        await world.LaunchAsync();

        await using var db = database.Look();
        Assert.Equal(4, await db.ReviewTurns.CountAsync(t => t.ReviewerId == world["Mia"] && t.State == TurnState.Undecided));
        Assert.Equal(4, await db.CampaignProgress.SumAsync(p => p.Count));
    }
}
