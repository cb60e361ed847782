using System.Globalization;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Connections;
using AccessReview.Core.Evidence.Report;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Evidence;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>What the columns about connections say stays what it was.</summary>
public sealed partial class ConnectedEvidenceTests
{
    [Fact]
    public async Task A_removal_tells_its_planned_steps_and_where_it_holds_as_it_was_when_the_campaign_was_closed()
    {
        var heap = await world.ConnectHeapAsync();
        await world.ReadAsync(heap);
        var okta = await world.ConnectOktaAsync();
        await world.ReadAsync(okta);
        var number = await LaunchAsync();
        foreach (var name in (string[])["Sami", "Tim"])
        {
            var turn = await AccountTurnAsync(number, name);
            (await database.Get<DecideItem>().RunAsync(Guid.NewGuid(), Actor.Demo(turn.ReviewerId), new ItemChoice(turn.Id, turn.EventSeq, DecisionKind.Revoke, "Not needed"), CancellationToken.None)).Require();
        }

        await CloseAsync(number);
        (string?, string?, string?, string?)[] expected =
        [
            ("Sami", "Take out of: Okta group prod-analytics", "Removing in the application alone would be undone. It takes them out of Okta group prod-analytics, which 1 other keeps.", "the product"),
            ("Tim", "Switch off: Heap account", "It switches the account off in Heap itself.", "the product"),
        ];
        Assert.Equal(expected, await PrintedAsync());

        // Neither the end of the connection nor another reading of the directory tells anything of then.
        (await database.Get<EndConnection>().RunAsync(Guid.NewGuid(), world.Ada, heap, CancellationToken.None)).Require();
        world.Okta.Groups["00g1"] = ("everybody", ["00uSami", "00uTim"]);
        await world.ReadAsync(okta);
        Assert.Equal(expected, await PrintedAsync());

        async Task<IEnumerable<(string?, string?, string?, string?)>> PrintedAsync()
        {
            using var book = await CampaignWorkbook.OfAsync(database, number);
            return [.. book["Removals"].Rows().Select(r => (r["Person"], r["Planned steps"], r["Where it holds, and why"], r["Method"])).Order()];
        }
    }

    [Fact]
    public async Task A_removal_that_was_decided_over_a_file_is_planned_by_the_ids_that_the_connection_gave()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await RevokeAsync("Tim");
        await world.CarryOutAsync(TimeSpan.FromHours(1));

        using var book = await CampaignWorkbook.OfAsync(database, 1);

