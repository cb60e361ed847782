using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Findings;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>A second reviewer, independent of the first: any revoke wins, and nothing counts as kept that one of them has not seen.</summary>
public sealed class SecondReviewTests
{
    // Priya is privileged; Tomas and Viktor are routine, Viktor with two teams. Mia reviews, Owen owns Heap, Noa is asked a second time.
    private static async Task<CampaignWorld> LaunchedAsync(SecondReviewRule rule = SecondReviewRule.Sampled, string? second = "Noa", DeadlineRule deadline = DeadlineRule.NotReviewed)
    {
        var world = await CampaignWorld.CreateAsync(plan: CampaignWorld.Plan with { Deadline = deadline });
        (await SetAsync(world, rule, second)).Require();
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        return world;
    }

    [Fact]
    public async Task Privileged_accounts_and_a_tenth_of_the_others_are_planned_for_a_second_look_with_their_assignments()
    {
        await using var world = await CampaignWorld.CreateAsync();
        (await SetAsync(world, SecondReviewRule.Sampled, "Noa")).Require();
        var items = await world.ItemsAsync();
        Assert.Equal(SecondReason.Privileged, items.Single(i => i.HolderId == world.World["Priya"]).SecondWhy);

        // Of two others one tenth, rounded up, is one account; its assignments go with it.
        var drawn = items.Where(i => i.SecondWhy == SecondReason.RandomTenth).ToList();
        Assert.Single(drawn.Select(i => i.AccountId).Distinct());
        Assert.Equal(items.Count(i => i.AccountId == drawn[0].AccountId), drawn.Count);
        Assert.All(items.Where(i => i.SecondWhy != SecondReason.None), i => Assert.Equal(world.World["Noa"], i.SecondId));

        (await SetAsync(world, SecondReviewRule.Everything, null)).Require();
        Assert.All(await world.ItemsAsync(), i => Assert.Equal((SecondReason.EveryItem, world.World["Owen"]), (i.SecondWhy, i.SecondId!.Value)));
    }

