using AccessReview.Core.Applications;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Removals;

/// <summary>Each of the numbers of removals has as many rows behind it.</summary>
public sealed class CountedRemovalsTests
{
    private static readonly string[] Names = ["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8"];

    [Fact]
    public async Task Every_number_leads_to_as_many_rows_and_what_was_taken_back_is_not_decided()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database, Names);
        foreach (var name in Names)
        {
            await world.RevokeAsync(name);
        }

        await world.SignOffAsync(Names);
        RemovalState[] states =
        [
            RemovalState.Cancelled, RemovalState.Verified, RemovalState.StillPresent, RemovalState.Reappeared, RemovalState.Waived, RemovalState.WaitingForSecondPerson, RemovalState.WaitingForPerson, RemovalState.Overruled,
        ];
        await world.Run(async (scope, cancel) =>
        {
            foreach (var removal in await scope.Db.Removals.ToListAsync(cancel))
            {
                (removal.State, removal.DueDate) = (states[removal.Number - 1], new(2026, 11, 22));
            }
        });
        var counts = await SameAsync(database, world, null);
        Assert.Equal((7, 1, 4, 1), (counts.Decided, counts.Cancelled, counts.Open, counts.Overruled));
    }

    [Fact]
    public async Task Of_one_person_too_where_the_removal_is_theirs_and_its_task_by_hand_somebody_elses()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.Run(async (scope, cancel) => (await scope.Db.Applications.AsTracking().SingleAsync(cancel)).Kind = ApplicationKind.Heap);
        await world.RevokeAsync("Zoe");
        await world.SignOffAsync("Zoe");
        await database.Get<PlanTasks>().RunAsync(CancellationToken.None);
        await world.Run(async (scope, cancel) => (await scope.Db.RemovalTasks.AsTracking().SingleAsync(cancel)).PersonId = world.World["Sami"]);
        var (owen, sami) = (await SameAsync(database, world, "Owen"), await SameAsync(database, world, "Sami"));
        Assert.Equal((1, 0), (owen.Open, owen.WithTasks));
        Assert.Equal((1, 1), (sami.Open, sami.WithTasks));
        var page = await ReadAsync(database, world, new RemovalFilter(PersonId: world.World["Sami"]));
        Assert.Equal([(world.World["Owen"], "Owen"), (world.World["Sami"], "Sami")], page.Choices.People);
        Assert.Equal(1, page.Ages.Sum(a => a.Count));
        Assert.Equal((1, 0), (await WaitingAsync("Owen"), await WaitingAsync("Sami")));

        async Task<int> WaitingAsync(string who) => (await ReadAsync(database, world, new RemovalFilter(RemovalShow.WaitsForPerson, PersonId: world.World[who]))).Total;
    }

    private static async Task<RemovalPage> ReadAsync(TestDatabase database, RevokedWorld world, RemovalFilter filter) =>
        (await database.Get<RemovalList>().RunAsync(world.World.As("Owen"), filter, 0, 100, CancellationToken.None)).Require();

    // The numbers, each of which has as many rows behind it, whichever of them is shown.
    private static async Task<RemovalCounts> SameAsync(TestDatabase database, RevokedWorld world, string? person)
    {
        var filter = new RemovalFilter(PersonId: person is null ? null : world.World[person]);
        var counts = (await ReadAsync(database, world, filter)).Counts;
        foreach (var (show, count) in new[]
        {
            (RemovalShow.Decided, counts.Decided), (RemovalShow.Done, counts.DoneByHand), (RemovalShow.Executed, counts.Executed), (RemovalShow.Verified, counts.Verified),
            (RemovalShow.StillPresent, counts.StillPresent), (RemovalShow.Reappeared, counts.Reappeared), (RemovalShow.Open, counts.Open), (RemovalShow.Late, counts.Late),
            (RemovalShow.Cancelled, counts.Cancelled), (RemovalShow.SecondPerson, counts.SecondPerson), (RemovalShow.Waived, counts.Waived), (RemovalShow.WaiverAsked, counts.WaiversAsked),
            (RemovalShow.WaiverEnded, counts.WaiversEnded), (RemovalShow.Tasks, counts.WithTasks), (RemovalShow.Overruled, counts.Overruled),
        })
        {
            var page = await ReadAsync(database, world, filter with { Show = show });
            Assert.Equal((show, count, counts), (show, page.Total, page.Counts));
        }

        return counts;
    }
}
