using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Findings;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Evidence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>A lower role is put to work when every reviewer that the item needs has agreed to it and signed, and not before.</summary>
public sealed class SecondReviewChangesTests
{
    [Fact]
    public async Task A_lower_role_waits_for_the_second_and_is_then_put_to_work_by_the_first_s_decision()
    {
        await using var world = await LoweredAsync();
        Assert.Empty(await RemovalsAsync(world));
        await world.CertifyAllAsync("Noa", stage: 2);
        var second = await world.SignOffAsync("Noa");
        var removal = Assert.Single(await RemovalsAsync(world));
        Assert.Equal(("Consumer", (await world.TurnAsync("Priya")).DecisionId), (removal.ChangeTo, removal.DecisionId));

        // Without the second's signature it is nobody's agreed word any more.
        await world.WithdrawAsync("Noa", second);
        Assert.Equal([RemovalState.Cancelled], (await RemovalsAsync(world)).Select(r => r.State));
        await world.SignOffAsync("Noa");
        Assert.Equal([RemovalState.Cancelled, RemovalState.WaitingForPerson], (await RemovalsAsync(world)).Select(r => r.State));
        (await world.CloseAsync()).Require();
        await using var db = world.Database.Look();
        Assert.Equal(1, await db.ItemOutcomes.CountAsync(o => o.Kind == OutcomeKind.Changed && o.Signed));
        Assert.Equal(2, await db.Removals.CountAsync());
        await world.SoundAsync();
    }

    [Theory]
    [InlineData("Viewer", "Editor", 0, 1)]
    [InlineData("Editor", "Editor", 1, 0)]
    public async Task Two_different_lower_roles_are_not_alike_and_both_are_told(string firstRole, string secondRole, int alike, int otherRole)
    {
        await using var world = await CampaignWorld.CreateAsync(
            ["Priya", "Tomas", "Viktor"], [], null, null, new TestAccount("Priya", "Admin", Finding.Privileged), new TestAccount("Tomas", "Viewer"), new TestAccount("Viktor", "Editor"));
        (await world.SecondAsync(SecondReviewRule.Everything, "Noa")).Require();
        await world.PreviewAsync();
        (await world.LaunchAsync()).Require();
        await world.DecideAsync("Mia", "Priya", DecisionKind.Change, "Needs only to read", to: firstRole);
        await world.FollowAsync();
        await world.DecideAsync("Noa", "Priya", DecisionKind.Change, "Writes now and then", stage: 2, to: "Viewer");
        await world.DecideAsync("Noa", "Priya", DecisionKind.Change, "Writes every day", stage: 2, to: secondRole);

        var quality = (await world.Database.Get<ReviewQuality>().RunAsync(world.Owen, world.Number, default)).Require();
        Assert.Equal((1, alike, otherRole), (quality.Twice, quality.Alike, quality.OtherRole));
        Assert.Equal(otherRole, (await world.Database.Get<CampaignItems>().RunAsync(world.Owen, world.Number, new ItemFilter(Why: ItemWhy.Disagreed), 0, 100, default)).Require().Total);
        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        var item = book["Decisions"].Rows().Single(r => r["Person"] == "Priya");
        Assert.Equal(($"Changed to {firstRole}", $"Changed to {secondRole}", secondRole), (item["First decision"], item["Second decision"], item["Changed to"]));
        Assert.Equal(
            [("undecided", $"Change to {firstRole}"), ("undecided", "Change to Viewer"), ("Change to Viewer", $"Change to {secondRole}")],
            book["Decision history"].Rows().Where(r => r["Item id"] == item["Item id"] && r["What"] == "decision").Select(r => (r["From"], r["To"])));
        Assert.Equal(
            $"{otherRole}", book["Review quality"].Rows().Single(r => r["What"] == "Of the others, kept by both at different lower roles, of which the second reviewer's counts")["Measured"]);
    }

    [Fact]
    public async Task What_went_with_an_account_that_the_second_revoked_is_printed_as_neither_reviewer_s_decision()
    {
        await using var world = await TwoStages.LaunchedAsync();
        await world.CertifyAllAsync("Mia");
        await world.SignOffAsync("Mia");
        await world.FollowAsync();
        await world.DecideAsync("Noa", "Viktor", DecisionKind.Revoke, "Needs nothing", stage: 2);
        await world.CertifyAllAsync("Noa", stage: 2);

        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        var rows = book["Decisions"].Rows().ToList();
        const string Went = "went with the account";
        Assert.Equal(
            [("account", "Certified", "Revoked"), ("assignment", Went, Went), ("assignment", Went, Went)],
            rows.Where(r => r["Person"] == "Viktor").Select(r => (r["Item is"]!, r["First decision"]!, r["Second decision"]!)));

        // What an auditor counts on the sheet is what the quality of the review says.
        var quality = (await world.Database.Get<ReviewQuality>().RunAsync(world.Owen, world.Number, default)).Require();
        var twice = rows.Where(r => r["First decision"] != Went).ToList();
        Assert.Equal((quality.Twice, quality.Alike), (twice.Count, twice.Count(r => r["First decision"] == r["Second decision"])));
    }

