using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Findings;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Evidence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>A second reviewer, independent of the first: any revoke wins, and nothing counts as kept that one of them has not seen.</summary>
public sealed class SecondReviewTests
{
    [Fact]
    public async Task Privileged_accounts_and_a_tenth_of_the_others_are_planned_for_a_second_look_with_their_assignments()
    {
        await using var world = await CampaignWorld.CreateAsync();
        (await world.SecondAsync(SecondReviewRule.Sampled, "Noa")).Require();
        var items = await world.ItemsAsync();
        Assert.Equal(SecondReason.Privileged, items.Single(i => i.HolderId == world.World["Priya"]).SecondWhy);

        // Of two others one tenth, rounded up, is one account; its assignments go with it.
        var drawn = items.Where(i => i.SecondWhy == SecondReason.RandomTenth).ToList();
        Assert.Single(drawn.Select(i => i.AccountId).Distinct());
        Assert.Equal(items.Count(i => i.AccountId == drawn[0].AccountId), drawn.Count);
        Assert.All(items.Where(i => i.SecondWhy != SecondReason.None), i => Assert.Equal(world.World["Noa"], i.SecondId));

        (await world.SecondAsync(SecondReviewRule.Everything, null)).Require();
        Assert.All(await world.ItemsAsync(), i => Assert.Equal((SecondReason.EveryItem, world.World["Owen"]), (i.SecondWhy, i.SecondId!.Value)));
    }

