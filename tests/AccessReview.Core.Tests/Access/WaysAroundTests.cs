using AccessReview.Connectors.Files;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Evidence.Pack;
using AccessReview.Core.Extracts;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.Evidence;
using AccessReview.Core.Tests.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Access;

/// <summary>Ways around the rules that were open once: each was tried as somebody who may send anything.</summary>
public sealed class WaysAroundTests
{
    [Fact]
    public async Task Whoever_an_account_is_said_to_belong_to_neither_takes_that_back_nor_says_something_else()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await world.World.GrantAsync("Mia", Role.CampaignOwner);
        var mia = world.World.As("Mia");
        var sami = await AccountAsync(world, "Sami");
        (await world.Database.Get<MatchByHand>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), sami, world.World["Mia"], "Her second login", default)).Require();

        Assert.Equal(Problem.DeniedCode, (await world.Database.Get<TakeBackMatch>().RunAsync(Guid.NewGuid(), mia, sami, default)).Problem?.Code);
        Assert.Equal(Problem.DeniedCode, (await world.Database.Get<MatchByHand>().RunAsync(Guid.NewGuid(), mia, sami, world.World["Tim"], "It is his", default)).Problem?.Code);
        Assert.Equal(Problem.DeniedCode, (await world.Database.Get<DeclareAccount>().RunAsync(Guid.NewGuid(), mia, sami, DeclaredKind.Shared, world.World["Tim"], "A screen", default)).Problem?.Code);
        Assert.Equal(Problem.DeniedCode, (await world.DecideAsync("Mia", "Sami", DecisionKind.Certify)).Problem?.Code);

        var rob = await AccountAsync(world, "Rob");
        (await world.Database.Get<DeclareAccount>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), rob, DeclaredKind.Service, world.World["Mia"], "A robot", default)).Require();
        Assert.Equal(Problem.DeniedCode, (await world.Database.Get<EndDeclaration>().RunAsync(Guid.NewGuid(), mia, rob, default)).Problem?.Code);
    }

    [Fact]
    public async Task An_account_matched_by_its_address_is_not_matched_away_by_its_holder()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await world.World.GrantAsync("Sami", Role.Administrator);

        var away = await world.Database.Get<MatchByHand>().RunAsync(
            Guid.NewGuid(), world.World.As("Sami"), await AccountAsync(world, "Sami"), world.World["Tim"], "Not mine", default);

        Assert.Equal(Problem.DeniedCode, away.Problem?.Code);
    }

    [Fact]
    public async Task Nobody_chooses_who_reviews_their_own_access()
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await world.Database.Get<MatchByHand>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), await AccountAsync(world, "Sami"), world.World["Mia"], "Her second login", default)).Require();

        var given = await world.Database.Get<HandOverItem>().RunAsync(
            Guid.NewGuid(), world.World.As("Mia"), (await world.TurnAsync("Sami")).Id, world.World["Noa"], "She knows it", withGroups: true, default);

        Assert.Equal(Problem.DeniedCode, given.Problem?.Code);
    }

    [Fact]
    public async Task What_turned_out_to_be_ones_own_after_the_decision_is_not_signed()
    {
        await using var world = await ReviewWorld.CreateAsync();
        await world.DecideRestAsync("Mia");
        (await world.Database.Get<MatchByHand>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), await AccountAsync(world, "Sami"), world.World["Mia"], "Her second login", default)).Require();

        Assert.Equal(Problem.DeniedCode, (await world.SignAsync("Mia")).Problem?.Code);
    }

    [Theory]
    [InlineData("matched", "no: the holder, as matched since")]
    [InlineData("read", "no: the holder, as matched since")]
    [InlineData("matches", "no: matched the account")]
    [InlineData("answers", "no: the owner inside, as declared since")]
    [InlineData("declares", "no: declared the account")]
    public async Task What_turned_out_to_be_ones_own_after_the_signature_is_printed_and_has_to_be_stated_to_close(string route, string printed)
    {
        await using var world = await ReviewWorld.CreateAsync();
        await world.DecideRestAsync("Mia");
        (await world.SignAsync("Mia")).Require();
        Assert.All(await IndependentAsync(world), r => Assert.StartsWith("yes", r.Independent, StringComparison.Ordinal));
        var sami = await AccountAsync(world, "Sami");
        await world.World.GrantAsync("Mia", Role.CampaignOwner);
        await (route switch
        {
            "matched" => MatchAsync("Ada", "Mia"),
            "matches" => MatchAsync("Mia", "Noa"),
            "answers" => DeclareAsync("Ada", "Mia"),
            "declares" => DeclareAsync("Mia", "Noa"),
            _ => world.ReadAsOfAsync("Sami", "Mia"),
        });

        // The account and its team, both decided by her.
        var view = (await world.Database.Get<ClosePreview>().RunAsync(world.World.As("Owen"), 1, default)).Require();
        Assert.Equal(2, view.Facts.Exceptions[ExceptionKind.NotIndependent]);
        Assert.Equal("close.exception", (await CloseAsync(ExceptionKind.NotIndependent)).Problem?.Code);
        (await CloseAsync()).Require();
        var closed = await IndependentAsync(world);
        Assert.Equal([printed, printed], closed.Where(r => r.Account.StartsWith("sami", StringComparison.Ordinal)).Select(r => r.Independent));
        Assert.All(closed.Where(r => !r.Account.StartsWith("sami", StringComparison.Ordinal)), r => Assert.StartsWith("yes", r.Independent, StringComparison.Ordinal));

        // What is said after the close does not change what a later edition prints.
        world.Database.Time.Advance(TimeSpan.FromDays(1));
        await MatchAsync("Ada", "Tim");
        Assert.Equal(closed, await IndependentAsync(world));

        async Task MatchAsync(string by, string person) => (await world.Database.Get<MatchByHand>().RunAsync(Guid.NewGuid(), world.World.As(by), sami, world.World[person], "A second login", default)).Require();
        async Task DeclareAsync(string by, string owner) => (await world.Database.Get<DeclareAccount>().RunAsync(Guid.NewGuid(), world.World.As(by), sami, DeclaredKind.Shared, world.World[owner], "A screen", default)).Require();
        Task<Outcome<long>> CloseAsync(ExceptionKind? butFor = null) => world.Database.Get<CloseCampaign>().RunAsync(
            Guid.NewGuid(), world.World.As("Owen"), 1,
            new CloseInput(
                view.Statement, "All was reviewed.",
                [.. view.Exceptions.Where(e => e.Kind != butFor).Select(e => new StatedException(e.Kind, "It was found too late", world.World["Noa"], view.Today.AddDays(1)))]),
            default);
    }

    [Theory]
    [InlineData(DeadlineRule.NotReviewed)]
    [InlineData(DeadlineRule.Revoke)]
    public async Task What_no_person_decided_was_decided_by_nobody_who_could_be_its_holder(DeadlineRule deadline)
    {
        await using var world = await ReviewWorld.CreateAsync();
        await world.DecideManyAsync("Mia", DecisionKind.Certify, accounts: ["Tim"]);
        (await world.Database.Get<MatchByHand>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), await AccountAsync(world, "Sami"), world.World["Mia"], "A second login", default)).Require();
        (await world.Database.Change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, "Seed", async (scope, token) =>
        {
            (await scope.Db.Campaigns.AsTracking().SingleAsync(token)).Deadline = deadline;
            scope.Record(new Seeded());
            return Done.Yes;
        }, default)).Require();
        world.Database.Time.Advance(TimeSpan.FromDays(90));
        var view = (await world.Database.Get<ClosePreview>().RunAsync(world.World.As("Owen"), 1, default)).Require();
        List<StatedException> stated = [.. view.Exceptions.Select(e => new StatedException(e.Kind, "Nobody had the time", world.World["Noa"], view.Today.AddDays(1)))];
        (await world.Database.Get<CloseCampaign>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), 1, new CloseInput(view.Statement, "Not all was reviewed.", stated), default)).Require();

        var printed = await IndependentAsync(world);
        Assert.All(printed.Where(r => !r.Account.StartsWith("tim", StringComparison.Ordinal)), r => Assert.Equal("does not apply", r.Independent));
        Assert.Equal(["yes", "yes"], printed.Where(r => r.Account.StartsWith("tim", StringComparison.Ordinal)).Select(r => r.Independent));
    }

    [Fact]
    public async Task A_selection_of_other_reviewers_items_tells_nothing_of_them()
    {
        await using var world = await ReviewWorld.CreateAsync(teams: "Noa");

        Assert.Equal(Problem.DeniedCode, (await world.DecideManyAsync("Tim", DecisionKind.Certify, accounts: ["Sami"])).Problem?.Code);
        var mixed = (await world.DecideManyAsync("Noa", DecisionKind.Certify, accounts: ["Sami"])).Require();

        var refused = Assert.Single(mixed.Items, i => i.Kind == ItemAnswerKind.Refused);
        Assert.DoesNotContain("Sami", refused.Name + refused.Sentence, StringComparison.Ordinal);
        Assert.Equal((TurnState.Undecided, 0), (refused.State, refused.EventSeq));
    }

    [Fact]
    public async Task A_campaign_without_an_item_of_ones_own_is_not_there_to_be_signed()
    {
        await using var world = await ReviewWorld.CreateAsync();

        Assert.Equal("not-found", (await world.Database.Get<SignOffPreview>().RunAsync(world.World.As("Tim"), world.CampaignId, default)).Problem?.Code);
        Assert.Equal("not-found", (await world.Database.Get<SignOffReview>().RunAsync(Guid.NewGuid(), world.World.As("Tim"), world.CampaignId, "I sign.", default)).Problem?.Code);
    }

    [Fact]
    public async Task An_import_is_its_starters_alone_and_a_refused_upload_is_an_event()
    {
        await using var world = await ReviewWorld.CreateAsync();
        var (ada, owen) = (world.World.As("Ada"), world.World.As("Owen"));
        var draft = (await world.Database.Get<StartImport>().RunAsync(ada, world.World.ApplicationId, null, default)).Require();
        Task<Outcome<Done>> AddAsync(Actor actor) => world.Database.Get<AddImportFile>().RunAsync(
            actor, draft, ExtractFileKind.Users, "users.csv", new MemoryStream("Email\nsami@example.test\n"u8.ToArray()), null, default);
        (await AddAsync(ada)).Require();

        Assert.Equal("not-found", (await AddAsync(owen)).Problem?.Code);
        Assert.Equal("not-found", (await world.Database.Get<ReadImport>().RunAsync(owen, draft, default)).Problem?.Code);
        Assert.Equal("not-found", (await world.Database.Get<ChangeImport>().RunAsync(owen, draft, ExtractFileKind.Users, _ => null, default)).Problem?.Code);
        Assert.Equal("not-found", (await world.Database.Get<RereadImportFile>().RunAsync(owen, draft, ExtractFileKind.Users, new TableReadOptions(), default)).Problem?.Code);
        Assert.Equal("not-found", (await world.Database.Get<ImportExtract>().RunAsync(Guid.NewGuid(), owen, draft, default)).Problem?.Code);
        Assert.Equal(Problem.DeniedCode, (await AddAsync(world.World.As("Tim"))).Problem?.Code);

        await using var db = world.Database.Look();
        Assert.Equal(nameof(AddImportFile), (await db.Denials.SingleAsync()).Command);
        Assert.Equal(1, await db.AuditEvents.CountAsync(e => e.Type == nameof(CommandDenied)));
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData(@"C:\temp\..\users.csv", "users.csv")]
    [InlineData(".....", "file")]
    [InlineData("-rf", "rf")]
    [InlineData("", "file")]
    [InlineData("a\0b\u202Ecsv.exe", "a_b_csv.exe")]
    public void A_raw_files_name_leads_nowhere_when_the_pack_is_unpacked(string uploaded, string packed) => Assert.Equal(packed, SourceName.Of(uploaded, []));

    [Fact]
    public void A_long_name_of_dots_is_still_a_name() => Assert.Equal("file", SourceName.Of("a" + new string('.', 200), []));

    private static async Task<List<(string Account, string Independent)>> IndependentAsync(ReviewWorld world)
    {
        using var book = await BuiltWorkbook.OfAsync(world.Database, 1);
        return [.. book["Decisions"].Rows().Select(r => (r["Account"]!, r["Independent"]!))];
    }

    private static async Task<long> AccountAsync(ReviewWorld world, string name)
    {
        await using var db = world.Database.Look();
        return await db.AccountRecords.Where(r => r.Name == name).Select(r => r.AccountId).FirstAsync();
    }

    private sealed record Seeded : EventBody;
}
