using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Costs;
using AccessReview.Core.Findings;
using AccessReview.Core.Overview;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Overview;

/// <summary>What is said of the price of unused seats is said of these seats.</summary>
public sealed class UnusedSeatsTests
{
    [Fact]
    public async Task Seats_without_a_price_are_counted_so_whatever_the_seats_of_others_cost_and_a_price_of_nothing_is_a_price()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = new TestWorld(database);
        await world.PeopleAsync(["Rob", "Sami"]);
        await world.HeapAsync(new TestAccount("Rob"));
        var heap = world.ApplicationId;
        await world.ApplicationAsync(ApplicationKind.Mixpanel, new TestAccount("Rob", Findings: Finding.Dormant), new TestAccount("Sami", Findings: Finding.NeverJoined));
        Assert.Equal((2, 2, 0), await SeatsAsync());

        await PriceAsync(heap, 32_700);
        Assert.Equal((2, 2, 0), await SeatsAsync());

        await PriceAsync(world.ApplicationId, 0);
        Assert.Equal((2, 0, 1), await SeatsAsync());
        Assert.Equal([new Money(0, "EUR")], (await database.Get<ReadOverview>().RunAsync(world.As("Owen"), default)).Seats!.Money);

        async Task<(int Seats, int Unpriced, int Sums)> SeatsAsync()
        {
            var seats = (await database.Get<ReadOverview>().RunAsync(world.As("Owen"), default)).Seats!;
            return (seats.Seats, seats.Unpriced, seats.Money.Count);
        }

        Task PriceAsync(long application, long price) => database.Change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, "Seed", async (scope, cancel) =>
        {
            var priced = await scope.Db.Applications.AsTracking().SingleAsync(a => a.Id == application, cancel);
            (priced.SeatPriceMinor, priced.Currency) = (price, "EUR");
            scope.Record(new Seeded());
            return Done.Yes;
        }, CancellationToken.None);
    }

    private sealed record Seeded : EventBody;
}