    [Fact]
    public async Task The_second_may_sign_first()
    {
        await using var world = await TwoStages.LaunchedAsync();
        await world.DecideAsync("Mia", "Priya", DecisionKind.Change, "Needs only to read", to: "Consumer");
        await world.FollowAsync();
        await world.DecideAsync("Noa", "Priya", DecisionKind.Change, "Reads only", stage: 2, to: "Consumer");
        await world.SignOffAsync("Noa");
        Assert.Empty(await RemovalsAsync(world));
        await world.CertifyAllAsync("Mia");
        await world.SignOffAsync("Mia");
        Assert.Equal((await world.TurnAsync("Priya", 2)).DecisionId, Assert.Single(await RemovalsAsync(world)).DecisionId);
    }

    [Theory]
    [InlineData(DeadlineRule.NotReviewed, OutcomeKind.NotReviewed, 0, "not reviewed")]
    [InlineData(DeadlineRule.Revoke, OutcomeKind.Revoked, 1, "revoked by the deadline")]
    public async Task A_lower_role_that_the_second_never_saw_is_not_put_to_work(DeadlineRule rule, OutcomeKind outcome, int removals, string silence)
    {
        await using var world = await LoweredAsync(rule);
        (await world.CloseAsync()).Require();
        await using var db = world.Database.Look();
        var item = (await world.TurnAsync("Priya")).ItemId;
        Assert.Equal(outcome, (await db.ItemOutcomes.SingleAsync(o => o.ItemId == item)).Kind);
        Assert.Equal(removals, await db.Removals.CountAsync(r => r.ItemId == item));
        Assert.False(await db.Removals.AnyAsync(r => r.ChangeTo != null));
        using var book = await CampaignWorkbook.OfAsync(world.Database, world.Number);
        var row = book["Decisions"].Rows().Single(r => r["Person"] == "Priya");
        Assert.Equal(("Changed to Consumer", silence), (row["First decision"], row["Second decision"]));
    }

    [Fact]
    public async Task A_revoke_of_the_second_is_put_to_work_and_the_first_s_lower_role_never_is()
    {
        await using var world = await LoweredAsync();
        await world.DecideAsync("Noa", "Priya", DecisionKind.Revoke, "Needs nothing", stage: 2);
        await world.CertifyAllAsync("Noa", stage: 2);
        await world.SignOffAsync("Noa");
        Assert.Equal([((string?)null, RemovalState.WaitingForPerson)], (await RemovalsAsync(world)).Select(r => (r.ChangeTo, r.State)));
        (await world.CloseAsync()).Require();
        await using var db = world.Database.Look();
        Assert.Equal(1, await db.Removals.CountAsync());
        Assert.Equal(1, await db.ItemOutcomes.CountAsync(o => o.Kind == OutcomeKind.Revoked));
    }

    [Fact]
    public async Task A_revoke_of_the_second_takes_the_place_of_a_lower_role_that_was_put_to_work_before_they_were_asked()
    {
        await using var world = await LoweredAsync(rule: SecondReviewRule.None);
        var first = await world.TurnAsync("Priya");
        Assert.Equal("Consumer", Assert.Single(await RemovalsAsync(world)).ChangeTo);
        await world.SeedAsync(scope =>
        {
            scope.Add(new SecondReview { ItemId = first.ItemId, CampaignId = first.CampaignId, ReviewerId = world.World["Noa"], Why = SecondReason.Flagged });
            return Task.CompletedTask;
        });
        await world.FollowAsync();
        await world.DecideAsync("Noa", "Priya", DecisionKind.Revoke, "Needs nothing", stage: 2);
        await world.SignOffAsync("Noa");
        Assert.Equal([("Consumer", RemovalState.Cancelled), (null, RemovalState.WaitingForPerson)], (await RemovalsAsync(world)).Select(r => (r.ChangeTo, r.State)));
    }

    [Fact]
    public async Task What_is_put_to_work_already_is_sent_to_no_second_reviewer()
    {
        await using var world = await LoweredAsync(rule: SecondReviewRule.None);
        await world.UpdateAsync((db, seq) => db.Decisions.ExecuteUpdateAsync(s => s.SetProperty(d => d.Kind, DecisionKind.Certify).SetProperty(d => d.Seconds, 1).SetProperty(d => d.EventSeq, seq)));
        Assert.Equal("second.nothing", (await world.AskAsync("Noa")).Problem?.Code);
    }

    // Mia keeps Priya at a lower role, certifies the rest, and signs; what is to come before Noa is before her.
    private static async Task<CampaignWorld> LoweredAsync(DeadlineRule deadline = DeadlineRule.NotReviewed, SecondReviewRule rule = SecondReviewRule.Everything)
    {
        var world = await TwoStages.LaunchedAsync(rule, deadline);
        await world.DecideAsync("Mia", "Priya", DecisionKind.Change, "Needs only to read", to: "Consumer");
        await world.CertifyAllAsync("Mia");
        await world.SignOffAsync("Mia");
        await world.FollowAsync();
        return world;
    }

    private static async Task<List<Removal>> RemovalsAsync(CampaignWorld world)
    {
        await using var db = world.Database.Look();
        return await db.Removals.AsNoTracking().OrderBy(r => r.Number).ToListAsync();
    }
}