        var removal = Assert.Single(book["Removals"].Rows());
        Assert.Equal(("Switch off: Heap account", "It switches the account off in Heap itself."), (removal["Planned steps"], removal["Where it holds, and why"]));
    }

    [Fact]
    public async Task A_removal_that_was_decided_over_a_file_beside_a_connection_is_planned_as_was_said_beside_the_choice()
    {
        // Tim's account bears Sami's address as well. The directory names Sami's as Heap does; the file numbers both otherwise.
        world.Heap.Find("m0")!["userName"] = "sami@example.test";
        world.Heap.Find("m0")!["emails"]![0]!["value"] = "sami@example.test";
        await world.ReadAsync(await world.ConnectHeapAsync());
        world.Okta.AccountIds[("heap", "00uSami")] = "h2";
        await world.ReadAsync(await world.ConnectOktaAsync());
        await world.FileAsync(("Sami", "7", "sami@example.test"), ("Tim", "8", "sami@example.test"));
        await database.Get<FollowUps>().RunAsync(CancellationToken.None);
        var number = await LaunchAsync();
        await using var db = database.Look();
        var turns = await (from turn in db.ReviewTurns
                           join item in db.ReviewItems on turn.ItemId equals item.Id
                           join record in db.AccountRecords on item.AccountRecordId equals record.Id
                           where db.Campaigns.Any(c => c.Id == item.CampaignId && c.Number == number)
                           orderby record.Name
                           select new { turn.Id, turn.EventSeq, turn.ReviewerId, item.AccountId, item.Number }).ToListAsync();
        var told = new List<(string? Item, string? Route, string? Origin)>();
        foreach (var turn in turns)
        {
            var facts = await RouteReader.ReadAsync(db, world.World.ApplicationId, turn.AccountId, null, changeOfRole: false, CancellationToken.None);
            told.Add((ReviewItem.Name(number, turn.Number), RemovalRoute.For(facts).Words, facts.Origin ?? "not known"));
            (await database.Get<DecideItem>().RunAsync(Guid.NewGuid(), Actor.Demo(turn.ReviewerId), new ItemChoice(turn.Id, turn.EventSeq, DecisionKind.Revoke, "Not needed"), CancellationToken.None)).Require();
        }

        await CloseAsync(number);
        using var book = await CampaignWorkbook.OfAsync(database, number);

        Assert.Equal(
            [
                ("Removing in the application alone would be undone. It takes them out of Okta group prod-analytics, which 1 other keeps.", "Okta group prod-analytics, with 1 other; no sign-in through Okta in the 90 days before the reading"),
                ("It switches the account off in Heap itself.", "not known"),
            ],
            told.Select(t => (t.Route, t.Origin)));
        var origins = book["Decisions"].Rows().ToDictionary(r => r["Item id"]!, r => r["Origin of access"]);
        Assert.Equal(told.Order(), book["Removals"].Rows().Select(r => (r["Item id"], r["Where it holds, and why"], origins[r["Item id"]!])).Order());
    }

    [Fact]
    public async Task A_group_that_lets_into_another_application_as_well_is_planned_for_a_person()
    {
        var amplitude = (await database.Get<Core.Applications.RegisterApplication>().RunAsync(
            Guid.NewGuid(), world.Ada, new Core.Applications.ApplicationFacts { Name = "Amplitude", Kind = Core.Applications.ApplicationKind.Amplitude }, CancellationToken.None)).Require();
        world.Okta.Apps["amplitude"] = ([], ["00g1"]);
        await world.ReadAsync(await world.ConnectHeapAsync());
        await world.ReadAsync(await world.ConnectOktaAsync(world.World.DirectoryId, ConnectionUse.ReadAndRemove, new LinkedApp("amplitude", amplitude)));
        var number = await LaunchAsync();
        var turn = await AccountTurnAsync(number, "Sami");
        (await database.Get<DecideItem>().RunAsync(Guid.NewGuid(), Actor.Demo(turn.ReviewerId), new ItemChoice(turn.Id, turn.EventSeq, DecisionKind.Revoke, "Not needed"), CancellationToken.None)).Require();
        await CloseAsync(number);

        using var book = await CampaignWorkbook.OfAsync(database, number);

        Assert.Equal(
            ["Staff list group prod-analytics lets them into Amplitude as well, and taking them out would end that too: a person carries it out."],
            book["Removals"].Column("Where it holds, and why"));
    }

    [Fact]
    public async Task A_reading_through_a_connection_names_who_had_entered_its_secret_and_what_might_be_done_through_it_then()
    {
        var entered = database.Time.Now();
        await world.ReadAsync(await world.ConnectHeapAsync(ConnectionUse.ReadOnly));
        var number = await LaunchAsync();
        database.Time.Advance(TimeSpan.FromHours(1));
        await world.ConnectHeapAsync();

        using var book = await CampaignWorkbook.OfAsync(database, number);

        var read = book["Sources"].Rows().Where(r => r["Way"] == "Connection").Select(r => (r["Identity used"], r["Its permission"])).Distinct();
        Assert.Equal([(string.Create(CultureInfo.InvariantCulture, $"secret entered by Ada on {entered:yyyy-MM-dd HH:mm} UTC"), "Read only")], read);
    }

    [Fact]
    public async Task What_the_product_tried_in_vain_is_not_called_its_doing()
    {
        var heap = await world.ConnectHeapAsync();
        await world.ReadAsync(heap);
        await RevokeAsync("Tim");
        world.Heap.Before = async (context, _) =>
        {
            if (HttpMethods.IsGet(context.Request.Method))
            {
                return false;
            }

            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            await context.Response.CompleteAsync();
            return true;
        };
        await world.CarryOutAsync(TimeSpan.FromHours(1));
        Assert.Equal(("Failed", "the product, in vain; then a person"), await SaidAsync());

        // Somebody does it and notes nothing.
        world.Heap.Find("m0")!["active"] = false;
        await world.ReadAsync(heap);
        Assert.Equal(("Verified", "the product, in vain; nobody noted"), await SaidAsync());

        async Task<(string?, string?)> SaidAsync()
        {
            using var book = await CampaignWorkbook.OfAsync(database, 1);
            var row = Assert.Single(book["Removals"].Rows());
            return (row["State"], row["Method"]);
        }
    }

    [Fact]
    public async Task Access_of_an_account_under_another_address_of_the_persons_comes_from_where_the_directory_gives_it()
    {
        await world.ReadAsync(await world.ConnectHeapAsync(ConnectionUse.ReadOnly));
        var okta = await world.ConnectOktaAsync();
        await world.ReadAsync(okta);
        world.Okta.Rename("00uSami", "sami.renamed@example.test", "sami@example.test");
        await world.ReadAsync(okta);
        var number = await LaunchAsync();

        using var book = await CampaignWorkbook.OfAsync(database, number);

        Assert.Equal(
            ["Okta group prod-analytics, with 1 other; no sign-in through Okta in the 90 days before the reading"],
            book["Decisions"].Rows().Where(r => r["Item is"] == "account" && r["Person"] == "Sami").Select(r => r["Origin of access"]));
    }

    [Fact]
    public async Task For_the_origin_of_access_only_those_accounts_are_read_that_a_directory_lets_in()
    {
        await world.ReadAsync(await world.ConnectHeapAsync(ConnectionUse.ReadOnly));
        await world.ReadAsync(await world.ConnectOktaAsync());
        var number = await LaunchAsync();

        await using var db = database.Look();
        var plan = await db.CampaignApplications.SingleAsync(p => db.Campaigns.Any(c => c.Id == p.CampaignId && c.Number == number));
        var read = await db.Assessments.SingleAsync(a => a.Id == plan.AssessmentId);
        var (named, addressed) = Origins.Accounts(db, Origins.Read(db, read.Id, plan.ApplicationId), read.ExtractId, read.ExtractId);
        Assert.Equal([TextKey.Of("sami@example.test"), TextKey.Of("zoe@example.test")], await named.Union(addressed).Select(a => a.EmailKey).Order().ToListAsync());
    }

    /// <summary>The turn about somebody's account.</summary>
    private async Task<ReviewTurn> AccountTurnAsync(int campaign, string holder)
    {
        var person = world.World[holder];
        await using var db = database.Look();
        return await (from turn in db.ReviewTurns
                      join item in db.ReviewItems on turn.ItemId equals item.Id
                      where item.HolderId == person && item.GroupId == null && db.Campaigns.Any(c => c.Id == item.CampaignId && c.Number == campaign)
                      select turn).SingleAsync();
    }
}
