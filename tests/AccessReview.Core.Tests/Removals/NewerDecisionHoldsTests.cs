using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Evidence.Checks;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Roles;
using AccessReview.Core.Scoping;
using AccessReview.Core.Tests.Evidence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Removals;

/// <summary>A removal whose access another campaign has kept since ends when a campaign owner says that the newer decision holds. It is Monday, 23 November 2026, when Sami's and
/// Zoe's accounts are revoked; the next day everything is kept.</summary>
public sealed class NewerDecisionHoldsTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private RevokedWorld world = null!;
    private long signOff;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        world = await RevokedWorld.CreateAsync(database);
        await world.RevokeAsync("Sami");
        await world.RevokeAsync("Zoe");
        signOff = await world.SignOffAsync("Sami", "Zoe");
        database.Time.Advance(TimeSpan.FromDays(1));
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task It_is_no_longer_open_nor_anybodys_to_do_and_no_reading_makes_it_verified()
    {
        await world.KeepAsync(2);
        var before = (await ListAsync(RemovalShow.WaitsForPerson)).Rows[0];
        Assert.StartsWith("C2 has kept this access since", before.KeptSince, StringComparison.Ordinal);
        (await OverruleAsync("Owen", 1, 2)).Require();
        await world.ReadAsync(database.Time.Now().AddHours(2), []);
        await database.Get<CheckRemovals>().RunAsync(default);

        var page = await ListAsync(RemovalShow.Overruled);
        Assert.Equal((2, 2, 0, 0, 0, 0), (page.Counts.Decided, page.Counts.Overruled, page.Counts.Open, page.Counts.Verified, page.Counts.Waived, page.Counts.Cancelled));
        Assert.Equal((0, 0), ((await ListAsync(RemovalShow.WaitsForPerson)).Total, (await ListAsync(RemovalShow.Open)).Total));
        Assert.Equal(0, (await database.Get<DescribeActor>().RunAsync(world.World.As("Owen"), default)).OpenRemovals);
        Assert.All(page.Rows, r =>
        {
            Assert.EndsWith(": certified by Mia on 24 Nov 2026. Owen said on 24 Nov 2026 that this holds.", r.Overruled, StringComparison.Ordinal);
            Assert.StartsWith("C2-", r.Overruled, StringComparison.Ordinal);
            Assert.Equal((null, false, false, false, "A newer signed decision keeps the access"), (r.KeptSince, r.MayNote, r.MayAssign, r.Late, r.Proof));
        });
    }

    [Theory]
    [InlineData("Owen", null)]
    [InlineData("Noa", null)] // Another campaign owner.
    [InlineData("Ada", Problem.DeniedCode)] // An administrator.
    [InlineData("Mia", Problem.DeniedCode)] // Who decided, in both campaigns.
    [InlineData("Zoe", Problem.DeniedCode)] // A campaign owner whose own account it is.
    public async Task A_campaign_owner_ends_it_as_the_page_offers_but_never_about_their_own_access(string who, string? refused)
    {
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        await world.World.GrantAsync("Zoe", Role.CampaignOwner);
        await world.KeepAsync(2);
        var (zoes, mayEnd) = await ZoesAsync(who);
        Assert.Equal(refused is null, mayEnd);
        Assert.Equal(refused, (await OverruleAsync(who, zoes)).Problem?.Code);
        Assert.Equal(refused is null ? RemovalState.Overruled : RemovalState.WaitingForPerson, (await world.RemovalsAsync())[zoes - 1].State);
    }

    [Fact]
    public async Task The_page_names_the_newer_decision_before_and_who_said_that_it_holds_afterwards()
    {
        await world.KeepAsync(2);
        var before = await StoryAsync();
        Assert.Equal((2, null, true, null), (before!.Campaign, before.EndedBy, before.MayEnd, before.WhyNot));
        (await OverruleAsync("Owen", 1)).Require();
        var after = await StoryAsync();
        Assert.Equal((before.Campaign, before.Said, before.At, "Owen", false), (after!.Campaign, after.Said, after.At, after.EndedBy, after.MayEnd));
        await using var db = database.Look();
        var said = await db.AuditEvents.SingleAsync(e => e.Type == nameof(RemovalsOverruled));
        var newer = await db.Decisions.SingleAsync(d => d.Id == EventJson.Read<RemovalsOverruled>(said).DecisionIds[0]);
        Assert.Equal((DecisionKind.Certify, before.At, after.EndedAt), (newer.Kind, newer.At, said.At));

        async Task<RemovalStory.Newer?> StoryAsync() =>
            (await database.Get<RemovalStory>().RunAsync(world.World.As("Owen"), (await world.RemovalsAsync())[0].Id, default)).Require().Newer;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_a_newer_decision_that_is_signed_and_closed_it_is_not_ended(bool open)
    {
        if (open)
        {
            await world.KeepAsync(2, close: false);
        }

        Assert.Equal("removal.not-kept", (await OverruleAsync("Owen", 1)).Problem?.Code);
    }

    [Fact]
    public async Task What_a_run_carries_out_or_the_product_has_taken_away_is_not_ended_until_a_reading_shows_it()
    {
        await world.KeepAsync(2);
        var removal = (await world.RemovalsAsync())[0].Id;
        await UnderWayAsync($$"""{"RemovalId":{{removal}}}""");
        Assert.Equal("removal.under-way", (await OverruleAsync("Owen", 1)).Problem?.Code);
        await UnderWayAsync("{}");
        await world.Run((scope, _) => Task.FromResult(scope.Add(new RemovalAttempt
        {
            Id = scope.NewId(), RemovalId = removal, ConnectionId = 1, Act = AttemptAct.Account, Target = "sami", At = scope.At, Result = AttemptResult.Unproven, Why = "It fell silent.",
        })));
        Assert.Equal("removal.taken", (await OverruleAsync("Owen", 1)).Problem?.Code);
        database.Time.Advance(TimeSpan.FromDays(1));
        await world.ReadAsync(database.Time.Now(), [new TestAccount("Sami", Groups: ["Growth"]), new TestAccount("Zoe", Role: "Admin")]);
        await database.Get<CheckRemovals>().RunAsync(default);
        (await OverruleAsync("Owen", 1)).Require();
        Assert.Equal("R1 is overruled; there is nothing to overrule.", (await OverruleAsync("Owen", 1)).Problem?.Sentence);
    }

    [Fact]
    public async Task What_somebody_notes_as_done_is_not_ended_before_they_take_that_back()
    {
        await world.KeepAsync(2);
        long[] removal = [(await world.RemovalsAsync())[0].Id];
        (await database.Get<NoteDone>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), new HandWork(removal, world.World["Owen"], new DateOnly(2026, 11, 24), ""), default)).Require();
        Assert.Equal("R1 is noted as done on 24 Nov 2026, and no reading of a later day tells yet. If it was not done, take the note back first.", (await OverruleAsync("Owen", 1)).Problem?.Sentence);
        (await database.Get<TakeBackNote>().RunAsync(Guid.NewGuid(), world.World.As("Owen"), removal, default)).Require();
        (await OverruleAsync("Owen", 1)).Require();
    }

    [Fact]
    public async Task The_evidence_says_which_decision_by_whom_and_when_and_still_adds_up()
    {
        await database.DisposeAsync();
        database = await TestDatabase.CreateAsync();
        world = await RevokedWorld.CreateAsync(database);
        await world.CloseByDeadlineAsync();
        database.Time.Advance(TimeSpan.FromDays(1));
        await world.KeepAsync(2);
        var all = await world.RemovalsAsync();
        (await OverruleAsync("Owen", [.. all.Select(r => r.Number)])).Require();
        Assert.Empty(await FindingsAsync());
        await using (var db = database.Look())
        {
            Assert.All(await CampaignChecks.OutcomesAsync(db, await db.Campaigns.SingleAsync(c => c.Number == 1), default), c => Assert.Equal((CheckResult.Pass, c.CountA), (c.Result, c.CountB)));
        }

        using var book = await CampaignWorkbook.OfAsync(database, 1);
        Assert.Equal(all.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), book.Said("Overruled"));
        Assert.Equal(all.Count, book["Removals"].Rows().Count());
        Assert.All(book["Removals"].Rows(), r =>
        {
            Assert.Equal(("Overruled", "Owen", "does not apply"), (r["State"], r["Overruled by"], r["Within due date"]));
            Assert.Matches("^C2-[0-9]{6}: certified by ", r["Newer decision"]!);
            Assert.NotEqual("", r["Overruled (UTC)"]);
            Assert.NotEqual("", r["Newer decision made (UTC)"]);
        });
        var history = book["Removal history"].Rows().Where(r => r["What"] == "Overruled by a newer decision").ToList();
        Assert.Equal(all.Count, history.Count);
        Assert.All(history, r => Assert.Equal("Owen", r["By"]));
        (await database.Get<TakeOutOfScope>().RunAsync(Guid.NewGuid(), world.World.As("Ada"), world.World.ApplicationId, null, "It is used no more", default)).Require();
    }

    [Fact]
    public async Task A_still_newer_revoke_brings_a_removal_of_its_own()
    {
        await world.KeepAsync(2);
        (await OverruleAsync("Owen", 1, 2)).Require();
        database.Time.Advance(TimeSpan.FromDays(1));
        await world.World.LaunchAsync(number: 3);
        await world.CloseByDeadlineAsync(3);
        var removals = await world.RemovalsAsync();
        Assert.Equal([RemovalState.Overruled, RemovalState.Overruled], removals.Take(2).Select(r => r.State));
        Assert.All(removals.Take(2), o => Assert.Single(removals, r => r.AccountId == o.AccountId && r.GroupId == null && r.State == RemovalState.WaitingForPerson));
        Assert.Empty(await FindingsAsync());
    }

    [Fact]
    public async Task The_sign_off_behind_it_may_be_withdrawn_still_and_a_campaign_given_up_leaves_it_as_it_ended()
    {
        await world.KeepAsync(2);
        (await OverruleAsync("Owen", 1, 2)).Require();
        await using (var db = database.Look())
        {
            Assert.Empty((await CancelRemovals.OfCampaignAsync(db, await db.Campaigns.Where(c => c.Number == 1).Select(c => c.Id).SingleAsync(), default)).Cancelled);
        }

        (await database.Get<WithdrawSignOff>().RunAsync(Guid.NewGuid(), world.World.As("Mia"), signOff, "They looked at it once more.", default)).Require();
        Assert.All(await world.RemovalsAsync(), r => Assert.Equal(RemovalState.Cancelled, r.State));
        Assert.Empty(await FindingsAsync());
    }

    // Of removals alone: the deadline of the world is the test's own, of which no event speaks.
    private async Task<List<string>> FindingsAsync() =>
        [.. (await database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings.Select(f => f.Code).Where(c => c.StartsWith("removal.", StringComparison.Ordinal))];

    private async Task<(int Number, bool MayEnd)> ZoesAsync(string who)
    {
        await using var db = database.Look();
        var zoe = await db.AccountRecords.Where(r => r.Name == "Zoe").Select(r => r.AccountId).FirstAsync();
        var removal = (await world.RemovalsAsync()).Single(r => r.AccountId == zoe);
        return (removal.Number, (await database.Get<RemovalStory>().RunAsync(world.World.As(who), removal.Id, default)).Value?.Newer?.MayEnd == true);
    }

    private async Task UnderWayAsync(string mark) => await database.Get<OperationalWrites>().RunAsync(async (db, token) =>
    {
        await db.Works.Where(w => w.Kind == CarryOutRemovals.Kind).ExecuteDeleteAsync(token);
        db.Add(new Work { Kind = CarryOutRemovals.Kind, UniqueKey = CarryOutRemovals.Kind, Arguments = mark, AskedBy = Actor.Product.Key, AskedAt = database.Time.Now(), State = WorkState.Waiting });
        return Done.Yes;
    }, default);

    private async Task<Outcome<Done>> OverruleAsync(string by, params int[] numbers)
    {
        long[] ids = [.. (await world.RemovalsAsync()).Where(r => numbers.Contains(r.Number)).Select(r => r.Id)];
        return await database.Get<OverruleRemovals>().RunAsync(Guid.NewGuid(), world.World.As(by), ids, default);
    }

    private async Task<RemovalPage> ListAsync(RemovalShow show) => (await database.Get<RemovalList>().RunAsync(world.World.As("Owen"), new RemovalFilter(show), 0, 10, default)).Require();
}
