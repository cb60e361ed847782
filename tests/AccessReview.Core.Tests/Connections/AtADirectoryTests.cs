using AccessReview.Core.Removals;
using AccessReview.Core.Tests.Evidence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>What is taken away at a directory reaches the application in the directory's own time: until then a reading proves nothing, and there is
/// another one.</summary>
public sealed class AtADirectoryTests : ConnectedTests
{
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(41);
    private long heap;

    [Fact]
    public async Task What_the_directory_may_still_have_to_tell_stays_executed_and_is_read_again_until_it_is_gone()
    {
        await TakenAwayAsync();
        Assert.Equal((RemovalState.Executed, 2), await StandsAsync());

        await world.CarryOutAsync(TimeSpan.FromMinutes(30));
        Assert.Equal((RemovalState.Executed, 2), await StandsAsync());
        await world.CarryOutAsync(Turn);
        Assert.Equal((RemovalState.Executed, 3), await StandsAsync());

        world.Heap.Find("h2")!["active"] = false;
        await world.CarryOutAsync(Turn);
        Assert.Equal((RemovalState.Verified, 4), await StandsAsync());
        await world.CarryOutAsync(Turn);
        Assert.Equal((RemovalState.Verified, 4), await StandsAsync());
    }

    [Fact]
    public async Task What_is_still_there_after_two_hours_is_still_present_and_is_not_read_again()
    {
        await TakenAwayAsync();
        await world.CarryOutAsync(Turn);
        await world.CarryOutAsync(Turn);
        Assert.Equal((RemovalState.Executed, 4), await StandsAsync());
        await world.CarryOutAsync(Turn);
        Assert.Equal((RemovalState.StillPresent, 5), await StandsAsync());
        await world.CarryOutAsync(Turn);
        Assert.Equal((RemovalState.StillPresent, 5), await StandsAsync());
    }

    [Fact]
    public async Task Meanwhile_the_list_the_story_and_the_workbook_say_what_is_so()
    {
        await TakenAwayAsync();

        const string Told = "Taken away at the directory, which may not have told the application yet; a later reading will show";
        var owen = world.World.As("Owen");
        var row = Assert.Single((await database.Get<RemovalList>().RunAsync(owen, new RemovalFilter(RemovalShow.Executed), 0, 10, CancellationToken.None)).Require().Rows);
        Assert.Equal(Told, row.Proof);
        var silence = (await database.Get<RemovalStory>().RunAsync(owen, row.Id, CancellationToken.None)).Require().Silence;
        Assert.Equal("it still shows the access, and the directory where it was taken away may not have told the application yet", silence?.Why);
        using var book = await CampaignWorkbook.OfAsync(database, 1);
        Assert.Equal(("Executed", Told), (book["Removals"].Column("State").Single(), book["Removals"].Column("How it was gone").Single()));
    }

    [Fact]
    public async Task What_comes_back_within_that_time_has_reappeared()
    {
        await TakenAwayAsync();
        world.Heap.Find("h2")!["active"] = false;
        await world.ReadAsync(heap);
        world.Heap.Find("h2")!["active"] = true;
        await world.ReadAsync(heap);
        Assert.Equal(RemovalState.Reappeared, (await world.OnlyAsync()).State);
    }

    // Okta takes Sami out of the group and tells Heap nothing.
    private async Task TakenAwayAsync()
    {
        heap = await world.ConnectHeapAsync();
        await world.ReadAsync(heap);
        await world.ReadAsync(await world.ConnectOktaAsync());
        await world.Revoked.RevokeAsync("Sami");
        await world.Revoked.SignOffAsync("Sami");
        await world.CarryOutAsync(TimeSpan.FromHours(1));
        Assert.DoesNotContain("00uSami", world.Okta.Groups["00g1"].Members);
    }

    private async Task<(RemovalState State, int Readings)> StandsAsync()
    {
        await using var db = database.Look();
        return ((await world.OnlyAsync()).State, await db.Extracts.CountAsync(e => e.ConnectionId == heap));
    }
}
