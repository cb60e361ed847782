using System.Globalization;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Reviewing;

public sealed class QueueTests
{
    private static readonly HashSet<string> Closed = [];

    [Fact]
    public async Task The_list_has_exceptions_first_and_an_account_with_its_teams_as_one_block()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var slice = await SliceAsync(world);
        var heads = slice.Index(new QueueFilter(), null, Closed).Lines.Select(l => l.Head).OfType<SliceHead>();
        Assert.Equal([(AttentionRank.Left, 4), (AttentionRank.Privileged, 1), (AttentionRank.Dormant, 1), (AttentionRank.NothingFound, 4)], heads.Select(h => (h.Rank!.Value, h.Count)));
        Assert.Equal([null, "Growth", "Finance", "Core"], slice.Rows.Take(4).Select(r => r.Group));
        Assert.Equal([false, true, true, true], slice.Rows.Take(4).Select(slice.InBlock));
    }

    [Fact]
    public async Task Each_of_hundreds_of_accounts_has_its_own_facts_in_the_account_row_and_in_those_of_its_teams()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = new TestWorld(database);
        string[] names = [.. Enumerable.Range(1, 300).Select(i => $"P{i:000}")];
        await world.PeopleAsync(names, left: []);
        await world.HeapAsync([.. names.Select(n => new TestAccount(n, Role: "Role of " + n, Groups: ["Team of " + n, "All"]))]);
        await world.LaunchAsync("Mia", (_, _) => "Mia");
        await using var db = database.Look();

        var slice = await database.Get<ReviewQueue>().SliceAsync(world.As("Mia"), db.Campaigns.Single().Id, CancellationToken.None);

        Assert.Equal(900, slice.Rows.Count);
        Assert.Equal(names, slice.Rows.Where(r => r.Group is null).Select(r => r.Name).Order(StringComparer.Ordinal));
        Assert.All(slice.Rows, r => Assert.Equal("Role of " + r.Name, r.Role));
        Assert.Equal(names.Select(n => (n, "Team of " + n)), slice.Rows.Where(r => r.Group is not (null or "All")).Select(r => (r.Name, r.Group!)).Order());
        Assert.Equal(names, slice.Rows.Where(r => r.Group == "All").Select(r => r.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("sam", 2)]
    [InlineData("GROW", 2)]
    [InlineData("rob@", 1)]
    [InlineData("ami", 0)]
    public async Task Text_finds_the_beginning_of_a_word_of_name_address_or_group(string text, int rows)
    {
        await using var world = await ReviewWorld.CreateAsync();
        var matching = await world.Database.Get<ReviewQueue>().MatchesAsync(world.World.As("Mia"), world.CampaignId, text, CancellationToken.None);
        Assert.Equal(rows, (await SliceAsync(world)).Index(new QueueFilter { Text = text }, new FoundTurns(matching), Closed).Items);
    }

    [Theory]
    [InlineData("bür")]
    [InlineData("BÜR")]
    [InlineData("FÜR T")]
    public async Task Text_finds_a_group_in_letters_beyond_ASCII_however_they_are_typed(string text)
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = new TestWorld(database);
        await world.PeopleAsync(["Sami"]);
        await world.HeapAsync(new TestAccount("Sami", Groups: ["Büro für Technik", "Core"]));
        await world.LaunchAsync("Mia", (_, _) => "Mia");
        await using var db = database.Look();

        var found = await database.Get<ReviewQueue>().MatchesAsync(world.As("Mia"), db.Campaigns.Single().Id, text, CancellationToken.None);

        var rows = await database.Get<ReviewQueue>().RowsAsync(world.As("Mia"), [.. found], CancellationToken.None);
        Assert.Equal("Büro für Technik", Assert.Single(rows).Group);
    }

    [SqliteFact]
    public async Task A_group_is_called_what_the_frozen_reading_calls_it_wherever_its_reviewer_meets_it()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await using (var db = await Unguarded.OpenAsync(world.Database))
        {
            await db.Database.ExecuteSqlRawAsync("""UPDATE "Groups" SET "Name" = 'Harmless'""");
        }

        var (queue, mia, sami) = (world.Database.Get<ReviewQueue>(), world.World.As("Mia"), (await world.AllAsync("Sami"))[1].Id);
        Assert.Equal(["Core", "Finance", "Growth"], (await SliceAsync(world)).Rows.Select(r => r.Group).OfType<string>().Distinct().Order(StringComparer.Ordinal));
        Assert.Contains(sami, await queue.MatchesAsync(mia, world.CampaignId, "grow", CancellationToken.None));
        Assert.Equal("Growth", Assert.Single(await queue.RowsAsync(mia, [sami], CancellationToken.None)).Group);
        var story = (await world.Database.Get<ItemStory>().RunAsync(mia, (await world.AllAsync("Vera"))[0].Id, CancellationToken.None)).Require();
        Assert.Equal(("Core, Finance, Growth", "Growth, Finance, Core"), (story.Facts.Single(f => f.Label == "Groups").Value, string.Join(", ", story.Revoke.WithTeams)));
    }

    [Fact]
    public async Task Every_facet_counts_what_the_list_then_shows()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await world.DecideAsync("Mia", "Sami", DecisionKind.Certify)).Require();
        (await world.Database.Get<AskHolder>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), (await world.TurnAsync("Rob")).Id, "Still needed?", default)).Require();
        var slice = await SliceAsync(world);
        var filter = new QueueFilter { What = QueueWhat.Accounts };
        var facets = slice.Count(filter, null);
        Assert.Equal((4, 1), (facets.ToDecide, facets.Decided));
        Assert.Equal([4, 5], facets.What.Select(f => f.Count));
        Assert.All(Counted(filter, facets), f => Assert.Equal(f.Count, slice.Index(f.Then, null, Closed).Items));
        Assert.All([facets.Findings.Count, facets.Advice.Count, facets.Roles.Count, facets.Departments.Count, facets.Used.Count, facets.Changes.Count, facets.Questions.Count], n => Assert.NotEqual(0, n));

        // Of single items each counts however it stands; what is to decide and what is decided leads to every item again.
        List<SliceRow> two = [.. slice.Rows.Where(r => r is { IsAccount: true, Name: "Sami" or "Rob" })];
        var single = new QueueFilter { Only = string.Join(',', two.Select(r => r.Number)) };
        var (singles, whole) = (slice.Count(single, null), slice.Count(new QueueFilter(), null));
        Assert.Equal(2, slice.Index(single, null, Closed).Items);
        Assert.Equal((whole.ToDecide, whole.Decided), (singles.ToDecide, singles.Decided));
        Assert.Equal([2, 0], singles.What.Select(f => f.Count));
        Assert.All(Counted(single, singles), f => Assert.Equal(f.Count, slice.Index(f.Then, null, Closed).Items));
    }

    /// <summary>Where each count leads to, and the count.</summary>
    private static List<(QueueFilter Then, int Count)> Counted(QueueFilter filter, Facets facets) =>
        [
            (filter with { Only = null }, facets.ToDecide), (filter with { Only = null, Show = QueueShow.Decided }, facets.Decided),
            .. facets.Findings.Select(f => (filter with { Finding = f.Value }, f.Count)), .. facets.Advice.Select(f => (filter with { Advice = f.Value }, f.Count)),
            .. facets.What.Select(f => (filter with { What = f.Value }, f.Count)), .. facets.Applications.Select(f => (filter with { Application = f.Value }, f.Count)),
            .. facets.Roles.Select(f => (filter with { Role = f.Value }, f.Count)), .. facets.Groups.Select(f => (filter with { Group = f.Value }, f.Count)),
            .. facets.Departments.Select(f => (filter with { Department = f.Value }, f.Count)), .. facets.Used.Select(f => (filter with { Used = f.Value }, f.Count)),
            .. facets.Changes.Select(f => (filter with { Change = f.Value }, f.Count)), .. facets.Questions.Select(f => (filter with { Question = f.Value }, f.Count)),
        ];

    [SqliteFact]
    public async Task Every_row_is_reached_by_its_role_its_group_and_its_department_however_many_there_are()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = new TestWorld(database);
        string[] names = [.. Enumerable.Range(1, 13).Select(i => $"P{i:00}")];
        await world.PeopleAsync(names, left: []);
        await world.HeapAsync([.. names.Select(n => new TestAccount(n, Role: "Role of " + n, Groups: ["Team of " + n]))]);
        await world.LaunchAsync("Mia", (_, _) => "Mia");
        await using var db = await Unguarded.OpenAsync(database);
        await db.PersonRecords.ExecuteUpdateAsync(p => p.SetProperty(r => r.Department, r => "Office of " + r.Name));

        var slice = await database.Get<ReviewQueue>().SliceAsync(world.As("Mia"), db.Campaigns.Single().Id, CancellationToken.None);
        var facets = slice.Count(new QueueFilter(), null);
        Assert.Equal(names, facets.Roles.Select(f => f.Label["Role of ".Length..]));
        Assert.Equal(names, facets.Groups.Select(f => f.Label["Team of ".Length..]));
        Assert.Equal(names, facets.Departments.Select(f => f.Label["Office of ".Length..]));
        Assert.Equal((26, 13, 26), (facets.Roles.Sum(f => f.Count), facets.Groups.Sum(f => f.Count), facets.Departments.Sum(f => f.Count)));
    }

    [Fact]
    public async Task A_filter_by_application_leaves_the_rows_of_the_application_in_every_campaign()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await world.World.LaunchAsync("Mia", number: 2);
        await using var db = world.Database.Look();
        var filter = new QueueFilter { Application = world.World.ApplicationId };
        foreach (var campaign in db.Campaigns.Select(c => c.Id).ToList())
        {
            var slice = await world.Database.Get<ReviewQueue>().SliceAsync(world.World.As("Mia"), campaign, CancellationToken.None);
            Assert.Equal(10, slice.Index(filter, null, Closed).Items);
            Assert.Equal([new Facet<long>(world.World.ApplicationId, "Heap", 10)], slice.Count(filter, null).Applications);
        }
    }

    [Fact]
    public async Task A_filter_by_an_application_that_the_campaign_does_not_review_is_named_so_that_it_can_be_dropped()
    {
        await using var world = await ReviewWorld.CreateAsync();
        const long Other = 999_999;
        var facets = (await SliceAsync(world)).Count(new QueueFilter { Application = Other }, null);
        Assert.Equal([new Facet<long>(world.World.ApplicationId, "Heap", 10), new Facet<long>(Other, "Not in this campaign", 0)], facets.Applications);
    }

    [Fact]
    public async Task A_chosen_role_group_or_department_without_rows_is_named_so_that_it_can_be_dropped()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var slice = await SliceAsync(world);
        var growth = slice.Rows.First(r => r.Group == "Growth").GroupId!.Value;
        var facets = slice.Count(new QueueFilter { Role = "ADMIN", Group = growth, Department = "Nowhere" }, null);
        Assert.Equal([new Facet<string>("ADMIN", "Admin", 0)], facets.Roles);
        Assert.Equal([new Facet<long>(growth, "Growth", 0)], facets.Groups);
        Assert.Equal([new Facet<string>("Nowhere", "Nowhere", 0)], facets.Departments);
        Assert.Contains(new Facet<long>(999_999, "Not in this list", 0), slice.Count(new QueueFilter { Group = 999_999 }, null).Groups);
    }

    [Fact]
    public async Task What_is_decided_while_the_list_lies_open_stays_in_sight()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var (queue, slice) = (world.Database.Get<ReviewQueue>(), await SliceAsync(world));
        (await world.DecideAsync("Mia", "Rob", DecisionKind.Certify)).Require();
        var changed = await queue.SinceAsync(world.World.As("Mia"), world.CampaignId, slice.Seq, CancellationToken.None);
        Assert.True(slice.Put(changed));
        Assert.Equal(10, slice.Index(new QueueFilter(), null, Closed).Items);
        Assert.Equal(9, (await SliceAsync(world)).Index(new QueueFilter(), null, Closed).Items);
        Assert.Empty(await queue.SinceAsync(world.World.As("Mia"), world.CampaignId, slice.Seq, CancellationToken.None));

        // The next thing to decide after Zoe is not Rob any more, but the first routine row.
        var index = slice.Index(new QueueFilter(), null, Closed);
        var zoe = index.Of((await world.TurnAsync("Zoe")).Id.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(AttentionRank.NothingFound, index.Lines[index.NextOpen(zoe!.Value)!.Value - 1].Head?.Rank);
    }

    [Theory]
    [InlineData(QueueGrouping.Person, new[] { "Vera", "Zoe", "Rob", "Sami", "Tim" })]
    [InlineData(QueueGrouping.Group, new[] { "Core", "Finance", "Growth", "Admin", "Consumer" })]
    public async Task The_list_is_grouped_by_person_or_by_group(QueueGrouping by, string[] heads)
    {
        await using var world = await ReviewWorld.CreateAsync();
        var index = (await SliceAsync(world)).Index(new QueueFilter { By = by }, null, Closed);
        Assert.Equal(heads, index.Lines.Select(l => l.Head).OfType<SliceHead>().Select(h => h.Name));
        Assert.Equal(10, index.Items);
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

    private static Task<ReviewSlice> SliceAsync(ReviewWorld world) => world.Database.Get<ReviewQueue>().SliceAsync(world.World.As("Mia"), world.CampaignId, CancellationToken.None);
}
