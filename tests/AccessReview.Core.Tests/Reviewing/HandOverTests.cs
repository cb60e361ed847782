using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Reviewing;

/// <summary>An account goes to somebody who knows better with its groups, or without them.</summary>
public sealed class HandOverTests
{
    [Fact]
    public async Task An_account_takes_its_undecided_groups_with_it_in_one_act_and_leaves_what_was_decided_of_them()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await world.DecideAsync("Mia", "Vera", DecisionKind.Revoke, "Left us", team: "Core")).Require();
        Assert.Equal(2, (await GiveAsync(world, "Vera", withGroups: true)).Require());
        Assert.Equal([("Growth", "Noa"), ("Finance", "Noa"), ("Core", "Mia")], await GroupsAsync(world, "Vera"));
        Assert.Equal(world.World["Noa"], (await world.TurnAsync("Vera")).ReviewerId);
        Assert.True(await world.CountsTieAsync());
        await using var db = world.Database.Look();
        Assert.Equal(1, await db.AuditEvents.CountAsync(e => e.Type == nameof(ItemHandedOver)));
        Assert.Equal(3, await db.Reassignments.CountAsync());
    }

    [Fact]
    public async Task An_account_goes_alone_where_the_reviewer_keeps_its_groups()
    {
        await using var world = await ReviewWorld.CreateAsync();
        Assert.Equal(0, (await GiveAsync(world, "Sami", withGroups: false)).Require());
        Assert.Equal([("Growth", "Mia")], await GroupsAsync(world, "Sami"));
        Assert.Equal(world.World["Noa"], (await world.TurnAsync("Sami")).ReviewerId);
    }

    [Fact]
    public async Task Groups_of_another_reviewer_stay_with_them()
    {
        await using var world = await ReviewWorld.CreateAsync(teams: "Rob");
        Assert.Equal(0, (await GiveAsync(world, "Sami", withGroups: true)).Require());
        Assert.Equal([("Growth", "Rob")], await GroupsAsync(world, "Sami"));
    }

    [Fact]
    public async Task Groups_that_went_with_a_revoked_account_go_with_it_undecided()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Revoke, "Works elsewhere now")).Require();
        Assert.Equal(1, (await GiveAsync(world, "Sami", withGroups: true)).Require());
        Assert.All(await world.AllAsync("Sami"), t => Assert.Equal((world.World["Noa"], TurnState.Undecided), (t.ReviewerId, t.State)));
        Assert.True(await world.CountsTieAsync());
    }

    [Fact]
    public async Task A_group_that_its_reviewer_decided_before_its_account_was_revoked_stays_decided_and_with_them()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Certify, "Works with them daily", team: "Growth")).Require();
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Revoke, "Works elsewhere now")).Require();
        Assert.Equal(0, (await GiveAsync(world, "Sami", withGroups: true)).Require());
        Assert.Equal([("Growth", "Mia")], await GroupsAsync(world, "Sami"));
        Assert.Contains(await world.AllAsync("Sami"), t => t.ReviewerId == world.World["Mia"] && t.State == TurnState.Certified);
        Assert.True(await world.CountsTieAsync());
    }

    private static async Task<Outcome<int>> GiveAsync(ReviewWorld world, string account, bool withGroups) =>
        await world.Database.Get<HandOverItem>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), (await world.TurnAsync(account)).Id, world.World["Noa"], "Knows the work", withGroups, default);

    private static async Task<IEnumerable<(string Group, string Reviewer)>> GroupsAsync(ReviewWorld world, string account)
    {
        var names = new[] { "Mia", "Noa", "Rob" }.ToDictionary(n => world.World[n]);
        await using var db = world.Database.Look();
        var groups = await db.Groups.ToDictionaryAsync(g => g.Id, g => g.Name);
        var items = await db.ReviewItems.Where(i => i.GroupId != null).ToDictionaryAsync(i => i.Id, i => i.GroupId!.Value);
        return [.. (await world.AllAsync(account)).Where(t => items.ContainsKey(t.ItemId)).Select(t => (groups[items[t.ItemId]], names[t.ReviewerId]))];
    }
}
