using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;

namespace AccessReview.Core.Tests.Reviewing;

public sealed class QueueTests
{
    [Fact]
    public async Task The_list_has_exceptions_first_and_an_account_with_its_teams_as_one_block()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var queue = world.Database.Get<ReviewQueue>();
        var groups = await queue.GroupsAsync(world.World.As("Mia"), world.CampaignId, new QueueFilter(), CancellationToken.None);
        Assert.Equal(
            [(AttentionRank.Left, 4), (AttentionRank.Privileged, 1), (AttentionRank.Dormant, 1), (AttentionRank.NothingFound, 4)], groups.Select(g => (g.Rank, g.Count)));
        var left = await queue.WindowAsync(world.World.As("Mia"), world.CampaignId, new QueueFilter(), AttentionRank.Left, 0, 0, 50, CancellationToken.None);
        Assert.Equal([null, "Growth", "Finance", "Core"], left.Select(r => r.Group));
        Assert.Equal([false, true, true, true], left.Select(r => r.InBlock));
        var afterFirst = await queue.WindowAsync(world.World.As("Mia"), world.CampaignId, new QueueFilter(), AttentionRank.Left, left[0].Number, 1, 1, CancellationToken.None);
        Assert.Equal("Finance", Assert.Single(afterFirst).Group);
    }

    [Theory]
    [InlineData("sam", 2)]
    [InlineData("GROW", 2)]
    [InlineData("rob@", 1)]
    [InlineData("ami", 0)]
    public async Task Text_finds_the_beginning_of_a_word_of_name_address_or_group(string text, int rows)
    {
        await using var world = await ReviewWorld.CreateAsync();
        var groups = await world.Database.Get<ReviewQueue>().GroupsAsync(world.World.As("Mia"), world.CampaignId, new QueueFilter { Text = text }, CancellationToken.None);
        Assert.Equal(rows, groups.Sum(g => g.Count));
    }

    [Fact]
    public async Task Facets_count_what_the_other_filters_leave_and_agree_with_the_list()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Certify)).Require();
        var filter = new QueueFilter { What = QueueWhat.Accounts };
        var facets = await world.Database.Get<ReviewFacets>().RunAsync(world.World.As("Mia"), world.CampaignId, filter, CancellationToken.None);
        Assert.Equal((4, 1), (facets.ToDecide, facets.Decided));
        Assert.Equal([4, 5], facets.What.Select(f => f.Count));
        var queue = world.Database.Get<ReviewQueue>();
        foreach (var facet in facets.Findings)
        {
            var groups = await queue.GroupsAsync(world.World.As("Mia"), world.CampaignId, filter with { Finding = facet.Value }, CancellationToken.None);
            Assert.Equal(facet.Count, groups.Sum(g => g.Count));
        }

        foreach (var facet in facets.Departments)
        {
            var groups = await queue.GroupsAsync(world.World.As("Mia"), world.CampaignId, filter with { Department = facet.Value }, CancellationToken.None);
            Assert.Equal(facet.Count, groups.Sum(g => g.Count));
        }
    }

    [Fact]
    public async Task What_is_decided_while_the_list_lies_open_stays_in_sight()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var queue = world.Database.Get<ReviewQueue>();
        var opened = new QueueFilter { OpenedSeq = await queue.LastEventAsync(CancellationToken.None) };
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Certify)).Require();
        Assert.Equal(10, (await queue.GroupsAsync(world.World.As("Mia"), world.CampaignId, opened, CancellationToken.None)).Sum(g => g.Count));
        Assert.Equal(9, (await queue.GroupsAsync(world.World.As("Mia"), world.CampaignId, new QueueFilter(), CancellationToken.None)).Sum(g => g.Count));
        var rob = await world.TurnAsync("Rob");
        Assert.Equal((AttentionRank.Dormant, 0), await queue.PositionAsync(world.World.As("Mia"), world.CampaignId, opened, rob.Number, CancellationToken.None));
        var sami = await world.TurnAsync("Sami");
        Assert.Equal(sami.Number, await queue.NextAsync(world.World.As("Mia"), world.CampaignId, opened, AttentionRank.Dormant, rob.Number, CancellationToken.None) - 1);
        Assert.Equal(9, (await queue.AllAsync(world.World.As("Mia"), world.CampaignId, opened, null, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task The_story_says_the_facts_the_peers_and_what_revoke_will_do_and_only_to_its_reviewer()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var vera = await world.TurnAsync("Vera");
        Assert.Equal("not-found", (await world.Database.Get<ItemStory>().RunAsync(world.World.As("Noa"), vera.Id, CancellationToken.None)).Problem?.Code);
        var story = (await world.Database.Get<ItemStory>().RunAsync(world.World.As("Mia"), vera.Id, CancellationToken.None)).Require();
        Assert.Equal("C1-000001", story.ItemName);
        Assert.StartsWith("A task for Owen to remove the account in Heap", story.Revoke.Summary, StringComparison.Ordinal);
        Assert.Equal(["Growth", "Finance", "Core"], story.Revoke.WithTeams);
        Assert.Contains(story.Facts, f => f is { Label: "Employment", Source: "Staff list" } && f.Value!.Contains("last day 14 Oct 2026", StringComparison.Ordinal));
        Assert.Equal(5, story.Peers?.Accounts);
        var team = (await world.Database.Get<ItemStory>().RunAsync(world.World.As("Mia"), (await world.TurnAsync("Sami", "Growth")).Id, CancellationToken.None)).Require();
        Assert.Equal(2, team.Peers?.SameGroup);
        var zoe = (await world.Database.Get<ItemStory>().RunAsync(world.World.As("Mia"), (await world.TurnAsync("Zoe")).Id, CancellationToken.None)).Require();
        Assert.True(zoe.Revoke.LastAdministrator);
    }

    [Fact]
    public async Task My_reviews_names_what_is_left_and_receipts_what_was_signed()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var before = Assert.Single(await world.Database.Get<MyReviews>().RunAsync(world.World.As("Mia"), CancellationToken.None));
        Assert.Equal((10, 10, 11, "Heap", false), (before.Total, before.Left, before.DaysLeft, before.Applications, before.Signed));
        Assert.Empty(await world.Database.Get<MyReviews>().RunAsync(world.World.As("Noa"), CancellationToken.None));
        await world.DecideRestAsync("Mia");
        (await world.SignAsync("Mia")).Require();
        Assert.True(Assert.Single(await world.Database.Get<MyReviews>().RunAsync(world.World.As("Mia"), CancellationToken.None)).Signed);
        var receipt = Assert.Single(await world.Database.Get<MyReceipts>().RunAsync(world.World.As("Mia"), null, CancellationToken.None));
        Assert.Equal((10, 64, true), (receipt.Items, receipt.ItemsSha256.Length, receipt.MayWithdraw));
    }
}
