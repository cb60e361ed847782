using System.Text.RegularExpressions;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Persistence;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Reviewing;

/// <summary>The fear: a campaign's page that says who has signed reads every item of a large campaign to say it, or counts and says it of somebody who has not.</summary>
public sealed partial class SignedReviewersTests
{
    [Fact]
    public async Task Whoever_has_signed_everything_is_whom_a_full_count_finds_also_after_what_they_signed_was_taken_given_back_or_given_away()
    {
        await using var world = await ReviewWorld.CreateAsync(teams: "Noa");
        await SaysAsync(world);
        await world.DecideRestAsync("Noa");
        await SaysAsync(world);
        (await world.SignAsync("Noa")).Require();
        await SaysAsync(world, "Noa");

        // What Noa signed goes with the account, and is signed with it by Mia, or comes back signed.
        await world.DecideRestAsync("Mia");
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Revoke, "Works elsewhere now")).Require();
        await SaysAsync(world, "Noa");
        var signed = (await world.SignAsync("Mia")).Require();
        await SaysAsync(world, "Mia", "Noa");
        (await world.Database.Get<WithdrawSignOff>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), signed.SignOffId, "Looked again", default)).Require();
        await SaysAsync(world, "Noa");
        (await world.UndoAsync("Mia", "Sami")).Require();
        await SaysAsync(world, "Noa");

        // Taken once more, it goes to somebody else meanwhile and comes back undecided: what is decided of it then is not what was signed.
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Revoke, "Works elsewhere now")).Require();
        await GiveAsync(world, "Ada");
        (await world.UndoAsync("Mia", "Sami")).Require();
        await SaysAsync(world, "Noa");
        await GiveAsync(world, "Noa");
        await SaysAsync(world);
        (await world.DecideAsync("Noa", "Sami", DecisionKind.Certify, team: "Growth")).Require();
        await SaysAsync(world);
        (await world.SignAsync("Noa")).Require();
        (await world.SignAsync("Mia")).Require();
        await SaysAsync(world, "Mia", "Noa");
    }

    [SqliteFact]
    public async Task How_much_is_signed_is_counted_by_an_index_and_only_what_was_revoked_is_looked_at()
    {
        var asked = new AskedQueries();
        await using var world = await ReviewWorld.CreateAsync(interceptor: asked);
        await world.DecideRestAsync("Mia");
        (await world.SignAsync("Mia")).Require();
        asked.Forget();
        Assert.Equal([world.World["Mia"]], await SignedAsync(world));

        await using var db = world.Database.Look();
        await using var connection = new SqliteConnection(db.Database.GetConnectionString());
        var counted = 0;
        foreach (var query in asked.Of("ReviewTurns"))
        {
            var steps = await AskedQueries.PlanAsync(connection, query);
            Assert.All(Turns().Matches(query.Text).Select(m => m.Groups[1].Value), turns => Assert.All(
                steps.Where(s => s == $"SCAN {turns}" || s.StartsWith($"SCAN {turns} USING", StringComparison.Ordinal) || s.StartsWith($"SEARCH {turns} ", StringComparison.Ordinal)),
                s => Assert.True(
                    s.Contains("COVERING INDEX IX_ReviewTurns_SignOffId (SignOffId=?)", StringComparison.Ordinal)
                        || s.Contains("(CampaignId=? AND ReviewerId=? AND State=?", StringComparison.Ordinal) || s.Contains("(ItemId=?", StringComparison.Ordinal),
                    s)));
            counted += steps.Count(s => s.Contains("COVERING INDEX IX_ReviewTurns_SignOffId", StringComparison.Ordinal));
        }

        Assert.Equal(1, counted);
    }

    // What the page would say, and what every turn says.
    private static async Task SaysAsync(ReviewWorld world, params string[] signed)
    {
        var expected = signed.Select(s => world.World[s]).Order().ToList();
        await using var db = world.Database.Look();
        var toSign = await SignOffScope.Unsigned(db).Select(t => t.ReviewerId).ToListAsync();
        var turns = await db.ReviewTurns.AsNoTracking().ToListAsync();
        Assert.Equal(expected, turns.GroupBy(t => t.ReviewerId).Where(g => g.All(t => t.State != TurnState.Undecided) && !toSign.Contains(g.Key)).Select(g => g.Key).Order());
        Assert.Equal(expected, (await SignedAsync(world)).Order());
    }

    private static async Task<HashSet<long>> SignedAsync(ReviewWorld world)
    {
        await using var db = world.Database.Look();
        return await SignOffScope.SignedAsync(db, world.CampaignId, await db.CampaignProgress.AsNoTracking().Where(p => p.CampaignId == world.CampaignId && p.Count != 0).ToListAsync(), default);
    }

    private static async Task GiveAsync(ReviewWorld world, string to) => (await world.Database.Get<ReassignItems>().RunAsync(
        Guid.NewGuid(), world.World.As("Owen"), world.CampaignId, [(await world.TurnAsync("Sami", "Growth")).Id], world.World[to], "Knows the work", default)).Require();

    [GeneratedRegex("\"ReviewTurns\" AS \"([a-z0-9]+)\"")]
    private static partial Regex Turns();
}
