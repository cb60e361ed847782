using AccessReview.Core.Audit;
using AccessReview.Core.Extracts;
using AccessReview.Core.Roles;
using AccessReview.Core.SignIn;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.SignIn;

public sealed class BindingTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private TestWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        world = new TestWorld(database);
        await world.PeopleAsync(["Priya", "Lee"], left: ["Lee"]);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task The_first_sign_in_is_bound_by_a_verified_address_and_later_ones_by_issuer_and_subject_alone()
    {
        Assert.Equal(world["Priya"], (await AcceptAsync(Proven.By("p1", "Priya@Example.TEST"))).PersonId);
        Assert.Equal(world["Priya"], (await AcceptAsync(Proven.By("p1", "renamed@example.test"))).PersonId);
        Assert.Equal(world["Priya"], (await AcceptAsync(Proven.Unverified("p1", ""))).PersonId);

        await using var db = database.Look();
        Assert.Equal(["SignInBound"], await db.AuditEvents.Where(e => e.Type.StartsWith("SignIn")).Select(e => e.Type).ToListAsync());
    }

    [Fact]
    public async Task An_alias_of_the_staff_list_binds_too()
    {
        await AlsoKnownAsAsync("Priya", "p.shah@example.test");
        Assert.Equal(world["Priya"], (await AcceptAsync(Proven.By("p1", "p.shah@example.test"))).PersonId);
    }

    [Fact]
    public async Task A_former_address_binds_nobody_for_it_may_be_somebody_elses_now()
    {
        await world.AlsoAsync("Priya", "p.old@example.test", AddressKind.Former);
        await world.AlsoAsync("Priya", "noa@example.test", AddressKind.Former);

        var answer = await AcceptAsync(Proven.By("new", "p.old@example.test"));
        Assert.Equal((null, WhyNotBound.NobodyKnown), (answer.PersonId, answer.Why));
        Assert.Equal(world["Noa"], (await AcceptAsync(Proven.By("n1", "noa@example.test"))).PersonId);
    }

    [Theory]
    [InlineData("", "", WhyNotBound.NoAddress)]
    [InlineData("", "priya@example.test", WhyNotBound.NotVerified)]
    [InlineData("stranger@example.test", "stranger@example.test", WhyNotBound.NobodyKnown)]
    [InlineData("lee@example.test", "lee@example.test", WhyNotBound.HasLeft)]
    public async Task Where_no_one_person_is_sure_nobody_is_bound(string verified, string shown, WhyNotBound why)
    {
        var answer = await AcceptAsync(Proven.By("x", verified.Length == 0 ? [] : [verified]) with { ShownAddress = shown });

        Assert.Equal((null, why), (answer.PersonId, answer.Why));
        await using var db = database.Look();
        Assert.Empty(await db.SignInIdentities.ToListAsync());
        Assert.Equal(why == WhyNotBound.HasLeft ? 0 : 1, await db.WaitingSignIns.CountAsync());
    }

    [Fact]
    public async Task Two_people_with_one_address_or_two_addresses_of_two_people_bind_nobody()
    {
        await AlsoKnownAsAsync("Noa", "priya@example.test");
        Assert.Equal(WhyNotBound.SeveralPeople, (await AcceptAsync(Proven.By("p1", "priya@example.test"))).Why);
        Assert.Equal(WhyNotBound.SeveralPeople, (await AcceptAsync(Proven.By("p2", "mia@example.test", "owen@example.test"))).Why);
    }

    [Fact]
    public async Task A_leaver_who_shares_the_address_keeps_it_from_binding()
    {
        await AlsoKnownAsAsync("Priya", "lee@example.test");
        Assert.Equal(WhyNotBound.SeveralPeople, (await AcceptAsync(Proven.By("p1", "lee@example.test"))).Why);
    }

    [Fact]
    public async Task A_second_subject_with_the_same_address_waits_because_addresses_are_given_anew()
    {
        await AcceptAsync(Proven.By("p1", "priya@example.test"));
        Assert.Equal(WhyNotBound.AnotherSignIn, (await AcceptAsync(Proven.By("p2", "priya@example.test"))).Why);
        Assert.Equal(world["Priya"], (await AcceptAsync(Proven.By("p2", "priya@example.test") with { Issuer = "https://other.example" })).PersonId);
    }

    [Fact]
    public async Task A_person_who_has_left_cannot_sign_in_any_more()
    {
        await AcceptAsync(Proven.By("p1", "priya@example.test"));
        await world.LeaveAsync("Priya");

        var answer = await AcceptAsync(Proven.By("p1", "priya@example.test"));
        Assert.Equal((null, WhyNotBound.HasLeft, null), (answer.PersonId, answer.Why, answer.WaitingId));
    }

    [Fact]
    public async Task An_administrator_binds_and_unbinds_and_an_unbound_sign_in_is_not_bound_by_its_address_again()
    {
        var waiting = (await AcceptAsync(Proven.Unverified("p1", "priya@example.test"))).WaitingId!.Value;
        Assert.Equal(waiting, (await AcceptAsync(Proven.Unverified("p1", "priya@example.test"))).WaitingId);
        (await BindAsync("Ada", waiting, "Priya")).Require();
        Assert.Equal(world["Priya"], (await AcceptAsync(Proven.Unverified("p1", ""))).PersonId);

        long identity;
        await using (var db = database.Look())
        {
            identity = (await db.SignInIdentities.SingleAsync()).Id;
            Assert.Empty(await db.WaitingSignIns.ToListAsync());
        }

        (await database.Get<UnbindSignIn>().RunAsync(Guid.NewGuid(), world.As("Ada"), identity, CancellationToken.None)).Require();
        var after = await AcceptAsync(Proven.By("p1", "priya@example.test"));
        Assert.Equal((null, WhyNotBound.Unbound), (after.PersonId, after.Why));
        (await BindAsync("Ada", after.WaitingId!.Value, "Noa")).Require();
        Assert.Equal(world["Noa"], (await AcceptAsync(Proven.By("p1", "priya@example.test"))).PersonId);

        await using var look = database.Look();
        Assert.Equal(["SignInBound", "SignInUnbound", "SignInBound"], await look.AuditEvents.Where(e => e.Type.StartsWith("SignIn")).OrderBy(e => e.Seq).Select(e => e.Type).ToListAsync());
    }

    [Fact]
    public async Task A_second_subject_of_one_issuer_is_bound_to_somebody_only_once_the_first_is_unbound()
    {
        await AcceptAsync(Proven.By("p1", "priya@example.test"));
        var second = (await AcceptAsync(Proven.By("p2", "priya@example.test"))).WaitingId!.Value;
        Assert.Equal("sign-in.another", (await BindAsync("Ada", second, "Priya")).Problem?.Code);
        Assert.Null((await AcceptAsync(Proven.By("p2", "priya@example.test"))).PersonId);

        (await UnbindAsync(Assert.Single(await BoundAsync("Priya")))).Require();
        (await BindAsync("Ada", second, "Priya")).Require();
        Assert.Equal(world["Priya"], (await AcceptAsync(Proven.By("p2", "priya@example.test"))).PersonId);
    }

    [Fact]
    public async Task The_last_administrators_sign_in_stays()
    {
        await AcceptAsync(Proven.By("a1", "ada@example.test"));
        await AcceptAsync(Proven.By("a1", "ada@example.test") with { Issuer = "https://old.example" });
        await world.GrantAsync("Priya", Role.Administrator);
        var ada = (await BoundAsync("Ada")).Single(b => b.Issuer == "https://login.example");
        Assert.True(ada.Stays);
        Assert.Equal("sign-in.last-administrator", (await UnbindAsync(ada)).Problem?.Code);

        await AcceptAsync(Proven.By("p1", "priya@example.test"));
        await world.LeaveAsync("Priya");
        Assert.Equal("sign-in.last-administrator", (await UnbindAsync(ada)).Problem?.Code);

        await world.GrantAsync("Noa", Role.Administrator);
        await AcceptAsync(Proven.By("n1", "noa@example.test"));
        Assert.False((await BoundAsync("Ada")).Single(b => b.Id == ada.Id).Stays);
        (await UnbindAsync(ada)).Require();
        Assert.DoesNotContain(await BoundAsync("Ada"), b => b.Id == ada.Id);
    }

    [Fact]
    public async Task The_only_administrator_whose_account_was_made_anew_gets_in_once_the_operator_unbinds_their_address()
    {
        await AcceptAsync(Proven.By("a1", "ada@example.test"));
        Assert.True(Assert.Single(await BoundAsync("Ada")).Stays);
        Assert.Equal(WhyNotBound.AnotherSignIn, (await AcceptAsync(Proven.By("a2", "ada@example.test"))).Why);

        Assert.Equal(1, (await UnbindAddressAsync("Ada@Example.TEST", "The tenant was made anew.")).Require());
        Assert.Equal(world["Ada"], (await AcceptAsync(Proven.By("a2", "ada@example.test"))).PersonId);
        var log = (await database.Get<AuditLog>().RunAsync(world.As("Ada"), new AuditFilter(Type: nameof(SignInUnbound)), null, 10, CancellationToken.None)).Require();
        Assert.EndsWith(": “The tenant was made anew.”", Assert.Single(log.Rows).Sentence, StringComparison.Ordinal);
        Assert.Equal(WhyNotBound.Unbound, (await AcceptAsync(Proven.By("a1", "ada@example.test"))).Why);
    }

    [Fact]
    public async Task Unbinding_an_address_takes_the_sign_ins_at_every_provider()
    {
        await AcceptAsync(Proven.By("p1", "priya@example.test"));
        await AcceptAsync(Proven.By("p1", "priya@example.test") with { Issuer = "https://other.example" });
        Assert.Equal(2, (await UnbindAddressAsync("priya@example.test", "Both were made anew.")).Require());
        Assert.Empty(await BoundAsync("Priya"));
    }

    [Theory]
    [InlineData("stranger@example.test", "Why", "sign-in.address")]
    [InlineData("shared@example.test", "Why", "sign-in.address")]
    [InlineData("priya@example.test", "Why", "sign-in.none")]
    [InlineData("ada@example.test", " ", "sign-in.reason")]
    public async Task An_address_is_unbound_only_with_a_reason_where_one_person_has_it_and_a_sign_in(string address, string reason, string code)
    {
        await AlsoKnownAsAsync("Noa", "shared@example.test");
        await AlsoKnownAsAsync("Ada", "shared@example.test");
        await AcceptAsync(Proven.By("a1", "ada@example.test"));
        Assert.Equal(code, (await UnbindAddressAsync(address, reason)).Problem?.Code);
        Assert.Single(await BoundAsync("Ada"));
    }

    [Theory]
    [InlineData("Owen", "Priya", Problem.DeniedCode)]
    [InlineData("Ada", "Ada", Problem.DeniedCode)]
    [InlineData("Ada", "Lee", "sign-in.person")]
    public async Task Nobody_binds_without_the_role_to_themselves_or_to_a_leaver(string by, string to, string code)
    {
        var waiting = (await AcceptAsync(Proven.Unverified("x", "priya@example.test"))).WaitingId!.Value;
        Assert.Equal(code, (await BindAsync(by, waiting, to)).Problem?.Code);
    }

    [Fact]
    public async Task The_administrators_list_says_what_waits_who_has_its_address_and_what_is_bound()
    {
        await AcceptAsync(Proven.Unverified("x", "Priya@example.test"));
        await AcceptAsync(Proven.By("m1", "mia@example.test"));

        var list = (await database.Get<SignInList>().RunAsync(world.As("Ada"), search: null, CancellationToken.None)).Require();
        Assert.Equal([("Priya@example.test", WhyNotBound.NotVerified, "Priya")], list.Waiting.Select(w => (w.Waits.Address, w.Waits.Why, w.Holders.Single().Name)));
        Assert.Equal([("Mia", "the product")], list.Bound.Select(b => (b.Name, b.BoundBy)));
        Assert.Empty((await database.Get<SignInList>().RunAsync(world.As("Ada"), "Pri", CancellationToken.None)).Require().Bound);
        Assert.Equal(Problem.DeniedCode, (await database.Get<SignInList>().RunAsync(world.As("Owen"), null, CancellationToken.None)).Problem?.Code);
    }

    private Task<SignInAnswer> AcceptAsync(ProvenIdentity proven) => database.Get<AcceptSignIn>().RunAsync(proven, CancellationToken.None);

    private Task<Outcome<Done>> BindAsync(string by, long waiting, string to) =>
        database.Get<BindSignIn>().RunAsync(Guid.NewGuid(), world.As(by), waiting, world[to], CancellationToken.None);

    private async Task<IReadOnlyList<SignInList.Bound>> BoundAsync(string search) =>
        (await database.Get<SignInList>().RunAsync(world.As("Ada"), search, CancellationToken.None)).Require().Bound;

    private Task<Outcome<Done>> UnbindAsync(SignInList.Bound bound) => database.Get<UnbindSignIn>().RunAsync(Guid.NewGuid(), world.As("Ada"), bound.Id, CancellationToken.None);

    private Task<Outcome<int>> UnbindAddressAsync(string address, string reason) => database.Get<UnbindAddress>().RunAsync(address, reason, CancellationToken.None);

    private async Task AlsoKnownAsAsync(string name, string address)
    {
        await world.AlsoAsync(name, address);
        await using var db = database.Look();
        Assert.True(await db.PersonAddresses.AnyAsync(a => a.Kind == AddressKind.Other));
    }
}