    [Fact]
    public async Task The_second_is_never_the_first_nor_the_holder_and_a_launch_waits_until_there_is_one()
    {
        await using var world = await CampaignWorld.CreateAsync();
        (await SetAsync(world, SecondReviewRule.Everything, "Mia")).Require();
        Assert.All(await world.ItemsAsync(), i => Assert.Equal(world.World["Owen"], i.SecondId));
        (await SetAsync(world, SecondReviewRule.Everything, "Viktor")).Require();
        Assert.Equal([world.World["Owen"]], (await world.ItemsAsync("Viktor")).Select(i => i.SecondId!.Value).Distinct());
        Assert.Equal(world.World["Viktor"], Assert.Single(await world.ItemsAsync("Tomas")).SecondId);

        (await world.Database.Get<ChangeCampaignApplication>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, world.World.ApplicationId, CampaignScope.Default with { AccountReviewer = ReviewerRule.ApplicationOwner }, default)).Require();
        (await SetAsync(world, SecondReviewRule.Everything, null)).Require();
        Assert.Equal("gate.second", (await world.RefusedAsync()).Code);
    }

    [Fact]
    public async Task An_item_comes_before_the_second_reviewer_once_the_first_has_kept_it_and_never_after_a_revoke()
    {
        await using var world = await LaunchedAsync(SecondReviewRule.Everything);
        await FollowAsync(world);
        Assert.Empty(await BeforeAsync(world, "Noa"));
        await DecideAsync(world, "Mia", "Tomas", DecisionKind.Certify);
        await DecideAsync(world, "Mia", "Viktor", DecisionKind.Revoke, "Left the project");
        await FollowAsync(world);
        await FollowAsync(world);
        var row = Assert.Single(await BeforeAsync(world, "Noa"));
        Assert.True(row is { Name: "Tomas", IsSecond: true, State: TurnState.Undecided, By: "" });
        Assert.True(await TieAsync(world));

        // Of the first look the second reviewer is told nothing.
        Assert.DoesNotContain((await world.Database.Get<ItemStory>().RunAsync(world.World.As("Noa"), row.TurnId, default)).Require().Past, p => p.By == "Mia");
        Assert.Equal(Problem.DeniedCode, (await TryAsync(world, "Noa", "Tomas", DecisionKind.Certify, null, stage: 1)).Problem?.Code);
    }

    [Fact]
    public async Task Any_revoke_wins_and_is_carried_out_once()
    {
        await using var world = await LaunchedAsync(SecondReviewRule.Everything);
        await DecideAllAsync(world, "Mia");
        await SignAsync(world, "Mia");
        await FollowAsync(world);
        await DecideAsync(world, "Noa", "Tomas", DecisionKind.Revoke, "Does not need it", stage: 2);
        await DecideAllAsync(world, "Noa", stage: 2);
        await SignAsync(world, "Noa");
        await using var db = world.Database.Look();
        Assert.Equal(world.World["Tomas"], (await db.ReviewItems.SingleAsync(i => i.Id == db.Removals.Single().ItemId)).HolderId);
        (await world.CloseAsync()).Require();
        var outcomes = await db.ItemOutcomes.Join(db.ReviewItems, o => o.ItemId, i => i.Id, (o, i) => new { i.HolderId, i.GroupId, o.Kind, o.Signed }).ToListAsync();
        Assert.Equal((OutcomeKind.Revoked, true), outcomes.Where(o => o.HolderId == world.World["Tomas"]).Select(o => (o.Kind, o.Signed)).Single());
        Assert.All(outcomes.Where(o => o.HolderId != world.World["Tomas"]), o => Assert.Equal((OutcomeKind.Certified, true), (o.Kind, o.Signed)));
        Assert.Equal(1, await db.Removals.CountAsync());
        await SoundAsync(world);
        var quality = (await world.Database.Get<ReviewQuality>().RunAsync(world.Owen, world.Number, default)).Require();
        Assert.Equal((5, 4), (quality.Twice, quality.Alike));
    }

    [Theory]
    [InlineData(DeadlineRule.NotReviewed)]
    [InlineData(DeadlineRule.Revoke)]
    public async Task What_the_second_has_not_seen_is_not_kept(DeadlineRule rule)
    {
        await using var world = await LaunchedAsync(SecondReviewRule.Everything, deadline: rule);
        await DecideAllAsync(world, "Mia");
        await SignAsync(world, "Mia");
        await FollowAsync(world);
        await DecideAsync(world, "Noa", "Priya", DecisionKind.Certify, "Runs Heap", stage: 2);
        await SignAsync(world, "Noa", left: true);
        var facts = (await world.ViewAsync()).Facts;
        Assert.Equal((5, 1, 4), (facts.Items, facts.Certified, facts.Undecided));
        (await world.CloseAsync()).Require();
        await using var db = world.Database.Look();
        Assert.Equal(1, await db.ItemOutcomes.CountAsync(o => o.Kind == OutcomeKind.Certified));
        Assert.Equal(4, await db.ItemOutcomes.CountAsync(o => o.Kind == (rule == DeadlineRule.Revoke ? OutcomeKind.Revoked : OutcomeKind.NotReviewed)));
        Assert.Equal(rule == DeadlineRule.Revoke ? 2 : 0, await db.Removals.CountAsync());
        await SoundAsync(world);
    }

    [Fact]
    public async Task A_revoke_of_the_second_takes_the_place_of_the_first_s_lower_role()
    {
        await using var world = await LaunchedAsync(SecondReviewRule.Everything);
        await DecideAsync(world, "Mia", "Priya", DecisionKind.Change, "Needs only to read", to: "Consumer");
        await DecideAllAsync(world, "Mia");
        await SignAsync(world, "Mia");
        await FollowAsync(world);
        await DecideAsync(world, "Noa", "Priya", DecisionKind.Revoke, "Needs nothing", stage: 2);
        await DecideAllAsync(world, "Noa", stage: 2);
        await SignAsync(world, "Noa");
        await using var db = world.Database.Look();
        Assert.Equal([("Consumer", RemovalState.Cancelled), (null, RemovalState.WaitingForPerson)], (await db.Removals.OrderBy(r => r.Number).Select(r => new { r.ChangeTo, r.State }).ToListAsync()).Select(r => (r.ChangeTo, r.State)));
        (await world.CloseAsync()).Require();
        Assert.Equal(2, await db.Removals.CountAsync());
        Assert.Equal(1, await db.ItemOutcomes.CountAsync(o => o.Kind == OutcomeKind.Revoked));
    }

    [Fact]
    public async Task The_owner_sends_hasty_items_to_a_second_reviewer_once()
    {
        await using var world = await CampaignWorld.CreateAsync(
            ["P1", "P2"], [], null, null, new TestAccount("P1", "Admin", Finding.Privileged), new TestAccount("P2", "Admin", Finding.Privileged));
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        Assert.Equal("second.nothing", (await AskAsync(world, "Noa")).Problem?.Code);
        await world.DecideAsync(DecisionKind.Certify, "Mia", 1, 2);
        await world.UpdateAsync((db, seq) => db.Decisions.ExecuteUpdateAsync(s => s.SetProperty(d => d.Seconds, 1).SetProperty(d => d.EventSeq, seq)));

        Assert.Equal("second.nothing", (await AskAsync(world, "Mia")).Problem?.Code);
        Assert.Equal(2, (await AskAsync(world, "Noa")).Require());
        Assert.Equal("second.nothing", (await AskAsync(world, "Noa")).Problem?.Code);
        await FollowAsync(world);
        Assert.Equal(2, (await BeforeAsync(world, "Noa")).Count);
        Assert.True(await TieAsync(world));
        await using var db = world.Database.Look();
        Assert.All(await db.SecondReviews.ToListAsync(), s => Assert.Equal(SecondReason.Flagged, s.Why));
    }

    [Fact]
    public async Task Nobody_is_given_an_item_that_they_review_in_the_other_stage()
    {
        await using var world = await LaunchedAsync(SecondReviewRule.Everything);
        await DecideAllAsync(world, "Mia");
        await FollowAsync(world);
        await using var db = world.Database.Look();
        var second = await db.ReviewTurns.FirstAsync(t => t.Stage == 2);
        Assert.Equal("reviewer.other-stage", (await world.Database.Get<ReassignItems>().RunAsync(Guid.NewGuid(), world.Owen, second.CampaignId, [second.Id], world.World["Mia"], "On leave", default)).Problem?.Code);
    }

    /// <summary>Every pair of first and second, against the sentence: any revoke wins; kept only when all that is needed has kept it; a lower
    /// role where one says so.</summary>
    [Fact]
    public void Every_pair_of_stages_ends_as_the_rule_says()
    {
        foreach (var first in Enum.GetValues<TurnState>())
        {
            foreach (var second in Enum.GetValues<TurnState>().Cast<TurnState?>().Append(null))
            {
                foreach (var needs in new[] { false, true })
                {
                    TurnState[] said = [first, .. second is { } other ? [other] : needs ? [TurnState.Undecided] : Array.Empty<TurnState>()];
                    var expected = said.Contains(TurnState.Revoked) ? TurnState.Revoked : said.Contains(TurnState.Undecided) ? TurnState.Undecided : said.Contains(TurnState.Changed) ? TurnState.Changed : TurnState.Certified;
                    Assert.Equal(expected, ItemEnd.Of(first, second, needs));
                    var stage = ItemEnd.Stage(first, second, needs);
                    Assert.Equal(expected, stage switch { 0 => TurnState.Undecided, 1 => first, _ => second });
                }
            }
        }
    }

    private static async Task<Outcome<Done>> SetAsync(CampaignWorld world, SecondReviewRule rule, string? second) => await world.Database.Get<SetSecondReview>().RunAsync(
        Guid.NewGuid(), world.Owen, world.Number, world.World.ApplicationId, rule, second is null ? null : world.World[second], default);

    // The world's readings are written past the import, without their files; everything else holds.
    private static async Task SoundAsync(CampaignWorld world) =>
        Assert.Equal([], (await world.Database.Get<VerifyChain>().RunAsync(world.Owen, null, default)).Require().Findings.Where(f => !f.Code.StartsWith("file.", StringComparison.Ordinal)).Select(f => $"{f.Code}: {f.Sentence}"));

    private static Task<Outcome<int>> AskAsync(CampaignWorld world, string to) => world.Database.Get<AskSecondReview>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, world.World[to], default);

    private static Task FollowAsync(CampaignWorld world) => world.Database.Get<FollowUps>().RunAsync(default);

    private static async Task<bool> TieAsync(CampaignWorld world)
    {
        await using var db = world.Database.Look();
        return await CountedProgress.DifferenceAsync(db, (await db.Campaigns.SingleAsync()).Id, null, default) is null;
    }

    private static async Task<IReadOnlyList<QueueRow>> BeforeAsync(CampaignWorld world, string reviewer)
    {
        await using var db = world.Database.Look();
        var person = world.World[reviewer];
        return await world.Database.Get<ReviewQueue>().RowsAsync(world.World.As(reviewer), await db.ReviewTurns.Where(t => t.ReviewerId == person).Select(t => t.Id).ToListAsync(), default);
    }

    private static async Task<Outcome<DecideAnswer>> TryAsync(CampaignWorld world, string by, string account, DecisionKind kind, string? reason, int stage, string? to = null)
    {
        await using var db = world.Database.Look();
        var holder = world.World[account];
        var turn = await db.ReviewTurns.SingleAsync(t => t.Stage == stage && db.ReviewItems.Any(i => i.Id == t.ItemId && i.HolderId == holder && i.GroupId == null));
        return await world.Database.Get<DecideItem>().RunAsync(Guid.NewGuid(), world.World.As(by), new ItemChoice(turn.Id, turn.EventSeq, kind, reason, ChangeTo: to), default);
    }

    private static async Task DecideAsync(CampaignWorld world, string by, string account, DecisionKind kind, string? reason = null, int stage = 1, string? to = null) =>
        (await TryAsync(world, by, account, kind, reason, stage, to)).Require();

    private static async Task DecideAllAsync(CampaignWorld world, string by, int stage = 1)
    {
        await using var db = world.Database.Look();
        var person = world.World[by];
        foreach (var id in await db.ReviewTurns.Where(t => t.ReviewerId == person && t.Stage == stage && t.State == TurnState.Undecided).OrderBy(t => t.Number).Select(t => t.Id).ToListAsync())
        {
            var seen = await db.ReviewTurns.Where(t => t.Id == id).Select(t => t.EventSeq).SingleAsync();
            (await world.Database.Get<DecideItem>().RunAsync(Guid.NewGuid(), world.World.As(by), new ItemChoice(id, seen, DecisionKind.Certify, "Needed for the work"), default)).Require();
        }
    }

    private static async Task SignAsync(CampaignWorld world, string by, bool left = false)
    {
        await using var db = world.Database.Look();
        var campaign = (await db.Campaigns.SingleAsync()).Id;
        var text = (await world.Database.Get<SignOffPreview>().RunAsync(world.World.As(by), campaign, default)).Require().Text;
        var signed = await world.Database.Get<SignOffReview>().RunAsync(Guid.NewGuid(), world.World.As(by), campaign, text, default);
        Assert.Equal(left ? "sign-off.undecided" : null, signed.Problem?.Code);
    }
}
