using AccessReview.Core.Connections;
using AccessReview.Core.Extracts;
using AccessReview.Core.Removals;
using AccessReview.Fakes;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>Accounts that go while their list is read, two a page: whoever stays is not lost with them.</summary>
public sealed class MovedListTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private ConnectedWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        world = await ConnectedWorld.CreateAsync(database, new ScimManners { MaxPage = 2 }, "Kim", "Lee");
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task An_account_that_goes_while_the_list_is_read_hides_no_other_and_proves_no_removal()
    {
        world.Heap.Groups.Clear();
        var connection = await world.ConnectHeapAsync();
        await world.ReadAsync(connection);
        await world.Revoked.RevokeAsync("Zoe");
        await world.Revoked.SignOffAsync("Zoe");
        AtEverySecondPage(() => world.Heap.Users.RemoveAll(u => (string)u["id"]! == "h1"));

        var extract = await world.ReadAsync(connection);

        Assert.Equal((Completeness.Complete, 4), (extract.Completeness, extract.Files.Single(f => f.Kind == ExtractFileKind.Users).Claimed));
        Assert.Equal(["kim@example.test", "lee@example.test", "sami@example.test", "zoe@example.test"], await EmailsAsync(extract));
        Assert.NotEqual(RemovalState.Verified, (await world.OnlyAsync()).State);
    }

    [Fact]
    public async Task A_list_out_of_which_somebody_goes_each_time_it_is_read_is_incomplete_and_says_so()
    {
        var connection = await world.ConnectHeapAsync();
        for (var i = 0; i < 40; i++)
        {
            world.Heap.User($"x{i}");
        }

        AtEverySecondPage(() => world.Heap.Users.RemoveAt(0));

        var extract = await world.ReadAsync(connection);

        Assert.Equal(Completeness.Incomplete, extract.Completeness);
        Assert.StartsWith("Users: records came or went while the list was read", extract.Why, StringComparison.Ordinal);
        Assert.Equal(1 + RunReadings.MostAnew, world.Heap.Requests.Count(r => r.Contains("/Users?startIndex=1&", StringComparison.Ordinal)));
        await using var db = database.Look();
        Assert.False(await db.KeptPages.AnyAsync());
    }

    private void AtEverySecondPage(Action act)
    {
        var page = 0;
        world.Heap.Before = (context, _) =>
        {
            page = context.Request.Query["startIndex"] == "1" ? 1 : page + 1;
            if (page == 2 && context.Request.Path.Value!.EndsWith("/Users", StringComparison.Ordinal))
            {
                act();
            }

            return Task.FromResult(false);
        };
    }

    private async Task<List<string>> EmailsAsync(Extract extract)
    {
        await using var db = database.Look();
        return await db.AccountRecords.Where(r => r.ExtractId == extract.Id).Select(r => r.Email).Order().ToListAsync();
    }
}
