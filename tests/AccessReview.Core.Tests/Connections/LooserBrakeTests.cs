using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>Nobody loosens the brake alone: what held removals until a second person agreed is not switched off by one.</summary>
public sealed class LooserBrakeTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private TestWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        world = new TestWorld(database.Get<Change>());
        await world.PeopleAsync(["Pat"]);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task A_looser_brake_waits_until_another_person_agrees_and_what_else_was_changed_counts_at_once()
    {
        Assert.Equal(1, (await SetAsync(new Policy { BrakeAbove = 500, BrakePercent = 3, RemovalDueDays = 9 })).Require());
        Assert.Equal((10, 3, 9), await BrakeAsync());
        Assert.Equal(Problem.DeniedCode, (await AgreeAsync("Ada")).Problem?.Code);
        Assert.Equal(Problem.DeniedCode, (await AgreeAsync("Pat")).Problem?.Code);
        Assert.Equal((10, 3, 9), await BrakeAsync());

        var waiting = (await ReadAsync("Owen")).Require()!;
        Assert.Equal((500, 3, 10, 3, "Ada", true), (waiting.Above, waiting.Percent, waiting.NowAbove, waiting.NowPercent, waiting.AskedBy, waiting.MayAgree));
        Assert.False((await ReadAsync("Ada")).Require()!.MayAgree);
        Assert.Equal(2, (await AgreeAsync("Owen")).Require());
        Assert.Equal((500, 3, 9), await BrakeAsync());
        Assert.Null((await ReadAsync("Owen")).Require());
        Assert.Equal("brake.gone", (await AgreeAsync("Owen")).Problem?.Code);
        Assert.Empty((await database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings);
        await using var db = database.Look();
        var (asked, agreed) = (await db.AuditEvents.SingleAsync(e => e.Type == nameof(PolicySet)), await db.AuditEvents.SingleAsync(e => e.Type == nameof(LooserBrakeAgreed)));
        Assert.Equal((500, 3), (EventJson.Read<PolicySet>(asked).AskedAbove, EventJson.Read<PolicySet>(asked).AskedPercent));
        Assert.Equal((asked.Seq, 500, 3), (EventJson.Read<LooserBrakeAgreed>(agreed).RequestSeq, EventJson.Read<LooserBrakeAgreed>(agreed).Above, EventJson.Read<LooserBrakeAgreed>(agreed).Percent));
    }

    [Fact]
    public async Task A_request_that_is_turned_down_changes_nothing_and_a_later_one_takes_its_place()
    {
        (await SetAsync(new Policy { BrakePercent = 50 })).Require();
        (await DropAsync("Owen", await SeenAsync())).Require();
        Assert.Null((await ReadAsync("Owen")).Require());

        (await SetAsync(new Policy { BrakePercent = 60 })).Require();
        (await SetAsync(new Policy { BrakePercent = 7 })).Require();
        Assert.Equal(7, (await ReadAsync("Owen")).Require()!.Percent);
        (await AgreeAsync("Owen")).Require();
        Assert.Equal((10, 7, 5), await BrakeAsync());
    }

    [Fact]
    public async Task Whoever_saw_another_request_agrees_to_nothing_and_turns_nothing_down()
    {
        (await SetAsync(new Policy { BrakePercent = 7 })).Require();
        var seen = await SeenAsync();
        (await SetAsync(new Policy { BrakeAbove = 1000, BrakePercent = 100 })).Require();
        Assert.Equal("conflict", (await AgreeAsync("Owen", seen)).Problem?.Code);
        Assert.Equal("conflict", (await DropAsync("Owen", seen)).Problem?.Code);
        Assert.Equal((10, 5, 5), await BrakeAsync());

        Assert.Equal((1000, 100), ((await ReadAsync("Owen")).Require()!.Above, (await ReadAsync("Owen")).Require()!.Percent));
        (await AgreeAsync("Owen", await SeenAsync())).Require();
        Assert.Equal((1000, 100, 5), await BrakeAsync());
    }

    [Fact]
    public async Task Nobody_agrees_to_their_own_request_by_changing_who_asked_for_it_in_its_job()
    {
        (await SetAsync(new Policy { BrakeAbove = 500 })).Require();
        await using var db = database.Look();
        await db.Database.ExecuteSqlRawAsync(world.Named("UPDATE Works SET AskedBy = 'person:{Owen}' WHERE Kind = 'looser-brake'"));
        Assert.Equal(Problem.DeniedCode, (await AgreeAsync("Ada")).Problem?.Code);
        Assert.Equal((10, 5, 5), await BrakeAsync());
        Assert.Equal(("Ada", true), ((await ReadAsync("Owen")).Require()!.AskedBy, (await ReadAsync("Owen")).Require()!.MayAgree));
    }

    [Fact]
    public async Task A_request_that_was_turned_down_is_gone_although_its_job_is_put_back()
    {
        (await SetAsync(new Policy { BrakeAbove = 500 })).Require();
        await using var db = database.Look();
        var (seen, job) = (await SeenAsync(), await db.Works.AsNoTracking().SingleAsync(w => w.Kind == "looser-brake"));
        (await DropAsync("Owen", seen)).Require();
        db.Add(job);
        await db.SaveChangesAsync();
        Assert.Null((await ReadAsync("Owen")).Require());
        Assert.Equal("brake.gone", (await AgreeAsync("Owen", seen)).Problem?.Code);
        Assert.Equal((10, 5, 5), await BrakeAsync());
    }

    [Fact]
    public async Task A_tighter_brake_needs_nobody()
    {
        (await SetAsync(new Policy { BrakeAbove = 2, BrakePercent = 1 })).Require();
        Assert.Equal((2, 1, 5), await BrakeAsync());
        Assert.Null((await ReadAsync("Owen")).Require());
    }

    [Fact]
    public async Task Only_a_person_asks_so_that_the_second_one_is_another()
    {
        var set = await database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), Actor.FirstAdministrator(), new Policy { BrakeAbove = 11 }, null, default);
        Assert.Equal(Problem.DeniedCode, set.Problem?.Code);
        Assert.Equal((10, 5, 5), await BrakeAsync());
        Assert.Null((await ReadAsync("Owen")).Require());
    }

    [Fact]
    public async Task An_edit_of_an_older_policy_does_not_undo_what_somebody_saved_meanwhile()
    {
        var shown = new Policy();
        (await database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), world.As("Ada"), shown with { RemovalDueDays = 9 }, shown, default)).Require();
        var late = await database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), world.As("Ada"), shown with { HandHoursAYear = 100 }, shown, default);
        Assert.Equal("policy.changed", late.Problem?.Code);
        Assert.Equal((10, 5, 9), await BrakeAsync());
    }

    private Task<Outcome<int>> SetAsync(Policy policy) => database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), world.As("Ada"), policy, null, default);

    private async Task<Outcome<int>> AgreeAsync(string who, long? seen = null) =>
        await database.Get<AgreeToLooserBrake>().RunAsync(Guid.NewGuid(), world.As(who), seen ?? await SeenAsync(), default);

    private Task<Outcome<Done>> DropAsync(string who, long seen) => database.Get<DropLooserBrake>().RunAsync(Guid.NewGuid(), world.As(who), seen, default);

    /// <summary>The request that is shown now; none: 0.</summary>
    private async Task<long> SeenAsync() => (await ReadAsync("Owen")).Require()?.RequestSeq ?? 0;

    private Task<Outcome<LooserBrake?>> ReadAsync(string who) => database.Get<ReadLooserBrake>().RunAsync(world.As(who), default);

    private async Task<(int Above, int Percent, int DueDays)> BrakeAsync()
    {
        await using var db = database.Look();
        var (_, policy) = await CurrentPolicy.ReadAsync(db, default);
        return (policy.BrakeAbove, policy.BrakePercent, policy.RemovalDueDays);
    }
}
