using AccessReview.Core.Audit;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Removals;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.Evidence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Removals;

/// <summary>Access that stays for a time although its removal was decided: asked for by one, approved by another, and over by itself.</summary>
public sealed class WaiverTests
{
    private static readonly DateOnly Until = new(2026, 12, 31);

    private static async Task<(RevokedWorld World, Removal Removal)> OneAsync(TestDatabase database)
    {
        var world = await RevokedWorld.CreateAsync(database);
        await world.World.GrantAsync("Noa", Role.CampaignOwner);
        await world.RevokeAsync("Sami");
        await world.SignOffAsync("Sami");
        return (world, (await world.RemovalsAsync())[0]);
    }

    private static Task<Outcome<long>> AskAsync(TestDatabase database, RevokedWorld world, string by, long removal, DateOnly? until = null, string reason = "The handover takes until then") =>
        database.Get<AskForWaiver>().RunAsync(Guid.NewGuid(), world.World.As(by), removal, until ?? Until, reason, CancellationToken.None);

    private static Task<Outcome<Done>> AnswerAsync(TestDatabase database, RevokedWorld world, string by, long waiver, bool approve = true) =>
        database.Get<AnswerWaiver>().RunAsync(Guid.NewGuid(), world.World.As(by), waiver, approve, CancellationToken.None);

    private static async Task<RemovalState> StateAsync(RevokedWorld world) => (await world.RemovalsAsync())[0].State;

    private static Task CheckAsync(TestDatabase database) => database.Get<CheckRemovals>().RunAsync(CancellationToken.None);

    private static async Task PassAsync(TestDatabase database, DateOnly day)
    {
        database.Time.SetUtcNow(new DateTimeOffset(day.ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero));
        await database.Get<EndWaivers>().RunAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Asking_changes_nothing_until_another_person_with_a_say_approves()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (world, removal) = await OneAsync(database);
        var waiver = (await AskAsync(database, world, "Owen", removal.Id)).Require();
        Assert.Equal(RemovalState.WaitingForPerson, await StateAsync(world));

        Assert.Equal("A waiver is never answered by the one who asked for it.", (await AnswerAsync(database, world, "Owen", waiver)).Problem?.Sentence);
        Assert.Equal(Problem.DeniedCode, (await AnswerAsync(database, world, "Zoe", waiver)).Problem?.Code);
        (await AnswerAsync(database, world, "Noa", waiver)).Require();
        Assert.Equal(RemovalState.Waived, await StateAsync(world));
        Assert.Equal("waiver.answered", (await AnswerAsync(database, world, "Noa", waiver)).Problem?.Code);
    }

