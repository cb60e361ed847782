using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Connections;
using AccessReview.Core.Extracts;
using AccessReview.Core.Matching;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Evidence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>What campaigns and their workbooks say of an application that is read through a connection.</summary>
public sealed partial class ConnectedEvidenceTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private ConnectedWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        world = await ConnectedWorld.CreateAsync(database, null, "Tim");
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_campaign_calls_a_group_what_the_reading_under_it_calls_it_and_says_what_it_was_called_when_it_was_last_reviewed()
    {
        var connection = await world.ConnectHeapAsync(ConnectionUse.ReadOnly);
        await world.ReadAsync(connection);
        var first = await TurnAsync(1);
        (await database.Get<DecideItem>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), new ItemChoice(first.Id, first.EventSeq, DecisionKind.Revoke, "Left the team"), CancellationToken.None)).Require();
        await CloseAsync(1);
        world.Heap.Groups[0]["displayName"] = "Administrators";
        await world.ReadAsync(connection);

        var number = await LaunchAsync();

        using var then = await CampaignWorkbook.OfAsync(database, 1);
        using var now = await CampaignWorkbook.OfAsync(database, number);
        Assert.Equal(["Group: Finance", "Group: Growth", "Group: Growth"], Groups(then));
        Assert.Equal(["Group: Administrators", "Group: Administrators", "Group: Finance"], Groups(now));
        Assert.Equal(["Group: Growth"], then["Removals"].Column("What"));
        var second = await TurnAsync(number);
        var story = (await database.Get<ItemStory>().RunAsync(Actor.Demo(second.ReviewerId), second.Id, CancellationToken.None)).Require();
        Assert.Equal(("Administrators", "Growth"), (story.Row.Group, Assert.Single(story.Past).GroupThen));

        static IEnumerable<string?> Groups(RawWorkbook book) => book["Decisions"].Column("Role or group").Where(w => w!.StartsWith("Group", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_evidence_calls_only_what_was_read_from_a_file_a_file()
    {
        await world.Revoked.Run(async (scope, cancel) =>
        {
            var staff = await scope.Db.Extracts.SingleAsync(e => e.Kind == ExtractKind.People, cancel);
            scope.Add(new ExtractFile
            {
                Id = scope.NewId(), ExtractId = staff.Id, Kind = ExtractFileKind.People, FileName = "staff.csv", StoredFileId = 0, UploadedSha256 = Hashes.Genesis, StoredSha256 = Hashes.Genesis,
                Bytes = 1, Lines = staff.Records, Stored = staff.Records, SetAside = 0, System = "HR", Report = "Staff", Filters = "none", ExportedBy = "Ada", ExportedAt = staff.AsOf, Mapping = "{}", Format = "CSV",
            });
        });
        await world.ReadAsync(await world.ConnectHeapAsync(ConnectionUse.ReadOnly));

        using var book = await CampaignWorkbook.OfAsync(database, await LaunchAsync());

        Assert.Equal("Read from files, so that what the source showed is known only as far as their exporter stated it: X1 Staff list.", book.Said("Limit 1"));
        var ways = book["Completeness"].Rows().Where(r => r["Check"] == "C4" && r["Run at"] == "this edition").Select(r => (Reading: r["What is A"]!, By: r["Explained by"])).ToList();
        Assert.Equal(["Files of Staff list given", "Files of Heap given"], ways.Select(w => w.Reading));
        Assert.StartsWith("A file is one page; ", ways[0].By, StringComparison.Ordinal);
        Assert.StartsWith("Every page was asked for until the source said that there is no other; ", ways[1].By, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_product_took_away_what_it_found_gone_and_what_went_by_itself_are_told_apart()
    {
        await world.ReadAsync(await world.ConnectHeapAsync(ConnectionUse.ReadOnly));
        await RevokeAsync("Tim");
        world.Heap.Find("m0")!["active"] = false;
        await world.ReadAsync(await world.ConnectHeapAsync());
        await RevokeAsync("Vera");
        await RevokeAsync("Sami");
        world.Heap.Find("h2")!["active"] = false;
        await world.CarryOutAsync(TimeSpan.FromHours(1));

        using var book = await CampaignWorkbook.OfAsync(database, 1);

        const string ByItself = "Already disabled when it was read; nobody noted having done it";
        Assert.Equal(
            [
                ("Sami", "Verified", true, "1", "Gone already", ByItself),
                ("Tim", "Verified", false, "0", "the product tried nothing", ByItself),
                ("Vera", "Verified", true, "1", "Done, and read back", "Carried out by the product, and disabled when it was read"),
            ],
            book["Removals"].Rows().Select(r => (r["Person"], r["State"], r.GetValueOrDefault("Executed (UTC)") is not null, r["Attempts"], r["Last answer"], r["How it was gone"])).Order());
        Assert.Equal("2", book.Said("Executed by the product"));
        var shown = (await database.Get<RemovalList>().RunAsync(world.World.As("Owen"), new RemovalFilter(), 0, 50, CancellationToken.None)).Require();
        Assert.Equal(book["Removals"].Column("How it was gone").Order(StringComparer.Ordinal), shown.Rows.Select(r => r.Proof).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_removal_names_whom_its_decision_names_where_the_account_is_nobodys_own()
    {
        world.Heap.User("r1", "robot@example.test", "Robot", role: "Analyst");
        var connection = await world.ConnectHeapAsync(ConnectionUse.ReadOnly);
        await world.ReadAsync(connection);
        await using var db = database.Look();
        var robot = await db.AccountRecords.Where(r => r.Name == "Robot").Select(r => r.AccountId).SingleAsync();
        (await database.Get<DeclareAccount>().RunAsync(Guid.NewGuid(), world.Ada, robot, DeclaredKind.Service, world.World["Noa"], "Loads the warehouse", CancellationToken.None)).Require();
        await world.ReadAsync(connection);
        var number = await LaunchAsync();
        var turn = await db.ReviewTurns.SingleAsync(t => db.ReviewItems.Any(i => i.Id == t.ItemId && i.AccountId == robot));
        (await database.Get<DecideItem>().RunAsync(Guid.NewGuid(), Actor.Demo(turn.ReviewerId), new ItemChoice(turn.Id, turn.EventSeq, DecisionKind.Revoke, "Not needed"), CancellationToken.None)).Require();
        await CloseAsync(number);

        using var book = await CampaignWorkbook.OfAsync(database, number);

        var removal = Assert.Single(book["Removals"].Rows());
        Assert.Equal("nobody's own: service", removal["Person"]);
        Assert.Equal(book["Decisions"].Rows().Single(r => r["Item id"] == removal["Item id"])["Person"], removal["Person"]);
    }

    [Fact]
    public async Task Where_access_came_from_is_told_by_the_readings_under_the_campaign_and_not_by_later_ones()
    {
        // Another account bears Sami's address as well.
        world.Heap.Find("m0")!["userName"] = "sami@example.test";
        world.Heap.Find("m0")!["emails"]![0]!["value"] = "sami@example.test";
        await world.ReadAsync(await world.ConnectHeapAsync(ConnectionUse.ReadOnly));
        world.Okta.Groups["00g1"] = ("prod-analytics", ["00uSami", "00uVera"]);
        var okta = await world.ConnectOktaAsync();
        await world.ReadAsync(okta);
        var number = await LaunchAsync();
        var told = await ToldAsync();
        world.Okta.Groups["00g1"] = ("everybody", ["00uZoe"]);
        await world.ReadAsync(okta);

        using var book = await CampaignWorkbook.OfAsync(database, number);

        var printed = book["Decisions"].Rows().Where(r => r["Item is"] == "account").Select(r => (r["Account id"], r["Origin of access"])).Order().ToList();
        Assert.Equal(told, printed);
        Assert.Equal(
            [
                "Okta group prod-analytics, with 1 other, for one of 2 accounts with the address", "Okta group prod-analytics, with 1 other; no sign-in through Okta in the 90 days before the reading",
                "own assignment at Okta; no sign-in through Okta in the 90 days before the reading",
            ],
            printed.Select(p => p.Item2).Distinct().Order(StringComparer.Ordinal));

        // What the story beside the choice says then.
        async Task<List<(string?, string?)>> ToldAsync()
        {
            await using var db = database.Look();
            var origins = new List<(string?, string?)>();
            foreach (var account in await db.ReviewItems.Where(i => i.GroupId == null && db.Campaigns.Any(c => c.Id == i.CampaignId && c.Number == number)).Select(i => i.AccountId).ToListAsync())
            {
                origins.Add(($"{account}", (await RouteReader.ReadAsync(db, world.World.ApplicationId, account, null, changeOfRole: false, CancellationToken.None)).Origin ?? "not known"));
            }

            return [.. origins.Order()];
        }
    }

    /// <summary>Another campaign over what was read last.</summary>
    private async Task<int> LaunchAsync()
    {
        var owner = world.World.As("Owen");
        var plan = new CampaignPlan("Heap again", "Who can get in.", "", new(2026, 10, 1), new(2026, 12, 31), new(2026, 12, 14), "UTC", DeadlineRule.NotReviewed);
        var number = (await database.Get<DraftCampaign>().RunAsync(Guid.NewGuid(), owner, plan, CancellationToken.None)).Require();
        (await database.Get<AddCampaignApplication>().RunAsync(Guid.NewGuid(), owner, number, world.World.ApplicationId, CampaignScope.Default, CancellationToken.None)).Require();
        (await database.Get<PreviewCampaign>().RunAsync(owner, number, CancellationToken.None)).Require();
        (await database.Get<LaunchCampaign>().RunAsync(Guid.NewGuid(), owner, number, CancellationToken.None)).Require();
        return number;
    }

    /// <summary>The turn about the only group that Sami holds.</summary>
    private async Task<ReviewTurn> TurnAsync(int campaign)
    {
        var sami = world.World["Sami"];
        await using var db = database.Look();
        return await (from turn in db.ReviewTurns
                      join item in db.ReviewItems on turn.ItemId equals item.Id
                      where item.HolderId == sami && item.GroupId != null && db.Campaigns.Any(c => c.Id == item.CampaignId && c.Number == campaign)
                      select turn).SingleAsync();
    }

    private async Task RevokeAsync(string account)
    {
        await world.Revoked.RevokeAsync(account);
        await world.Revoked.SignOffAsync(account);
    }

    private async Task CloseAsync(int number)
    {
        var owner = world.World.As("Owen");
        var view = (await database.Get<ClosePreview>().RunAsync(owner, number, CancellationToken.None)).Require();
        var stated = view.Exceptions.Select(e => new StatedException(e.Kind, "Known", owner.PersonId, view.Today.AddDays(30)));
        (await database.Get<CloseCampaign>().RunAsync(Guid.NewGuid(), owner, number, new CloseInput(view.Statement, "In order.", [.. stated]), CancellationToken.None)).Require();
    }
}
