using AccessReview.Core.Applications;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Assessing;

public sealed class SaidByHandTests : IAsyncLifetime
{
    private static readonly DateTime AsOf = new(2026, 11, 20, 18, 0, 0, DateTimeKind.Utc);
    private TestDatabase database = null!;
    private TestReadings readings = null!;
    private long application;
    private long unknown;
    private Actor owen = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        readings = new TestReadings(database);
        await readings.StaffAsync(AsOf, new StaffLine("owen@x.test", "Owen Ray"), new StaffLine("ida@x.test", "Ida Berg"));
        application = (await database.Get<RegisterApplication>().RunAsync(Guid.NewGuid(), Actor.Product, new ApplicationFacts { Name = "Heap", Kind = ApplicationKind.Heap }, default)).Require();
        await readings.AccessAsync(application, AsOf, new UserLine("old.ida@y.test", "Ida Berg", LastUsed: AsOf), new UserLine("ida@x.test", LastUsed: AsOf));
        unknown = await readings.AccountAsync("old.ida@y.test");
        owen = Actor.Demo(await readings.PersonAsync("owen@x.test"));
        (await database.Get<GrantRole>().RunAsync(Guid.NewGuid(), Actor.Product, owen.PersonId!.Value, Role.CampaignOwner, default)).Require();
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task A_match_by_hand_is_taken_up_by_the_next_assessment_and_taken_back_again()
    {
        await FollowUpAsync();
        Assert.Equal(Finding.NobodyKnown, (await AssessedAsync()).Findings);

        (await MatchAsync(owen, await readings.PersonAsync("ida@x.test"))).Require();
        await FollowUpAsync();
        var matched = await AssessedAsync();
        Assert.Equal((MatchKind.ByHand, Finding.DuplicateAfterRename), (matched.Match, matched.Findings));

        (await database.Get<TakeBackMatch>().RunAsync(Guid.NewGuid(), owen, unknown, default)).Require();
        await FollowUpAsync();
        Assert.Equal(MatchKind.Nobody, (await AssessedAsync()).Match);
    }

    [Fact]
    public async Task An_account_that_is_gone_is_told_as_it_was_judged_last()
    {
        await FollowUpAsync();
        await readings.AccessAsync(application, AsOf.AddDays(1), new UserLine("ida@x.test", LastUsed: AsOf));
        await FollowUpAsync();

        var gone = (await database.Get<AccountPage>().RunAsync(owen, unknown, default)).Require();
        Assert.Equal((true, (DateTime?)AsOf, (MatchKind?)MatchKind.Nobody), (gone.Gone, gone.JudgedAsOf, gone.Match));
        Assert.Equal(Finding.NobodyKnown, Assert.Single(gone.Sentences).Finding);
        var here = (await database.Get<AccountPage>().RunAsync(owen, await readings.AccountAsync("ida@x.test"), default)).Require();
        Assert.Equal((false, (DateTime?)null, (MatchKind?)MatchKind.Email), (here.Gone, here.JudgedAsOf, here.Match));
    }

    [Fact]
    public async Task A_declaration_replaces_a_match_and_is_remembered_for_the_next_reading()
    {
        (await MatchAsync(owen, await readings.PersonAsync("ida@x.test"))).Require();
        (await DeclareAsync(owen, await readings.PersonAsync("ida@x.test"))).Require();
        await readings.AccessAsync(application, AsOf.AddDays(1), new UserLine("old.ida@y.test", "Ida Berg", LastUsed: AsOf));
        await FollowUpAsync();

        Assert.Equal(MatchKind.Declared, (await AssessedAsync()).Match);
        await using var db = database.Look();
        Assert.False(await db.HandMatches.AnyAsync(m => m.Active));
    }

    [Fact]
    public async Task Nobody_names_themselves()
    {
        Assert.Equal(Problem.DeniedCode, (await MatchAsync(owen, owen.PersonId!.Value)).Problem?.Code);
        Assert.Equal(Problem.DeniedCode, (await DeclareAsync(owen, owen.PersonId!.Value)).Problem?.Code);
    }

