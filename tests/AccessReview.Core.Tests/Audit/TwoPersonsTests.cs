using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Purging;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;

namespace AccessReview.Core.Tests.Audit;

/// <summary>What two persons do together follows from the events alone: whatever a changed job made of it, the verifier finds what one of them
/// did. The events are written past the use cases, which refuse it.</summary>
public sealed class TwoPersonsTests : IAsyncLifetime
{
    private const string Code = "event.two-persons";
    private const long Mistake = 77;
    private const long Another = 78;
    private static readonly Sha256 Some = new(new byte[Hashes.Length]);
    private TestDatabase database = null!;
    private TestWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        world = new TestWorld(database.Get<Change>());
        await world.PeopleAsync(["Pat"]);
        await world.GrantAsync("Pat", Role.CampaignOwner);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Theory]
    [InlineData("Ada", "Owen", false)]
    [InlineData("Owen", "Ada", false)]
    [InlineData("Ada", "Ada", true)]
    [InlineData("Owen", "Pat", true)]
    [InlineData("Ada", "Mia", true)]
    public async Task A_purge_is_sound_only_where_an_administrator_and_a_campaign_owner_decided_it(string first, string second, bool found)
    {
        var asked = await AskedAsync(first);
        var approved = await HappenedAsync(world.As(second), new PurgeApproved(PurgeKind.Reading, Mistake, asked));
        await PurgedAsync(Mistake, asked, approved);
        Assert.Equal(found, await FoundAsync());
    }

    [Fact]
    public async Task A_purge_that_nobody_agreed_to_is_found()
    {
        var asked = await AskedAsync("Ada");
        Assert.False(await FoundAsync());
        await PurgedAsync(Mistake, asked, asked);
        Assert.True(await FoundAsync());
    }

    [Fact]
    public async Task A_purge_of_something_else_than_was_agreed_to_is_found()
    {
        var asked = await AskedAsync("Ada");
        var approved = await HappenedAsync(world.As("Owen"), new PurgeApproved(PurgeKind.Reading, Mistake, asked));
        Assert.False(await FoundAsync());
        await PurgedAsync(Another, asked, approved);
        Assert.True(await FoundAsync());
    }

    [Fact]
    public async Task A_purge_that_was_stopped_is_found_when_it_was_carried_out_all_the_same()
    {
        var asked = await AskedAsync("Ada");
        var approved = await HappenedAsync(world.As("Owen"), new PurgeApproved(PurgeKind.Reading, Mistake, asked));
        await HappenedAsync(world.As("Owen"), new PurgeDropped(PurgeKind.Reading, Mistake, asked));
        Assert.False(await FoundAsync());
        await PurgedAsync(Mistake, asked, approved);
        Assert.True(await FoundAsync());
    }

    [Theory]
    [InlineData("Owen", 500, false)]
    [InlineData("Ada", 500, true)]
    [InlineData("Owen", 1000, true)]
    public async Task A_looser_brake_is_sound_only_where_another_person_agreed_to_what_was_asked_for(string second, int above, bool found)
    {
        var asked = await HappenedAsync(world.As("Ada"), new PolicySet(1, Some, AskedAbove: 500, AskedPercent: 5));
        await HappenedAsync(world.As(second), new LooserBrakeAgreed(2, Some, asked, above, 5));
        Assert.Equal(found, await FoundAsync());
    }

    [Fact]
    public async Task A_looser_brake_that_was_turned_down_before_somebody_agreed_is_found()
    {
        var asked = await HappenedAsync(world.As("Ada"), new PolicySet(1, Some, AskedAbove: 500, AskedPercent: 5));
        await HappenedAsync(world.As("Owen"), new LooserBrakeDropped(asked));
        Assert.False(await FoundAsync());
        await HappenedAsync(world.As("Owen"), new LooserBrakeAgreed(2, Some, asked, 500, 5));
        Assert.True(await FoundAsync());
    }

    private Task<long> AskedAsync(string who) => HappenedAsync(world.As(who), new PurgeRequested(PurgeKind.Reading, Mistake, Some));

    private Task<long> PurgedAsync(long target, long asked, long approved) =>
        HappenedAsync(Actor.Product, new Purged(PurgeKind.Reading, target, asked, approved, [target], Records: 0, Files: 0, Texts: 0));

    private async Task<long> HappenedAsync(Actor actor, EventBody happened) =>
        (await database.Get<Change>().RunAsync<long>(Guid.NewGuid(), actor, "Beside", (scope, _) =>
        {
            scope.Record(happened);
            return Task.FromResult<Outcome<long>>(scope.Seq);
        }, default)).Require();

    private async Task<bool> FoundAsync() => (await database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings.Any(f => f.Code == Code);
}
