using AccessReview.Core.Applications;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Removals;

public sealed class PlannedRemovalsTests
{
    [Fact]
    public async Task An_account_revoked_with_two_teams_is_one_removal_and_a_single_team_another()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.RevokeAsync("Vera");
        await world.RevokeAsync("Sami", "Growth");
        await world.SignOffAsync("Vera", "Sami");

        var removals = await world.RemovalsAsync();
        Assert.Equal([1, 2], removals.Select(r => r.Number));
        Assert.Equal([true, false], removals.Select(r => r.GroupId is null));
        Assert.All(removals, r => Assert.Equal(RemovalState.WaitingForPerson, r.State));
        Assert.All(removals, r => Assert.Equal(world.World["Owen"], r.PersonId));
        Assert.All(removals, r => Assert.Equal(new DateOnly(2026, 11, 28), r.DueDate));
    }

    [Fact]
    public async Task The_named_remover_comes_before_the_owner_and_nobody_is_named_where_there_is_neither()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.Run(async (scope, _) => (await scope.Db.Applications.SingleAsync()).RemoverId = world.World["Ada"]);
        await world.RevokeAsync("Vera");
        await world.SignOffAsync("Vera");
        await world.Run(async (scope, _) =>
        {
            var heap = await scope.Db.Applications.SingleAsync();
            (heap.RemoverId, heap.OwnerId) = (null, null);
        });
        await world.RevokeAsync("Zoe");
        await world.SignOffAsync("Zoe");

        Assert.Equal([world.World["Ada"], null], (await world.RemovalsAsync()).Select(r => r.PersonId));
    }

    [Fact]
    public async Task A_remover_who_has_left_is_passed_over()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database, "Rob");
        await world.Run(async (scope, _) => (await scope.Db.Applications.SingleAsync()).RemoverId = world.World["Rob"]);
        await world.World.LeaveAsync("Rob");
        await world.RevokeAsync("Vera");
        await world.SignOffAsync("Vera");
        await world.World.LeaveAsync("Owen"); // Owns Heap.
        await world.RevokeAsync("Zoe");
        await world.SignOffAsync("Zoe");

        Assert.Equal([world.World["Owen"], null], (await world.RemovalsAsync()).Select(r => r.PersonId));
    }

    [Fact]
    public async Task Close_plans_what_no_sign_off_planned_and_sees_revokes_of_its_own_change()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.RevokeAsync("Vera");
        await world.SignOffAsync("Vera");
        await world.RevokeAsync("Zoe");
        await world.Run(async (scope, cancel) =>
        {
            // As the deadline's rule does it: decisions and states set-based, after the event.
            var turn = await (from t in scope.Db.ReviewTurns
                              join i in scope.Db.ReviewItems on t.ItemId equals i.Id
                              where t.State == TurnState.Undecided && i.GroupId != null
                              select t).AsNoTracking().SingleAsync(cancel);
            var decision = scope.Add(new Decision
            {
                Id = scope.NewId(), CampaignId = turn.CampaignId, ItemId = turn.ItemId, TurnId = turn.Id, Kind = DecisionKind.Revoke, Mode = DecisionMode.Deadline, By = "product",
                At = scope.At, Recommendation = Findings.Recommendation.None, RecommendationRules = 1, Method = AuthenticationMethod.Product, Session = "product",
            });
            scope.AfterEvent(token => scope.Db.ReviewTurns.Where(t => t.Id == turn.Id).ExecuteUpdateAsync(
                set => set.SetProperty(t => t.State, TurnState.Revoked).SetProperty(t => t.DecisionId, decision.Id).SetProperty(t => t.EventSeq, scope.Seq), token));
            await database.Get<PlanRemovals>().PlanAsync(scope, turn.CampaignId, null, cancel);
        });

        var removals = await world.RemovalsAsync();
        Assert.Equal([1, 2, 3], removals.Select(r => r.Number));
        Assert.Equal(3, removals.Select(r => r.ItemId).Distinct().Count());
    }

    [Fact]
    public async Task A_team_revoked_before_its_account_goes_with_the_account()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.RevokeAsync("Vera");
        await world.RevokeAsync("Vera", "Finance");
        await world.SignOffAsync("Vera");
        Assert.Null(Assert.Single(await world.RemovalsAsync()).GroupId);
    }

    [Fact]
    public async Task A_withdrawn_sign_off_cancels_its_removals_and_the_next_one_plans_them_anew()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.RevokeAsync("Vera");
        var signOff = await world.SignOffAsync("Vera");
        await WithdrawAsync(database, world, signOff);
        Assert.Equal(RemovalState.Cancelled, Assert.Single(await world.RemovalsAsync()).State);

        await world.SignOffAsync("Vera");
        Assert.Equal([RemovalState.Cancelled, RemovalState.WaitingForPerson], (await world.RemovalsAsync()).Select(r => r.State));
    }

    [Fact]
    public async Task A_sign_off_cannot_be_withdrawn_once_a_removal_from_it_was_noted_done()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.RevokeAsync("Vera");
        var signOff = await world.SignOffAsync("Vera");
        await using var db = database.Look();
        Assert.Null(await database.Get<CancelRemovals>().MayWithdrawAsync(db, signOff, CancellationToken.None));

        await world.Run(async (scope, _) => (await scope.Db.Removals.SingleAsync()).DoneById = world.World["Owen"]);
        var refused = await database.Get<CancelRemovals>().MayWithdrawAsync(db, signOff, CancellationToken.None);
        Assert.Equal("sign-off.removed", refused?.Code);
        Assert.Contains("R1", refused!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nor_once_a_reading_had_shown_one_gone_though_it_is_there_again_and_may_stay_for_a_time()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        await world.RevokeAsync("Sami");
        var signOff = await world.SignOffAsync("Sami");
        var removal = Assert.Single(await world.RemovalsAsync());
        foreach (var (day, found) in new[] { (1, Array.Empty<TestAccount>()), (2, [new TestAccount("Sami")]) })
        {
            await world.ReadAsync(removal.DecidedAt.AddDays(day), found);
            await database.Get<CheckRemovals>().RunAsync(CancellationToken.None);
        }

        var waiver = (await database.Get<AskForWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), removal.Id, new DateOnly(2026, 12, 31), "The handover", CancellationToken.None)).Require();
        (await database.Get<AnswerWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), waiver, approve: true, CancellationToken.None)).Require();
        await using var db = database.Look();
        Assert.Equal("sign-off.removed", (await database.Get<CancelRemovals>().MayWithdrawAsync(db, signOff, CancellationToken.None))?.Code);
        (await database.Get<CancelCampaign>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), 1, "The wrong staff list", CancellationToken.None)).Require();
        Assert.Equal(RemovalState.Waived, Assert.Single(await world.RemovalsAsync()).State);
    }

    private static Task WithdrawAsync(TestDatabase database, RevokedWorld world, long signOff) =>
        world.Run((scope, _) =>
        {
            database.Get<CancelRemovals>().Cancel(scope, signOff);
            return Task.CompletedTask;
        });
}
