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
        var list = database.Get<RemovalList>();
        async Task<RemovalPage> ReadAsync(RemovalShow show) => (await list.RunAsync(world.World.As("Owen"), new RemovalFilter(show), 0, 100, CancellationToken.None)).Require();
        var counts = (await ReadAsync(RemovalShow.All)).Counts;
        Assert.Equal((7, 1, 4, 1), (counts.Decided, counts.Cancelled, counts.Open, counts.Overruled));
        foreach (var (show, count) in new[]
        {
            (RemovalShow.Decided, counts.Decided), (RemovalShow.Done, counts.DoneByHand), (RemovalShow.Executed, counts.Executed), (RemovalShow.Verified, counts.Verified),
            (RemovalShow.StillPresent, counts.StillPresent), (RemovalShow.Reappeared, counts.Reappeared), (RemovalShow.Open, counts.Open), (RemovalShow.Late, counts.Late),
            (RemovalShow.Cancelled, counts.Cancelled), (RemovalShow.SecondPerson, counts.SecondPerson), (RemovalShow.Waived, counts.Waived), (RemovalShow.WaiverAsked, counts.WaiversAsked),
            (RemovalShow.WaiverEnded, counts.WaiversEnded), (RemovalShow.Tasks, counts.WithTasks), (RemovalShow.Overruled, counts.Overruled),
        })
        {
            Assert.Equal((show, count), (show, (await ReadAsync(show)).Total));
        }
    }
}
