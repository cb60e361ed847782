using AccessReview.Core.Applications;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Findings;
using AccessReview.Core.Leavers;
using AccessReview.Core.Overview;
using AccessReview.Core.Removals;
using AccessReview.Core.Tests.Removals;

namespace AccessReview.Core.Tests;

/// <summary>Whoever asks for rows past the last is shown the last page there is: what was there may have become less meanwhile.</summary>
public sealed class PagingTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(50, 0, 0)]
    [InlineData(-50, 120, 0)]
    [InlineData(37, 120, 37)]
    [InlineData(100, 120, 100)]
    [InlineData(150, 120, 100)]
    [InlineData(50, 50, 0)]
    [InlineData(50L * int.MaxValue, 100, 50)]
    public void A_page_begins_where_it_was_asked_to_while_there_are_rows(long asked, int total, int from) => Assert.Equal(from, Paging.From(asked, 50, total));

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(400)]
    [InlineData(4)]
    public async Task Past_the_end_every_list_shows_its_last_page(int from)
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.RevokeAsync("Vera");
        await world.RevokeAsync("Zoe");
        await world.SignOffAsync("Vera", "Zoe");
        var owen = world.World.As("Owen");

        var removals = (await database.Get<RemovalList>().RunAsync(owen, new RemovalFilter(), from, 1, default)).Require();
        Assert.Equal((2, 2), (removals.Total, Assert.Single(removals.Rows).Number));
        var findings = (await database.Get<FindingRows>().RunAsync(owen, Finding.Left, false, null, from, default)).Require();
        Assert.Equal((1, 1), (findings.Total, findings.Rows.Count));
        var leavers = (await database.Get<LeaverList>().RunAsync(owen, new LeaverFilter(), from, default)).Require();
        Assert.Equal((1, 1), (leavers.Total, leavers.Rows.Count));
        var accounts = (await database.Get<ApplicationAccounts>().RunAsync(owen, world.World.ApplicationId, new AccountFilter("vera"), from, 1, default)).Require();
        Assert.Equal((1, 1), (accounts.Total, accounts.Lines.Count));
        var people = await database.Get<FindPeople>().RunAsync("zoe", from, 1, includeLeft: false, default);
        Assert.Equal((1, 1), (people.Total, people.People.Count));
        var items = (await database.Get<CampaignItems>().RunAsync(owen, 1, new ItemFilter(State: TurnState.Revoked), from, 200, default)).Require();
        Assert.Equal((4, 4), (items.Total, items.Items.Count));
    }
}
