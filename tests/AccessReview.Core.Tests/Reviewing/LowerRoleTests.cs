using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Reviewing;

/// <summary>Change: the account is kept, at a lower role that is named, and the next reading shows whether it is.</summary>
public sealed class LowerRoleTests
{
    private static readonly DateTime Next = new(2027, 2, 20, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task An_administrator_is_kept_at_a_lower_role_with_a_reason_and_it_can_be_undone()
    {
        await using var world = await ReviewWorld.CreateAsync();
        Assert.Equal("reason.required", (await ChangeAsync(world, "Zoe", "Consumer", reason: null)).Problem?.Code);
        (await ChangeAsync(world, "Zoe", "Consumer")).Require();

        var decision = Assert.Single(await world.DecisionsAsync());
        Assert.Equal((DecisionKind.Change, "Consumer"), (decision.Kind, decision.ChangeTo));
        Assert.Equal(decision.ToRowText().Hash(), decision.RowHash);
        Assert.Contains("changeTo=Consumer", decision.ToRowText().ToString(), StringComparison.Ordinal);
        Assert.Equal(TurnState.Changed, (await world.TurnAsync("Zoe")).State);
        Assert.True(await world.CountsTieAsync());

        (await world.UndoAsync("Mia", "Zoe")).Require();
        Assert.Equal(TurnState.Undecided, (await world.TurnAsync("Zoe")).State);
        Assert.True(await world.CountsTieAsync());
    }

    [Fact]
    public async Task What_is_kept_at_a_lower_role_is_counted_as_changed_and_not_as_certified()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await ChangeAsync(world, "Zoe", "Consumer")).Require();
        var mia = world.World.As("Mia");
        var review = Assert.Single(await world.Database.Get<MyReviews>().RunAsync(mia, default));
        Assert.Equal((0, 1, 0, review.Total - 1), (review.Certified, review.Changed, review.Revoked, review.Left));
        var head = (await world.Database.Get<ReadReviewHead>().RunAsync(mia, review.Number, default)).Require();
        Assert.Equal((0, 1, 1), (head.Certified, head.Changed, head.Decided));

