using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Removals;

/// <summary>The owner of a group, Noa, has a say in the removals of its assignments: as the second person, and in nothing else.</summary>
public sealed class GroupOwnerTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private RevokedWorld world = null!;
    private Removal ofGroup = null!;
    private Removal ofAccount = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        world = await RevokedWorld.CreateAsync(database);
        await world.RevokeAsync("Sami", "Growth");
        await world.RevokeAsync("Zoe");
        await world.SignOffAsync("Sami", "Zoe");
        var removals = await world.RemovalsAsync();
        await using var db = database.Look();
        var group = await db.ReviewItems.Where(i => i.GroupId != null).Select(i => i.Id).ToListAsync();
        (ofGroup, ofAccount) = (removals.Single(r => group.Contains(r.ItemId)), removals.Single(r => !group.Contains(r.ItemId)));
    }

    public async ValueTask DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task They_agree_to_what_the_brake_holds_of_their_group_and_to_nothing_else()
    {
        await HoldAsync();
        Assert.Equal([ofGroup.Id], await SeenAsync(new RemovalFilter()));
        Assert.True((await database.Get<RemovalProofs>().RunAsync(world.World.As("Noa"), ofGroup.Id, default)).Require().MayAgree);
        Assert.Equal(Problem.DeniedCode, (await AgreeAsync("Noa", ofGroup.Id, ofAccount.Id)).Problem?.Code);
        Assert.Equal(Problem.DeniedCode, (await AgreeAsync("Noa", ofAccount.Id)).Problem?.Code);
        Assert.Equal(Problem.DeniedCode, (await AgreeAsync("Sami", ofGroup.Id)).Problem?.Code);
        (await AgreeAsync("Noa", ofGroup.Id)).Require();
        Assert.Equal(RemovalState.Requested, (await world.RemovalsAsync()).Single(r => r.Id == ofGroup.Id).State);
    }

    [Fact]
    public async Task They_answer_a_waiver_for_an_assignment_to_their_group_and_no_other()
    {
        var (mine, other) = (await AskAsync(ofGroup), await AskAsync(ofAccount));
        Assert.Equal([ofGroup.Id], await SeenAsync(new RemovalFilter(RemovalShow.WaiverAnswerable)));
        Assert.Equal(Problem.DeniedCode, (await AnswerAsync("Noa", other)).Problem?.Code);
        (await AnswerAsync("Noa", mine)).Require();
        Assert.Equal(RemovalState.Waived, (await world.RemovalsAsync()).Single(r => r.Id == ofGroup.Id).State);
    }

    [Fact]
    public async Task An_address_that_is_two_peoples_makes_neither_the_owner()
    {
        await world.World.AlsoAsync("Zoe", "noa@example.test");
        await HoldAsync();
        Assert.Equal(Problem.DeniedCode, (await AgreeAsync("Noa", ofGroup.Id)).Problem?.Code);
    }

    private Task HoldAsync() => world.Run(async (scope, cancel) =>
    {
        foreach (var removal in await scope.Db.Removals.AsTracking().ToListAsync(cancel))
        {
            removal.State = RemovalState.WaitingForSecondPerson;
        }
    });

    private async Task<IEnumerable<long>> SeenAsync(RemovalFilter filter) =>
        (await database.Get<RemovalList>().RunAsync(world.World.As("Noa"), filter, 0, 10, default)).Require().Rows.Select(r => r.Id);

    private Task<Outcome<Done>> AgreeAsync(string by, params long[] removals) => database.Get<AgreeToRemovals>().RunAsync(Guid.NewGuid(), world.World.As(by), removals, default);

    private async Task<long> AskAsync(Removal removal) =>
        (await database.Get<AskForWaiver>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), removal.Id, new DateOnly(2026, 12, 31), "The handover takes until then", default)).Require();

    private Task<Outcome<Done>> AnswerAsync(string by, long waiver) => database.Get<AnswerWaiver>().RunAsync(Guid.NewGuid(), world.World.As(by), waiver, true, default);
}
