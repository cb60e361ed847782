using System.Text.RegularExpressions;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.Persistence;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Reviewing;

/// <summary>What a reviewer opens and signs costs what their own items cost, however many others are before everybody else.</summary>
public sealed partial class OwnSliceTests
{
    [SqliteFact]
    public async Task The_menu_my_reviews_and_a_signature_look_up_the_reviewer_s_own_turns_and_go_through_nobody_else_s()
    {
        var asked = new AskedQueries();
        await using var world = await ReviewWorld.CreateAsync(interceptor: asked);
        await world.DecideAsync("Mia", "Vera", Core.Campaigns.DecisionKind.Revoke);
        asked.Forget();
        await world.Database.Get<MyReviews>().RunAsync(world.World.As("Mia"), default);
        await world.Database.Get<DescribeActor>().RunAsync(world.World.As("Mia"), default);
        await LookUpAsync(world, asked);

        await world.DecideRestAsync("Mia");
        asked.Forget();
        (await world.SignAsync("Mia")).Require();
        await LookUpAsync(world, asked);
    }

    private static async Task LookUpAsync(ReviewWorld world, AskedQueries asked)
    {
        await using var db = world.Database.Look();
        await using var connection = new SqliteConnection(db.Database.GetConnectionString());
        var queries = asked.Of("ReviewTurns").DistinctBy(q => q.Text).ToList();
        var looked = 0;
        foreach (var query in queries)
        {
            var turns = Turns().Matches(query.Text).Select(m => m.Groups[1].Value).ToHashSet();
            foreach (var step in await AskedQueries.PlanAsync(connection, query))
            {
                Assert.DoesNotContain("IX_ReviewTurns_SignOffId (SignOffId=?)", step, StringComparison.Ordinal);
                Assert.False(turns.Any(t => step.StartsWith($"SCAN {t}", StringComparison.Ordinal) && step.Length <= $"SCAN {t}".Length), query.Text);
                looked += step.Contains("IX_ReviewTurns_CampaignId_ReviewerId", StringComparison.Ordinal) ? 1 : 0;
            }
        }

        Assert.NotEqual(0, looked);
    }

    [GeneratedRegex("\"ReviewTurns\" AS \"([a-z0-9]+)\"")]
    private static partial Regex Turns();
}