    [Fact]
    public async Task The_second_is_never_the_first_nor_the_holder_and_a_launch_waits_until_there_is_one()
    {
        await using var world = await CampaignWorld.CreateAsync();
        (await world.SecondAsync(SecondReviewRule.Everything, "Mia")).Require();
        Assert.All(await world.ItemsAsync(), i => Assert.Equal(world.World["Owen"], i.SecondId));
        (await world.SecondAsync(SecondReviewRule.Everything, "Viktor")).Require();
        Assert.Equal([world.World["Owen"]], (await world.ItemsAsync("Viktor")).Select(i => i.SecondId!.Value).Distinct());
        Assert.Equal(world.World["Viktor"], Assert.Single(await world.ItemsAsync("Tomas")).SecondId);

        (await world.Database.Get<ChangeCampaignApplication>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, world.World.ApplicationId, CampaignScope.Default with { AccountReviewer = ReviewerRule.ApplicationOwner }, null, default)).Require();
        (await world.SecondAsync(SecondReviewRule.Everything, null)).Require();
        Assert.Equal("gate.second", (await world.RefusedAsync()).Code);
    }

    [Fact]
    public async Task An_item_comes_before_the_second_reviewer_once_the_first_has_kept_it_and_never_after_a_revoke()
    {
        await using var world = await TwoStages.LaunchedAsync();
        await world.FollowAsync();
        Assert.Empty(await world.BeforeAsync("Noa"));
        await world.DecideAsync("Mia", "Tomas", DecisionKind.Certify);
        await world.DecideAsync("Mia", "Viktor", DecisionKind.Revoke, "Left the project");
        await world.FollowAsync();
        await world.FollowAsync();
        var row = Assert.Single(await world.BeforeAsync("Noa"));
        Assert.True(row is { Name: "Tomas", IsSecond: true, State: TurnState.Undecided, By: "" });
        Assert.True(await world.TiesAsync());

        // Of the first look the second reviewer is told nothing.
        Assert.DoesNotContain((await world.Database.Get<ItemStory>().RunAsync(world.World.As("Noa"), row.TurnId, default)).Require().Past, p => p.By == "Mia");
        Assert.Equal(Problem.DeniedCode, (await world.TryAsync("Noa", "Tomas", DecisionKind.Certify, null, stage: 1)).Problem?.Code);
    }

    [Fact]
    public async Task Any_revoke_wins_and_is_carried_out_once()
    {
        await using var world = await TwoStages.LaunchedAsync();
        await world.CertifyAllAsync("Mia");
        await world.SignOffAsync("Mia");
        await world.FollowAsync();
        await world.DecideAsync("Noa", "Tomas", DecisionKind.Revoke, "Does not need it", stage: 2);
        await world.CertifyAllAsync("Noa", stage: 2);
        await world.SignOffAsync("Noa");
        await using var db = world.Database.Look();
        Assert.Equal(world.World["Tomas"], (await db.ReviewItems.SingleAsync(i => i.Id == db.Removals.Single().ItemId)).HolderId);
        (await world.CloseAsync()).Require();
        var outcomes = await db.ItemOutcomes.Join(db.ReviewItems, o => o.ItemId, i => i.Id, (o, i) => new { i.HolderId, i.GroupId, o.Kind, o.Signed }).ToListAsync();
        Assert.Equal((OutcomeKind.Revoked, true), outcomes.Where(o => o.HolderId == world.World["Tomas"]).Select(o => (o.Kind, o.Signed)).Single());
        Assert.All(outcomes.Where(o => o.HolderId != world.World["Tomas"]), o => Assert.Equal((OutcomeKind.Certified, true), (o.Kind, o.Signed)));
        Assert.Equal(1, await db.Removals.CountAsync());
        await world.SoundAsync();
        var quality = (await world.Database.Get<ReviewQuality>().RunAsync(world.Owen, world.Number, default)).Require();
        Assert.Equal((5, 4), (quality.Twice, quality.Alike));
        var apart = (await world.Database.Get<CampaignItems>().RunAsync(world.Owen, world.Number, new ItemFilter(Why: ItemWhy.Disagreed), 0, 100, default)).Require();
        Assert.Equal("Tomas", Assert.Single(apart.Items).Person);
        Assert.Equal((5, 0, 1), (quality.Decided, quality.Together, quality.Exceptions));
        await world.UpdateAsync((db, seq) => db.Decisions.ExecuteUpdateAsync(s => s.SetProperty(d => d.Mode, DecisionMode.Bulk).SetProperty(d => d.EventSeq, seq)));
        quality = (await world.Database.Get<ReviewQuality>().RunAsync(world.Owen, world.Number, default)).Require();
        Assert.Equal((5, 5, 1), (quality.Decided, quality.Together, quality.Exceptions));
    }

    [Theory]
    [InlineData("Noa", 2, "Mia", 1)]
    [InlineData("Mia", 1, "Noa", 2)]
    public async Task What_both_revoked_stays_to_be_removed_when_either_takes_their_signature_back(string back, int backStage, string stays, int staysStage)
    {
        await using var world = await TwoStages.LaunchedAsync();
        await world.CertifyAllAsync("Mia");
        await world.FollowAsync();
        await world.DecideAsync("Noa", "Tomas", DecisionKind.Revoke, "Does not need it", stage: 2);
        await world.CertifyAllAsync("Noa", stage: 2);
        await world.DecideAsync("Mia", "Tomas", DecisionKind.Revoke, "Now I think so too");

        // One removal for both, of whoever signs first.
        var signed = await world.SignOffAsync(back);
        await world.SignOffAsync(stays);
        await using var db = world.Database.Look();
        Assert.Equal([RemovalState.WaitingForPerson], await db.Removals.Select(r => r.State).ToListAsync());

        await world.WithdrawAsync(back, signed);
        await world.DecideAsync(back, "Tomas", DecisionKind.Certify, null, backStage);
        await world.SignOffAsync(back);

        var removal = await db.Removals.AsNoTracking().SingleAsync(r => r.State != RemovalState.Cancelled);
        Assert.Equal((await world.TurnAsync("Tomas", staysStage)).DecisionId, removal.DecisionId);
        (await world.CloseAsync()).Require();
        Assert.Equal((1, 1), (await db.ItemOutcomes.CountAsync(o => o.Kind == OutcomeKind.Revoked && o.Signed), await db.Removals.CountAsync(r => r.State != RemovalState.Cancelled)));
        await world.SoundAsync();
    }

    [Theory]
    [InlineData(DeadlineRule.NotReviewed)]
    [InlineData(DeadlineRule.Revoke)]
    public async Task What_the_second_has_not_seen_is_not_kept(DeadlineRule rule)
    {
        await using var world = await TwoStages.LaunchedAsync(deadline: rule);
        await world.CertifyAllAsync("Mia");
        await world.SignOffAsync("Mia");
        await world.FollowAsync();
        await world.DecideAsync("Noa", "Priya", DecisionKind.Certify, "Runs Heap", stage: 2);
        Assert.Equal("sign-off.undecided", (await world.TrySignOffAsync("Noa")).Problem?.Code);
        var facts = (await world.ViewAsync()).Facts;
        Assert.Equal((5, 1, 4), (facts.Items, facts.Certified, facts.Undecided));
        (await world.CloseAsync()).Require();
        await using var db = world.Database.Look();
        Assert.Equal(1, await db.ItemOutcomes.CountAsync(o => o.Kind == OutcomeKind.Certified));
        Assert.Equal(4, await db.ItemOutcomes.CountAsync(o => o.Kind == (rule == DeadlineRule.Revoke ? OutcomeKind.Revoked : OutcomeKind.NotReviewed)));
        Assert.Equal(rule == DeadlineRule.Revoke ? 2 : 0, await db.Removals.CountAsync());
        await world.SoundAsync();
    }

    [Theory]
    [InlineData(SecondReviewRule.None, null, "no item", "not set")]
    [InlineData(SecondReviewRule.Sampled, "Noa", "privileged accounts and a random tenth", "Noa")]
    [InlineData(SecondReviewRule.Everything, null, "every item, in two stages", "the application's owner")]
    public async Task The_evidence_names_what_has_a_second_review_and_by_whom(SecondReviewRule rule, string? second, string what, string who)
    {
        await using var world = await CampaignWorld.CreateAsync();
        (await world.SecondAsync(rule, second)).Require();
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        var settings = book["Configuration"].Rows().Where(r => r["Of"] == "Heap").ToDictionary(r => r["Setting"]!);
        Assert.Equal((what, what, "no"), (settings["A second reviewer looks at"]["At launch"], settings["A second reviewer looks at"]["At close"], settings["A second reviewer looks at"]["Changed"]));
        Assert.Equal((who, who, "no"), (settings["Second reviewer"]["At launch"], settings["Second reviewer"]["At close"], settings["Second reviewer"]["Changed"]));
    }

    [Fact]
    public async Task The_owner_sends_hasty_items_to_a_second_reviewer_once()
    {
        await using var world = await CampaignWorld.CreateAsync(
            ["P1", "P2"], [], null, null, new TestAccount("P1", "Admin", Finding.Privileged), new TestAccount("P2", "Admin", Finding.Privileged));
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        Assert.Equal("second.nothing", (await world.AskAsync("Noa")).Problem?.Code);
        await world.DecideAsync(DecisionKind.Certify, "Mia", 1, 2);
        await world.UpdateAsync((db, seq) => db.Decisions.ExecuteUpdateAsync(s => s.SetProperty(d => d.Seconds, 1).SetProperty(d => d.EventSeq, seq)));

        Assert.Equal("second.nothing", (await world.AskAsync("Mia")).Problem?.Code);
        Assert.Equal(new SecondReviewsSent(2, 0), (await world.AskAsync("Noa")).Require());
        Assert.Equal("second.nothing", (await world.AskAsync("Noa")).Problem?.Code);
        await world.FollowAsync();
        Assert.Equal(2, (await world.BeforeAsync("Noa")).Count);
        Assert.True(await world.TiesAsync());
        await using var db = world.Database.Look();
        Assert.All(await db.SecondReviews.ToListAsync(), s => Assert.Equal(SecondReason.Flagged, s.Why));
    }

    [Fact]
    public async Task Of_hasty_items_those_kept_go_to_a_second_reviewer_with_a_tenth_of_the_other_accounts_that_their_reviewer_kept()
    {
        string[] dormant = ["D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", "D9"];
        string[] routine = ["R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9", "R10", "R11", "R12"];
        await using var world = await CampaignWorld.CreateAsync(
            [.. dormant, .. routine], [], null, null, [.. dormant.Select(name => new TestAccount(name, Findings: Finding.Dormant)), .. routine.Select(name => new TestAccount(name, Groups: ["Core"]))]);
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        var gone = new[] { world.World["D1"], world.World["R1"] };
        await using var db = world.Database.Look();
        await world.DecideAsync(DecisionKind.Revoke, "Mia", [.. await db.ReviewItems.Where(i => gone.Contains(i.HolderId!.Value)).Select(i => i.Number).ToListAsync()]);
        await world.DecideAsync(DecisionKind.Certify, "Mia", [.. await db.ReviewItems.Where(i => !gone.Contains(i.HolderId!.Value)).Select(i => i.Number).ToListAsync()]);
        await world.UpdateAsync((db, seq) => db.Decisions.ExecuteUpdateAsync(s => s.SetProperty(d => d.Seconds, 1).SetProperty(d => d.EventSeq, seq)));

        // Of nine hasty items one was revoked; of eleven other accounts kept a tenth, rounded up, is two, each with its team.
        Assert.Equal(new SecondReviewsSent(8, 4), (await world.AskAsync("Noa")).Require());
        var sent = await db.SecondReviews.Join(db.ReviewItems, s => s.ItemId, i => i.Id, (s, i) => new { s.Why, i.Findings, i.HolderId }).ToListAsync();
        Assert.Equal(8, sent.Count(s => s is { Why: SecondReason.Flagged, Findings: Finding.Dormant }));
        Assert.Equal([2, 2], sent.Where(s => s is { Why: SecondReason.RandomTenth, Findings: Finding.None }).GroupBy(s => s.HolderId).Select(g => g.Count()));
        Assert.DoesNotContain(sent, s => gone.Contains(s.HolderId!.Value));
        Assert.Equal("second.nothing", (await world.AskAsync("Noa")).Problem?.Code);
        await world.FollowAsync();
        Assert.Equal(12, (await world.BeforeAsync("Noa")).Count);
        Assert.True(await world.TiesAsync());
    }

    [Fact]
    public async Task Nobody_is_given_an_item_that_they_review_in_the_other_stage()
    {
        await using var world = await TwoStages.LaunchedAsync();
        await world.CertifyAllAsync("Mia");
        await world.FollowAsync();
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
}