    [Fact]
    public async Task Nobody_answers_a_waiver_of_their_own_access()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (world, removal) = await OneAsync(database);
        await world.World.GrantAsync("Sami", Role.CampaignOwner);
        var waiver = (await AskAsync(database, world, "Owen", removal.Id)).Require();
        Assert.Equal("Nobody decides about their own access.", (await AnswerAsync(database, world, "Sami", waiver)).Problem?.Sentence);
    }

    [Theory]
    [InlineData("matched by hand since", "Noa", "Mia", "Nobody decides about their own access.")]
    [InlineData("matched by them", "Zoe", "Noa", "You matched or declared this account, or answer for it, so somebody else answers.")]
    [InlineData("declared with them as its owner", "Noa", "Mia", "You matched or declared this account, or answer for it, so somebody else answers.")]
    [InlineData("one of several", "Noa", "", "Nobody decides about their own access.")]
    public async Task Nor_does_anybody_whose_it_could_be_or_who_says_whose_it_is(string how, string person, string by, string sentence)
    {
        await using var database = await TestDatabase.CreateAsync();
        var (world, removal) = await OneAsync(database);
        await world.Run(async (scope, cancel) =>
        {
            var item = await scope.Db.ReviewItems.SingleAsync(i => i.Id == removal.ItemId, cancel);
            var (id, author) = (scope.NewId(), by.Length == 0 ? "" : world.World.As(by).Key);
            switch (how)
            {
                case "one of several":
                    var assessed = scope.Db.Entry(await scope.Db.AssessedAccounts.AsTracking().SingleAsync(a => a.Id == item.AssessedAccountId, cancel));
                    assessed.Property(a => a.Match).CurrentValue = MatchKind.Several;
                    assessed.Property(a => a.Facts).CurrentValue = new FindingFacts { Candidates = [world.World["Zoe"], world.World[person]] }.ToJson();
                    break;
                case "declared with them as its owner":
                    scope.Add(new Declaration { Id = id, AccountId = item.AccountId, Kind = DeclaredKind.Service, OwnerId = world.World[person], PurposeId = 1, By = author, At = scope.At });
                    break;
                default:
                    scope.Add(new HandMatch { Id = id, AccountId = item.AccountId, PersonId = world.World[person], ReasonId = 1, By = author, At = scope.At });
                    break;
            }
        });
        var waiver = (await AskAsync(database, world, "Owen", removal.Id)).Require();
        Assert.Equal(sentence, (await AnswerAsync(database, world, "Noa", waiver)).Problem?.Sentence);
        Assert.False(Assert.Single((await database.Get<RemovalStory>().RunAsync(world.World.As("Noa"), removal.Id, CancellationToken.None)).Require().Waivers).MayAnswer);
    }

    [Fact]
    public async Task A_refused_waiver_leaves_the_removal_open_and_another_may_be_asked_for()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (world, removal) = await OneAsync(database);
        var waiver = (await AskAsync(database, world, "Owen", removal.Id)).Require();
        Assert.Equal("waiver.asked", (await AskAsync(database, world, "Noa", removal.Id)).Problem?.Code);
        (await AnswerAsync(database, world, "Noa", waiver, approve: false)).Require();
        Assert.Equal(RemovalState.WaitingForPerson, await StateAsync(world));
        Assert.True((await AskAsync(database, world, "Owen", removal.Id)).IsOk);
    }

    [Fact]
    public async Task The_workbook_tells_every_waiver_that_was_asked_for_and_what_was_answered()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (world, removal) = await OneAsync(database);
        (await AnswerAsync(database, world, "Noa", (await AskAsync(database, world, "Owen", removal.Id, reason: "The first try")).Require(), approve: false)).Require();
        (await AnswerAsync(database, world, "Noa", (await AskAsync(database, world, "Owen", removal.Id, Until.AddDays(1), "The second try")).Require())).Require();
        await PassAsync(database, Until.AddDays(2));
        (await AnswerAsync(database, world, "Owen", (await AskAsync(database, world, "Noa", removal.Id, Until.AddDays(9), "The third try")).Require())).Require();

        using var book = await CampaignWorkbook.OfAsync(database, 1);
        Assert.Equal(
            [
                ("Waiver asked for", "Owen", "The first try"), ("Waiver refused", "Noa", "does not apply"),
                ("Waiver asked for", "Owen", "The second try"), ("Waiver approved", "Noa", "does not apply"),
                ("Waiver asked for", "Noa", "The third try"), ("Waiver approved", "Owen", "does not apply"),
            ],
            book["Removal history"].Rows().Select(r => (r["What"], r["By"], r["Reason"])));
        Assert.Equal([Until, Until, Until.AddDays(1), Until.AddDays(1), Until.AddDays(9), Until.AddDays(9)], book["Removal history"].Rows().Select(r => DateOnly.FromDateTime(DateTime.FromOADate(RawTab.Day(r["Until"])))));
        Assert.Equal("The third try", book["Removals"].Rows().Single()["Waiver reason"]);
    }

    [Theory]
    [InlineData("2026-11-23", "It is needed", "waiver.until")]
    [InlineData("2027-11-24", "It is needed", "waiver.until")]
    [InlineData("2026-12-31", " x ", "waiver.reason")]
    public async Task It_needs_a_reason_and_a_last_day_within_a_year(string until, string reason, string code)
    {
        await using var database = await TestDatabase.CreateAsync();
        var (world, removal) = await OneAsync(database);
        Assert.Equal(code, (await AskAsync(database, world, "Owen", removal.Id, DateOnly.Parse(until, System.Globalization.CultureInfo.InvariantCulture), reason)).Problem?.Code);
    }

    [Fact]
    public async Task The_day_after_its_last_day_the_removal_waits_for_a_person_again_and_is_told()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (world, removal) = await OneAsync(database);
        (await AnswerAsync(database, world, "Noa", (await AskAsync(database, world, "Owen", removal.Id)).Require())).Require();

        await PassAsync(database, Until);
        Assert.Equal(RemovalState.Waived, await StateAsync(world));
        await PassAsync(database, Until.AddDays(1));
        Assert.Equal(RemovalState.WaitingForPerson, await StateAsync(world));

        await using var db = database.Look();
        Assert.Equal(1, await db.AuditEvents.CountAsync(e => e.Type == nameof(WaiversEnded)));
        var ended = (await database.Get<RemovalList>().RunAsync(world.World.As("Owen"), new RemovalFilter(RemovalShow.WaiverEnded), 0, 10, CancellationToken.None)).Require();
        Assert.Equal((removal.Number, 1), (Assert.Single(ended.Rows).Number, ended.Counts.WaiversEnded));
        await PassAsync(database, Until.AddDays(2));
        Assert.Equal(1, await db.AuditEvents.CountAsync(e => e.Type == nameof(WaiversEnded)));
    }

    [Fact]
    public async Task A_reading_that_still_shows_what_is_waived_counts_once_the_waiver_is_over()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (world, removal) = await OneAsync(database);
        (await AnswerAsync(database, world, "Noa", (await AskAsync(database, world, "Owen", removal.Id)).Require())).Require();
        await world.ReadAsync(new DateTime(2026, 11, 25, 8, 0, 0, DateTimeKind.Utc), [new TestAccount("Sami")]);
        await CheckAsync(database);
        Assert.Equal(RemovalState.Waived, await StateAsync(world));
        await PassAsync(database, Until.AddDays(1));
        Assert.Equal(RemovalState.StillPresent, await StateAsync(world));
    }

    [Fact]
    public async Task What_is_waived_and_goes_all_the_same_is_verified()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (world, removal) = await OneAsync(database);
        (await AnswerAsync(database, world, "Noa", (await AskAsync(database, world, "Owen", removal.Id)).Require())).Require();
        await world.ReadAsync(new DateTime(2026, 11, 25, 8, 0, 0, DateTimeKind.Utc), []);
        await CheckAsync(database);
        Assert.Equal(RemovalState.Verified, await StateAsync(world));
    }

    [Fact]
    public async Task The_chain_covers_what_was_asked_and_answered_and_finds_a_waiver_that_nobody_approved()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (world, removal) = await OneAsync(database);
        var waiver = (await AskAsync(database, world, "Owen", removal.Id)).Require();
        (await AnswerAsync(database, world, "Noa", waiver, approve: false)).Require();
        var sound = (await database.Get<VerifyChain>().RunAsync(Actor.Product, null, CancellationToken.None)).Require();
        Assert.True(sound.IsSound, string.Join('\n', sound.Findings.Select(f => f.Sentence)));

        await world.Run(async (scope, _) =>
        {
            var one = await scope.Db.Removals.AsTracking().SingleAsync();
            (one.State, one.WaiverId) = (RemovalState.Waived, waiver);
        });
        var found = (await database.Get<VerifyChain>().RunAsync(Actor.Product, null, CancellationToken.None)).Require();
        Assert.Equal(["removal.state", "removal.waived"], found.Findings.Select(f => f.Code));
    }

    [Fact]
    public async Task The_story_tells_each_reader_what_they_may_do()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (world, removal) = await OneAsync(database);
        async Task<RemovalStory.Facts> StoryAsync(string by) => (await database.Get<RemovalStory>().RunAsync(world.World.As(by), removal.Id, CancellationToken.None)).Require();
        Assert.True((await StoryAsync("Owen")).MayAsk);
        await AskAsync(database, world, "Owen", removal.Id);
        Assert.False((await StoryAsync("Owen")).MayAsk);
        Assert.False(Assert.Single((await StoryAsync("Owen")).Waivers).MayAnswer);
        Assert.True(Assert.Single((await StoryAsync("Noa")).Waivers).MayAnswer);
        Assert.Equal(("Owen", "The handover takes until then"), (await StoryAsync("Noa")).Waivers.Select(w => (w.AskedBy, w.Reason)).Single());
    }

    [Theory]
    [InlineData(LastUsedState.Known, 1, LaterUse.Yes)]
    [InlineData(LastUsedState.Known, -1, LaterUse.No)]
    [InlineData(LastUsedState.Never, null, LaterUse.No)]
    [InlineData(LastUsedState.NotKnown, null, LaterUse.NotKnown)]
    [InlineData(LastUsedState.NotGiven, null, LaterUse.NotKnown)]
    [InlineData(null, null, LaterUse.NotKnown)]
    public void Use_after_the_decision_is_yes_no_or_not_known(LastUsedState? state, int? hoursAfter, LaterUse expected)
    {
        var decided = new DateTime(2026, 11, 23, 9, 0, 0, DateTimeKind.Utc);
        Assert.Equal(expected, RemovalRules.UsedAfter(decided, state, hoursAfter is { } hours ? decided.AddHours(hours) : null, TimeZoneInfo.Utc));
    }

    [Theory]
    [InlineData("UTC", 9, 11, LaterUse.No)]
    [InlineData("UTC", 9, 12, LaterUse.NotKnown)]
    [InlineData("UTC", 9, 13, LaterUse.Yes)]
    [InlineData("America/Los_Angeles", 2, 11, LaterUse.NotKnown)] // Decided in the evening of the 11th there.
    [InlineData("America/Los_Angeles", 2, 12, LaterUse.NotKnown)]
    [InlineData("America/Los_Angeles", 2, 10, LaterUse.No)]
    [InlineData("America/Los_Angeles", 2, 13, LaterUse.Yes)]
    public void Of_a_use_of_which_the_day_alone_is_known_the_day_of_the_decision_tells_nothing(string zone, int hour, int day, LaterUse expected) =>
        Assert.Equal(expected, RemovalRules.UsedAfter(
            new DateTime(2026, 3, 12, hour, 0, 0, DateTimeKind.Utc), LastUsedState.Known, new DateTime(2026, 3, day, 0, 0, 0, DateTimeKind.Utc), TimeZoneInfo.FindSystemTimeZoneById(zone)));
}
