using AccessReview.Core.Removals;

namespace AccessReview.Core.Tests.Removals;

/// <summary>How long ago open removals were decided: each in one band, and each band's number leads to its rows.</summary>
public sealed class AgesOfRemovalsTests
{
    [Fact]
    public void The_bands_follow_each_other_without_a_gap()
    {
        var bands = Enum.GetValues<RemovalAge>().Select(RemovalAges.Days).ToList();
        Assert.Equal(0, bands[0].From);
        Assert.All(bands.Zip(bands.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
        Assert.Null(bands[^1].To);
    }

    [Theory]
    [InlineData(0, RemovalAge.UnderDay)]
    [InlineData(1, RemovalAge.ToThreeDays)]
    [InlineData(3, RemovalAge.ToWeek)]
    [InlineData(7, RemovalAge.ToMonth)]
    [InlineData(30, RemovalAge.OverMonth)]
    public async Task Each_number_leads_to_its_rows(int days, RemovalAge age)
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.RevokeAsync("Vera");
        await world.RevokeAsync("Sami");
        await world.SignOffAsync("Vera", "Sami");
        var decided = (await world.RemovalsAsync()).Max(r => r.DecidedAt);
        database.Time.SetUtcNow(new DateTimeOffset(decided.AddDays(days).AddSeconds(1), TimeSpan.Zero));

        Task<Outcome<RemovalPage>> ListAsync(RemovalFilter filter) => database.Get<RemovalList>().RunAsync(world.World.As("Owen"), filter, 0, 10, CancellationToken.None);
        var all = (await ListAsync(new RemovalFilter())).Require();
        Assert.Equal(Enum.GetValues<RemovalAge>().Select(a => (a, a == age ? 2 : 0)), all.Ages);
        foreach (var (band, count) in all.Ages)
        {
            Assert.Equal(count, (await ListAsync(new RemovalFilter(RemovalShow.Open, Age: band))).Require().Total);
        }
    }
}
