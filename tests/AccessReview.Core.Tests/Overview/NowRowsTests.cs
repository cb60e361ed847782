using System.Globalization;
using AccessReview.Core.Overview;
using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Overview;

/// <summary>What the overview counts is what the list shows whoever follows it.</summary>
public sealed class NowRowsTests : IAsyncLifetime
{
    private static readonly DateOnly Yesterday = new(2026, 11, 22);
    private TestDatabase database = null!;
    private RevokedWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        world = await RevokedWorld.CreateAsync(database, "Priya", "Tomas", "Lena", "Otto", "Ines");
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        foreach (var name in new[] { "Vera", "Sami", "Zoe", "Priya", "Tomas", "Lena", "Otto", "Ines" })
        {
            await world.RevokeAsync(name);
        }

        await world.SignOffAsync("Vera", "Sami", "Zoe", "Priya", "Tomas", "Lena", "Otto", "Ines");
    }

    public async ValueTask DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task What_the_product_carries_out_does_not_wait_for_the_person_named_on_it()
    {
        await SetAsync(("Owen", RemovalState.Executed, false), ("Owen", RemovalState.Executed, false), ("Owen", RemovalState.Requested, false), ("Owen", RemovalState.WaitingForPerson, false));
        Assert.Contains("1 removal waits for you", await CheckedAsync("Owen"));
    }

    [Fact]
    public async Task What_is_late_of_those_that_wait_for_one_is_said_apart_from_what_is_late_elsewhere()
    {
        await SetAsync(
            ("Owen", RemovalState.WaitingForSecondPerson, true), ("Owen", RemovalState.WaitingForSecondPerson, true), ("Owen", RemovalState.Requested, true),
            ("Owen", RemovalState.WaitingForPerson, false), ("Noa", RemovalState.WaitingForPerson, true));
        var owen = await CheckedAsync("Owen");
        Assert.Contains("1 removal waits for you", owen);
        Assert.Contains("4 removals that do not wait for you are late", owen);
        var noa = await CheckedAsync("Noa");
        Assert.Contains("1 removal waits for you, 1 late", noa);
        Assert.Contains("3 removals that do not wait for you are late", noa);
    }

    [Fact]
    public async Task What_somebody_noted_as_done_waits_again_once_a_reading_still_shows_it()
    {
        await SetAsync(("Owen", RemovalState.WaitingForPerson, true), ("Owen", RemovalState.StillPresent, true), ("Owen", RemovalState.Failed, false));
        var today = await world.ReadAsync(database.Time.GetUtcNow().UtcDateTime, []);
        await world.Run(async (scope, _) =>
        {
            foreach (var removal in await scope.Db.Removals.Where(r => r.Number <= 2).ToListAsync(CancellationToken.None))
            {
                (removal.DoneById, removal.DoneOn) = (world.World["Owen"], Yesterday.AddDays(-1));
                removal.LastExtractId = removal.State == RemovalState.StillPresent ? today : null;
            }
        });
        Assert.Contains("2 removals wait for you, 1 late", await CheckedAsync("Owen"));
    }

    [Fact]
    public async Task What_is_noted_as_done_and_past_its_day_is_said_until_a_reading_tells()
    {
        await SetAsync(("Noa", RemovalState.WaitingForPerson, true), ("Noa", RemovalState.StillPresent, true), ("Noa", RemovalState.WaitingForPerson, false), ("Noa", RemovalState.Verified, true));
        await world.Run(async (scope, _) =>
        {
            foreach (var removal in await scope.Db.Removals.Where(r => r.Number <= 4).ToListAsync(CancellationToken.None))
            {
                (removal.DoneById, removal.DoneOn) = (world.World["Noa"], Yesterday.AddDays(-1));
            }
        });
        Assert.Contains("2 removals are noted as done and past their time, and no reading since tells: read Heap", await CheckedAsync("Owen"));
        var today = await world.ReadAsync(database.Time.GetUtcNow().UtcDateTime, []);
        await world.Run(async (scope, _) => (await scope.Db.Removals.SingleAsync(r => r.Number == 2)).LastExtractId = today);
        var said = await CheckedAsync("Owen");
        Assert.Contains("1 removal is noted as done and past its time, and no reading since tells: read Heap", said);
        Assert.Contains("1 removal that does not wait for you is late", said);
    }

    [Fact]
    public async Task A_waiver_that_one_asked_for_oneself_is_not_among_those_to_answer()
    {
        await SetAsync(("Owen", RemovalState.WaitingForPerson, false), ("Owen", RemovalState.WaitingForPerson, false));
        var removals = await world.RemovalsAsync();
        foreach (var (who, removal) in new[] { ("Owen", removals[0]), ("Noa", removals[1]) })
        {
            (await database.Get<AskForWaiver>().RunAsync(Guid.NewGuid(), world.World.As(who), removal.Id, new(2026, 12, 31), "The handover takes until then", CancellationToken.None)).Require();
        }

        Assert.Contains("1 waiver waits for your answer", await CheckedAsync("Owen"));
        Assert.Contains("1 waiver waits for your answer", await CheckedAsync("Noa"));
        Assert.Equal([removals[1].Number], (await ListAsync("Owen", new RemovalFilter(RemovalShow.WaiverAnswerable))).Rows.Select(r => r.Number));
    }

    [Fact]
    public async Task What_waits_for_somebody_who_has_left_is_said_until_it_waits_for_another()
    {
        await SetAsync(("Otto", RemovalState.WaitingForPerson, false), ("Otto", RemovalState.Requested, false), ("Otto", RemovalState.Failed, false), ("Noa", RemovalState.WaitingForPerson, false));
        Assert.DoesNotContain(await CheckedAsync("Owen"), s => s.Contains("works here", StringComparison.Ordinal));
        await world.World.LeaveAsync("Otto");
        Assert.Contains("2 removals wait for nobody who works here", await CheckedAsync("Owen"));

        (await database.Get<AssignRemoval>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), (await world.RemovalsAsync())[0].Id, world.World["Noa"], CancellationToken.None)).Require();
        Assert.Contains("1 removal waits for nobody who works here", await CheckedAsync("Owen"));
    }

    [Fact]
    public async Task A_task_by_hand_of_somebody_who_has_left_or_past_its_day_is_said_to_campaign_owners_until_it_is_ticked()
    {
        await SetAsync(("Otto", RemovalState.Verified, false), ("Lena", RemovalState.Verified, false), ("Otto", RemovalState.Cancelled, false), ("Owen", RemovalState.Verified, false));
        await world.Run(async (scope, _) =>
        {
            foreach (var removal in await scope.Db.Removals.Where(r => r.Number <= 4).ToListAsync(CancellationToken.None))
            {
                scope.Add(new RemovalTask { Id = scope.NewId(), RemovalId = removal.Id, Kind = RemovalTaskKind.ReleaseLicence, PersonId = removal.PersonId, DueDate = new(2026, 12, 1) });
            }
        });
        Assert.DoesNotContain(await CheckedAsync("Owen"), s => s.Contains("late or waits", StringComparison.Ordinal));
        await world.World.LeaveAsync("Otto");
        Assert.Contains("1 removal has a task by hand that is late or waits for nobody who works here", await CheckedAsync("Owen"));
        Assert.Equal(Urgency.Waiting, (await NowAsync("Owen")).Single(n => n.Kind == NowKind.TasksMine).Urgency);

        database.Time.Advance(TimeSpan.FromDays(9));
        Assert.Contains("2 removals have a task by hand that is late or waits for nobody who works here", await CheckedAsync("Owen"));
        Assert.Contains("3 removals have a task by hand that is late or waits for nobody who works here", await CheckedAsync("Noa"));
        Assert.Equal(Urgency.Late, (await NowAsync("Owen")).Single(n => n.Kind == NowKind.TasksMine).Urgency);

        foreach (var task in await TasksAsync())
        {
            (await database.Get<NoteTask>().RunAsync(Guid.NewGuid(), world.World.As("Noa"), task, new(2026, 11, 23), "", CancellationToken.None)).Require();
        }

        Assert.DoesNotContain(await CheckedAsync("Noa"), s => s.Contains("task by hand", StringComparison.Ordinal));

        async Task<List<long>> TasksAsync()
        {
            await using var db = database.Look();
            return await db.RemovalTasks.Where(t => db.Removals.Any(r => r.Id == t.RemovalId && r.State == RemovalState.Verified)).Select(t => t.Id).ToListAsync();
        }
    }

    [Fact]
    public async Task That_the_last_campaign_owner_has_left_is_said_to_the_administrator()
    {
        await world.World.LeaveAsync("Owen");
        Assert.DoesNotContain(await NowAsync("Ada"), n => n.Kind == NowKind.Roles);
        await world.World.LeaveAsync("Noa");
        Assert.Contains(await NowAsync("Ada"), n => n.Kind == NowKind.Roles);
    }

    /// <summary>Gives the first removals a person, a state and a day that is over or not; the others are verified.</summary>
    private Task SetAsync(params (string Person, RemovalState State, bool Late)[] removals) => world.Run(async (scope, _) =>
    {
        foreach (var removal in await scope.Db.Removals.OrderBy(r => r.Number).ToListAsync(CancellationToken.None))
        {
            var (person, state, late) = removal.Number <= removals.Length ? removals[removal.Number - 1] : ("Owen", RemovalState.Verified, false);
            (removal.PersonId, removal.State, removal.DueDate) = (world.World[person], state, late ? Yesterday : new(2026, 12, 31));
        }
    });

    /// <summary>The sentences that count removals, each held against the rows it leads to.</summary>
    private async Task<List<string>> CheckedAsync(string who)
    {
        var sentences = new List<string>();
        foreach (var item in await NowAsync(who))
        {
            if (item.Removals is { } filter)
            {
                Assert.Equal((item.Sentence, int.Parse(item.Sentence.Split(' ')[0], CultureInfo.InvariantCulture)), (item.Sentence, (await ListAsync(who, filter)).Total));
                sentences.Add(item.Sentence);
            }
        }

        return sentences;
    }

    private async Task<IReadOnlyList<NowItem>> NowAsync(string who) => (await database.Get<ReadOverview>().RunAsync(world.World.As(who), CancellationToken.None)).Now;

    private async Task<RemovalPage> ListAsync(string who, RemovalFilter filter) =>
        (await database.Get<RemovalList>().RunAsync(world.World.As(who), filter, 0, 100, CancellationToken.None)).Require();
}
