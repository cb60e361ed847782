using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Campaigns;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Audit;

/// <summary>Before whom an item is follows from the launch and the reassignments: who moves it to themselves beside the product is found.</summary>
public sealed class ReviewersReplayTests
{
    [SqliteTheory]
    [InlineData("campaign.reviewers", "UPDATE ReviewTurns SET ReviewerId = {Owen} WHERE Stage = 1 AND State = 'Undecided' AND ReviewerId = {Mia} AND Number = 2")]
    [InlineData("turn.reviewer", "UPDATE ReviewTurns SET ReviewerId = {Mia} WHERE Stage = 1 AND Number = 3")]
    [InlineData("campaign.reviewers", "UPDATE ReviewTurns SET ReviewerId = {Owen} WHERE Stage = 2")]
    [InlineData("campaign.reviewers", "DELETE FROM ReviewTurns WHERE Stage = 2")]
    [InlineData("turn.unopened", "INSERT INTO ReviewTurns (Id, CampaignId, ItemId, Number, Stage, ReviewerId, Basis, Fallback, State, Rank, EventSeq) SELECT MAX(Id) + 1000, CampaignId, MAX(ItemId), MAX(Number), 2, {Mia}, 'Named', 'None', 'Undecided', 1, MAX(EventSeq) FROM ReviewTurns")]
    [InlineData("turn.decider", "UPDATE ReviewTurns SET ReviewerId = {Owen} WHERE Stage = 1 AND State <> 'Undecided'")]
    [InlineData("second.changed", "UPDATE SecondReviews SET ReviewerId = {Owen} WHERE ItemId = (SELECT MAX(ItemId) FROM SecondReviews)")]
    [InlineData("second.changed", "UPDATE SecondReviews SET CampaignId = CampaignId + 1000000 WHERE ItemId = (SELECT MAX(ItemId) FROM SecondReviews)")]
    [InlineData("turn.stage", "UPDATE ReviewTurns SET Stage = 66 WHERE Id = (SELECT MAX(Id) FROM ReviewTurns WHERE Stage = 2)")]
    [InlineData("second.changed", "DELETE FROM SecondReviews WHERE ItemId = (SELECT MAX(ItemId) FROM SecondReviews)")]
    public async Task A_turn_or_a_second_review_that_no_event_moved_is_found(string expected, string tampering)
    {
        await using var world = await LaunchedAsync(SecondReviewRule.Everything);
        await using var db = await Unguarded.OpenAsync(world.Database);
        var first = await db.ReviewTurns.Where(t => t.Number == 1).Select(t => new { t.Id, t.EventSeq }).SingleAsync();
        (await world.Database.Get<DecideItem>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), new ItemChoice(first.Id, first.EventSeq, DecisionKind.Certify, "Runs Heap"), default)).Require();
        var third = await db.ReviewTurns.Where(t => t.Number == 3).Select(t => new { t.Id, t.CampaignId }).SingleAsync();
        (await world.Database.Get<ReassignItems>().RunAsync(Guid.NewGuid(), world.Owen, third.CampaignId, [third.Id], world.World["Tomas"], "On leave", default)).Require();
        await world.Database.Get<FollowUps>().RunAsync(default);
        Assert.Empty(await FindingsAsync(world));

        Assert.Equal(1, await db.Database.ExecuteSqlRawAsync(world.World.Named(tampering)));
        Assert.Contains(expected, await FindingsAsync(world));
    }

    [SqliteFact]
    public async Task Whom_the_owner_asked_for_a_second_review_is_held_as_well()
    {
        await using var world = await LaunchedAsync(SecondReviewRule.None);
        await world.DecideAsync(DecisionKind.Certify, "Mia", 1, 2, 3, 4);
        await using var db = await Unguarded.OpenAsync(world.Database);
        await db.Database.ExecuteSqlRawAsync("UPDATE Decisions SET Seconds = 1");
        Assert.Equal(1, (await world.Database.Get<AskSecondReview>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, world.World["Noa"], default)).Require().Flagged);
        await world.Database.Get<FollowUps>().RunAsync(default);
        Assert.Equal(2, await db.ReviewTurns.Select(t => t.Stage).Distinct().CountAsync());
        Assert.DoesNotContain(await FindingsAsync(world), Routing);

        await db.Database.ExecuteSqlRawAsync(world.World.Named("UPDATE SecondReviews SET ReviewerId = {Tomas}"));
        Assert.Equal("second.changed", Assert.Single(await FindingsAsync(world), Routing));
    }

    private static bool Routing(string code) => code is "turn.reviewer" or "turn.unopened" or "turn.decider" or "turn.stage" or "campaign.reviewers" or "second.changed";

    // Mia reviews, Noa is asked a second time; Priya is privileged.
    private static async Task<CampaignWorld> LaunchedAsync(SecondReviewRule rule)
    {
        var world = await CampaignWorld.CreateAsync();
        (await world.Database.Get<SetSecondReview>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, world.World.ApplicationId, rule, world.World["Noa"], default)).Require();
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        return world;
    }

    // The world's readings are written past the import, without their files.
    private static async Task<List<string>> FindingsAsync(CampaignWorld world) =>
        [.. (await world.Database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings.Select(f => f.Code).Where(c => c != "guard.missing" && !c.StartsWith("file.", StringComparison.Ordinal))];
}
