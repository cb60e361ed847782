using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Evidence.Samples;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Campaigns;
using AccessReview.Core.Tests.Reviewing;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Audit;

/// <summary>Who signed what, whether that stands, and which items a sample drew: whoever says it otherwise beside the product is found.</summary>
public sealed class SignaturesCheckTests
{
    private const string InForce = "(SELECT Id FROM SignOffs WHERE WithdrawnAt IS NULL)";

    [SqliteTheory]
    [InlineData("sign-off.items", $"INSERT INTO SignOffItems SELECT {InForce}, ItemId, DecisionId, (SELECT EventSeq FROM SignOffs WHERE WithdrawnAt IS NULL) FROM ReviewTurns WHERE SignOffId IS NULL; UPDATE ReviewTurns SET SignOffId = {InForce} WHERE SignOffId IS NULL")]
    [InlineData("sign-off.items", $"DELETE FROM SignOffItems WHERE SignOffId = {InForce}")]
    [InlineData("sign-off.items", "DELETE FROM SignOffItems WHERE ItemId = (SELECT MIN(ItemId) FROM SignOffItems)")]
    [InlineData("sign-off.items", $"UPDATE SignOffItems SET SignOffId = {InForce}")]
    [InlineData("sign-off.items", "UPDATE SignOffItems SET SignOffId = SignOffId + 1000000")]
    [InlineData("sign-off.items", "UPDATE SignOffItems SET EventSeq = 1")]
    [InlineData("sign-off.withdrawn", "UPDATE SignOffs SET WithdrawnAt = NULL")]
    [InlineData("sign-off.withdrawn", "UPDATE SignOffs SET WithdrawnAt = At WHERE WithdrawnAt IS NULL")]
    [InlineData("sign-off.withdrawn", "UPDATE SignOffs SET WithdrawnAt = At WHERE WithdrawnAt IS NOT NULL")]
    [InlineData("turn.signature", $"UPDATE ReviewTurns SET SignOffId = {InForce} WHERE SignOffId IS NULL")]
    [InlineData("turn.signature", "UPDATE ReviewTurns SET SignOffId = (SELECT Id FROM SignOffs WHERE WithdrawnAt IS NOT NULL) WHERE SignOffId IS NULL")]
    [InlineData("turn.signature", "UPDATE ReviewTurns SET SignOffId = NULL WHERE Number = 1")]
    [InlineData("turn.signature", "UPDATE ReviewTurns SET SignOffId = NULL WHERE Number = 2")]
    [InlineData("sample.items", "UPDATE SampleItems SET ItemId = (SELECT MAX(Id) FROM ReviewItems WHERE Id NOT IN (SELECT ItemId FROM SampleItems)) WHERE Position = 1")]
    [InlineData("sample.items", "UPDATE SampleItems SET Position = 9 WHERE Position = 3")]
    [InlineData("sample.items", "UPDATE SampleItems SET DrawId = DrawId + 1000000")]
    [InlineData("sample.items", "DELETE FROM SampleItems WHERE Position = 3")]
    public async Task A_signature_or_a_sample_that_no_event_made_so_is_found(string expected, string tampering)
    {
        await using var world = await SignedAsync();
        Assert.Empty(await FindingsAsync(world));
        await using var db = await Unguarded.OpenAsync(world.Database);
        Assert.NotEqual(0, await db.Database.ExecuteSqlRawAsync(tampering));
        Assert.Contains(expected, await FindingsAsync(world));
    }

    [SqliteFact]
    public async Task A_turn_of_a_closed_campaign_that_is_put_back_to_what_it_was_before_the_deadline_took_it_is_found()
    {
        await using var world = await ClosingWorld.LaunchedAsync(DeadlineRule.Revoke);
        await world.ReviewAsync(DecisionKind.Certify, "Mia", 1, 4);
        await world.ReviewAsync(DecisionKind.Revoke, "Mia", 2);
        world.Database.Time.Advance(TimeSpan.FromDays(13));
        (await world.CloseAsync()).Require();
        Assert.DoesNotContain("sign-off.items", await FindingsAsync(world.Database));

        await using var db = await Unguarded.OpenAsync(world.Database);
        Assert.Equal(1, await db.Database.ExecuteSqlRawAsync(
            "UPDATE ReviewTurns SET State = 'Certified', DecisionId = (SELECT MIN(Id) FROM Decisions WHERE TurnId = ReviewTurns.Id) WHERE Number = 4"));
        Assert.Contains("sign-off.items", await FindingsAsync(world.Database));
    }

    [SqliteFact]
    public async Task What_comes_back_under_its_own_signature_verifies()
    {
        await using var world = await ReviewWorld.CreateAsync(teams: "Noa");
        await world.DecideRestAsync("Noa");
        (await world.SignAsync("Noa")).Require();
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Revoke, "Moved to another team")).Require();
        Assert.Equal((TurnState.Revoked, (long?)null), await LineAsync(world));
        Assert.Empty(await FindingsAsync(world));

        (await world.UndoAsync("Mia", "Sami")).Require();
        Assert.Equal(TurnState.Certified, (await LineAsync(world)).State);
        Assert.NotNull((await LineAsync(world)).SignOffId);
        Assert.Empty(await FindingsAsync(world));
    }

    /// <summary>Mia has signed everything of hers and the teams that went with Vera's account; Noa has taken back what she signed.</summary>
    private static async Task<ReviewWorld> SignedAsync()
    {
        var world = await ReviewWorld.CreateAsync(teams: "Noa");
        await world.DecideRestAsync("Mia");
        await world.DecideRestAsync("Noa");
        var taken = (await world.SignAsync("Noa")).Require().SignOffId;
        world.Database.Time.Advance(TimeSpan.FromMinutes(1));
        (await world.Database.Get<WithdrawSignOff>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), taken, "Signed too early", default)).Require();
        (await world.SignAsync("Mia")).Require();
        (await world.Database.Get<DrawSample>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), 1, SamplePopulation.All, 3, "a-seed", default)).Require();
        return world;
    }

    private static async Task<(TurnState State, long? SignOffId)> LineAsync(ReviewWorld world) =>
        await world.TurnAsync("Sami", "Growth") is var turn ? (turn.State, turn.SignOffId) : default;

    private static Task<List<string>> FindingsAsync(ReviewWorld world) => FindingsAsync(world.Database);

    private static async Task<List<string>> FindingsAsync(TestDatabase database) =>
        [.. (await database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings.Select(f => f.Code).Where(c => c != "guard.missing")];
}