        var owen = world.World.As("Owen");
        var line = Assert.Single((await world.Database.Get<CampaignList>().RunAsync(owen, default)).Require());
        Assert.Equal((1, 1), (line.Kept, line.Changed));
        (await world.Database.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), owen, review.Number, "The wrong application.", default)).Require();
        var ended = Assert.Single(await world.Database.Get<MyEndedReviews>().RunAsync(mia, default));
        Assert.Equal((0, 1, 0), (ended.Certified, ended.Changed, ended.Revoked));
    }

    [Theory]
    [InlineData("Admin")] // Its own.
    [InlineData("Owner")] // Nobody holds it in this reading.
    [InlineData("")]
    public async Task Only_a_role_of_the_reading_that_is_another_and_not_privileged_is_lower(string to)
    {
        await using var world = await ReviewWorld.CreateAsync();
        Assert.Equal("change.role", (await ChangeAsync(world, "Zoe", to)).Problem?.Code);
        Assert.Empty(await world.DecisionsAsync());
    }

    [Fact]
    public async Task A_lower_role_may_be_named_however_few_hold_it()
    {
        await using var world = await ReviewWorld.CreateAsync();
        string[] frequent = [.. Enumerable.Range(1, 20).Select(i => $"Role {i:00}")];
        await world.World.AlsoHeldAsync([.. frequent, .. frequent, "Auditor"]);
        var offer = await world.Database.Get<LowerRoles>().RunAsync(world.World.As("Mia"), (await world.TurnAsync("Zoe")).Id, default);
        Assert.Equal((20, 2), (offer.Offered.Count, offer.More));
        Assert.DoesNotContain("Auditor", offer.Offered);

        var refused = (await ChangeAsync(world, "Zoe", "Nobody's role")).Problem;
        Assert.Equal("change.role", refused?.Code);
        Assert.EndsWith(", or one of 2 others as the application writes it.", refused!.Sentence, StringComparison.Ordinal);
        (await ChangeAsync(world, "Zoe", "Auditor")).Require();
        Assert.Equal("Auditor", Assert.Single(await world.DecisionsAsync()).ChangeTo);
    }

    [Theory]
    [InlineData("Admin")]
    [InlineData("Admin, Analyst")]
    public async Task Where_every_other_role_is_privileged_there_is_none_to_choose(string administrator)
    {
        await using var world = await ReviewWorld.CreateAsync(administrator: administrator);
        Assert.Equal("change.none", (await ChangeAsync(world, "Sami", "Admin")).Problem?.Code);
        Assert.Empty(await OfferedAsync(world, "Mia", "Sami"));
        Assert.Equal(["Consumer"], await OfferedAsync(world, "Mia", "Zoe"));
        Assert.Empty(await OfferedAsync(world, "Noa", "Zoe"));
    }

    [Fact]
    public async Task A_group_assignment_has_no_role_and_several_at_once_are_not_changed()
    {
        await using var world = await ReviewWorld.CreateAsync();
        Assert.Equal("change.assignment", (await ChangeAsync(world, "Sami", "Consumer", team: "Growth")).Problem?.Code);
        Assert.Equal("bulk.kind", (await world.DecideManyAsync("Mia", DecisionKind.Change, "Too much", accounts: ["Zoe"])).Problem?.Code);
    }

    [Fact]
    public async Task A_signed_change_is_work_with_the_role_named_and_the_sign_off_says_how_many()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await SignedAsync(world);
        var removal = Assert.Single((await RemovalsAsync(world)), r => r.ChangeTo is not null);
        Assert.Equal(("Consumer", RemovalState.WaitingForPerson), (removal.ChangeTo, removal.State));
        await using var db = world.Database.Look();
        var signed = await db.SignOffs.SingleAsync();
        Assert.Equal(1, signed.Changed);
        Assert.Contains("1 changed", await db.PrivateTexts.Where(t => t.Id == signed.TextId).Select(t => t.Text).SingleAsync(), StringComparison.Ordinal);

        var row = Assert.Single((await world.Database.Get<RemovalList>().RunAsync(world.World.As("Owen"), new RemovalFilter(), 0, 50, default)).Require().Rows, r => r.ChangeTo is not null);
        Assert.Equal(0, row.WithAssignments);
        Assert.Contains("set the role to Consumer", RemovalSteps.For(row.Kind, row.Application, row.Email, row.Group, row.ChangeTo).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Admin", RemovalState.StillPresent)]
    [InlineData("Admin, Consumer", RemovalState.StillPresent)] // The one was added, and the other stayed.
    [InlineData("Consumer", RemovalState.Verified)]
    [InlineData("Viewer", RemovalState.Verified)] // Not privileged any more, so lower in any case.
    [InlineData(null, RemovalState.Verified)]
    public async Task The_next_reading_says_whether_the_role_is_the_named_one_or_lower(string? role, RemovalState expected)
    {
        await using var world = await ReviewWorld.CreateAsync();
        await SignedAsync(world);
        Assert.Equal(expected, await ReadAsync(world, Next, role));
    }

    [Fact]
    public async Task A_role_that_is_raised_again_reappeared()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await SignedAsync(world);
        var readings = new RevokedWorld(world.Database, world.World);
        Assert.Equal(RemovalState.Verified, await ReadAsync(world, Next, "Consumer", readings));
        Assert.Equal(RemovalState.Reappeared, await ReadAsync(world, Next.AddDays(30), "Admin", readings));
    }

    [Fact]
    public async Task A_reading_without_roles_says_nothing_of_a_role_that_was_to_be_lowered()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await SignedAsync(world);
        var readings = new RevokedWorld(world.Database, world.World);
        Assert.Equal(RemovalState.WaitingForPerson, await ReadAsync(world, Next, "", readings));
        var removal = (await RemovalsAsync(world)).Single(r => r.ChangeTo is not null);
        var silence = (await world.Database.Get<RemovalStory>().RunAsync(world.World.As("Owen"), removal.Id, default)).Require().Silence;
        Assert.Equal((Next, "it gives no role for this account"), (silence?.AsOf, silence?.Why));

        Assert.Equal(RemovalState.Verified, await ReadAsync(world, Next.AddDays(1), "Consumer", readings));
        Assert.Equal(RemovalState.Verified, await ReadAsync(world, Next.AddDays(2), "", readings));
        await using var db = world.Database.Look();
        Assert.Equal(Next.AddDays(1), await db.RemovalChecks.Where(c => c.RemovalId == removal.Id).Select(c => c.AsOf).SingleAsync());
    }

    [Theory]
    [InlineData("Admin", RemovalState.Reappeared)]
    [InlineData("Consumer", RemovalState.Verified)]
    public async Task A_role_that_comes_back_under_another_id_counts_as_the_role_of_the_account(string role, RemovalState expected)
    {
        await using var world = await ReviewWorld.CreateAsync();
        await SignedAsync(world);
        var readings = new RevokedWorld(world.Database, world.World);
        Assert.Equal(RemovalState.Verified, await ReadAsync(world, Next, null, readings));
        await readings.ReadAsync(Next.AddDays(30), [new TestAccount("Zoe", role) { Id = "u9" }]);
        await world.Database.Get<CheckRemovals>().RunAsync(default);
        Assert.Equal(expected, (await RemovalsAsync(world)).Single(r => r.ChangeTo is not null).State);
    }

    [Theory]
    [InlineData("VIEWER", "VIEWER", false, false, true)]
    [InlineData("EDITOR", "VIEWER", false, false, false)] // Neither is privileged: which is lower, nobody knows.
    [InlineData("EDITOR", "VIEWER", true, false, true)]
    [InlineData("OWNER", "VIEWER", true, true, false)]
    [InlineData("", "VIEWER", true, false, false)] // A source that no longer says the role proves nothing.
    public void Lower_is_the_named_role_or_one_without_the_privilege_it_had(string role, string to, bool was, bool now, bool expected) =>
        Assert.Equal(expected, RemovalRules.IsLowered(role, to, was, now));

    private static async Task<IReadOnlyList<string>> OfferedAsync(ReviewWorld world, string who, string account) =>
        (await world.Database.Get<LowerRoles>().RunAsync(world.World.As(who), (await world.TurnAsync(account)).Id, default)).Offered;

    private static async Task<Outcome<DecideAnswer>> ChangeAsync(ReviewWorld world, string account, string to, string? reason = "She only reads reports now", string? team = null)
    {
        var turn = await world.TurnAsync(account, team);
        return await world.Database.Get<DecideItem>().RunAsync(
            Guid.NewGuid(), world.World.As("Mia"), new ItemChoice(turn.Id, turn.EventSeq, DecisionKind.Change, reason, ChangeTo: to), default);
    }

    private static async Task SignedAsync(ReviewWorld world)
    {
        (await ChangeAsync(world, "Zoe", "Consumer")).Require();
        await world.DecideRestAsync("Mia");
        (await world.SignAsync("Mia")).Require();
    }

    private static async Task<List<Removal>> RemovalsAsync(ReviewWorld world)
    {
        await using var db = world.Database.Look();
        return await db.Removals.ToListAsync();
    }

    private static async Task<RemovalState> ReadAsync(ReviewWorld world, DateTime asOf, string? role, RevokedWorld? readings = null)
    {
        readings ??= new RevokedWorld(world.Database, world.World);
        await readings.ReadAsync(asOf, role is null ? [] : [new TestAccount("Zoe", role)]);
        await world.Database.Get<CheckRemovals>().RunAsync(default);
        return (await RemovalsAsync(world)).Single(r => r.ChangeTo is not null).State;
    }
}
