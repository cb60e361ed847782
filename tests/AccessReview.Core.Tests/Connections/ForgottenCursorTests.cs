using AccessReview.Core.Connections;
using AccessReview.Core.Extracts;
using AccessReview.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>A server that pages by cursor and forgets where it was.</summary>
public sealed class ForgottenCursorTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private ConnectedWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        world = await ConnectedWorld.CreateAsync(database, new ScimManners { Cursor = true, MaxPage = 2 });
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await database.DisposeAsync();
    }

    [Theory]
    [InlineData(1, Completeness.Complete)]
    [InlineData(int.MaxValue, Completeness.Incomplete)]
    public async Task A_cursor_that_ran_out_has_the_list_read_from_its_beginning_and_not_for_ever(int times, Completeness expected)
    {
        var connection = await world.ConnectHeapAsync();
        (await database.Get<TestConnection>().RunAsync(Guid.NewGuid(), world.Ada, connection, CancellationToken.None)).Require();
        var refused = 0;
        world.Heap.Before = async (context, _) =>
        {
            var now = !string.IsNullOrEmpty(context.Request.Query["cursor"]) && refused < times;
            if (now)
            {
                refused++;
                context.Response.StatusCode = 400;
                await context.Response.WriteAsync("{\"scimType\":\"expiredCursor\"}");
            }

            return now;
        };

        var extract = await world.ReadAsync(connection);

        Assert.Equal((expected, Math.Min(times, 1 + RunReadings.MostAnew)), (extract.Completeness, refused));
        Assert.Equal(expected == Completeness.Complete ? 3 : 0, extract.Records);
        Assert.Equal(expected == Completeness.Incomplete, extract.Why.Contains("no longer knows the page", StringComparison.Ordinal));
        await using var db = database.Look();
        Assert.False(await db.KeptPages.AnyAsync());
    }
}