    [Fact]
    public async Task Without_a_role_nobody_says_whose_an_account_is()
    {
        var ida = Actor.Demo(await readings.PersonAsync("ida@x.test"));
        Assert.Equal(Problem.DeniedCode, (await MatchAsync(ida, owen.PersonId!.Value)).Problem?.Code);
        Assert.Equal(Problem.DeniedCode, (await DeclareAsync(ida, owen.PersonId!.Value)).Problem?.Code);
        Assert.Equal(Problem.DeniedCode, (await database.Get<EndDeclaration>().RunAsync(Guid.NewGuid(), ida, unknown, default)).Problem?.Code);
        Assert.Equal(Problem.DeniedCode, (await database.Get<TakeBackMatch>().RunAsync(Guid.NewGuid(), ida, unknown, default)).Problem?.Code);
    }

    [Fact]
    public async Task A_match_without_a_reason_is_refused() =>
        Assert.Equal("matching.reason", (await database.Get<MatchByHand>().RunAsync(Guid.NewGuid(), owen, unknown, await readings.PersonAsync("ida@x.test"), "  ", default)).Problem?.Code);

    [Fact]
    public async Task The_account_shows_who_said_so_and_why()
    {
        (await MatchAsync(owen, await readings.PersonAsync("ida@x.test"))).Require();
        await FollowUpAsync();
        var page = (await database.Get<AccountPage>().RunAsync(owen, unknown, default)).Require();
        Assert.Equal(("Her address before she married.", "Owen Ray", "Ida Berg"), (page.ByHand!.Text, page.ByHand.By, page.Person));
        Assert.Equal("Not reviewed before", page.NotReviewedBefore ? "Not reviewed before" : "");
    }

    [Fact]
    public async Task Whose_an_account_is_says_nobody_whose_it_may_be_and_their_page_does_not_offer_it()
    {
        var ida = Actor.Demo(await readings.PersonAsync("ida@x.test"));
        (await database.Get<GrantRole>().RunAsync(Guid.NewGuid(), Actor.Product, ida.PersonId!.Value, Role.CampaignOwner, default)).Require();
        Assert.Equal((true, true), await OfferedAsync(ida));
        (await MatchAsync(owen, ida.PersonId!.Value)).Require();
        Assert.Equal((true, false), await OfferedAsync(ida));
        Assert.Equal((true, true), await OfferedAsync(owen));
        Assert.Equal(Problem.DeniedCode, (await database.Get<TakeBackMatch>().RunAsync(Guid.NewGuid(), ida, unknown, default)).Problem?.Code);
        (await database.Get<TakeBackMatch>().RunAsync(Guid.NewGuid(), owen, unknown, default)).Require();
        (await DeclareAsync(owen, ida.PersonId!.Value)).Require();
        Assert.Equal((true, false), await OfferedAsync(ida));

        async Task<(bool MayOpen, bool MaySay)> OfferedAsync(Actor reader) =>
            (await database.Get<AccountPage>().RunAsync(reader, unknown, default)).Require() is var page ? (page.MayOpenApplication, page.MaySay) : default;
    }

    private Task<Outcome<long>> MatchAsync(Actor actor, long person) => database.Get<MatchByHand>().RunAsync(Guid.NewGuid(), actor, unknown, person, "Her address before she married.", default);

    private Task<Outcome<long>> DeclareAsync(Actor actor, long person) => database.Get<DeclareAccount>().RunAsync(Guid.NewGuid(), actor, unknown, DeclaredKind.External, person, "Writes our reports.", default);

    private Task FollowUpAsync() => database.Get<FollowUps>().RunAsync(default);

    private async Task<AssessedAccount> AssessedAsync()
    {
        await using var db = database.Look();
        return await db.AssessedAccounts.SingleAsync(a => a.AccountId == unknown && db.Applications.Any(x => x.CurrentAssessmentId == a.AssessmentId));
    }
}
