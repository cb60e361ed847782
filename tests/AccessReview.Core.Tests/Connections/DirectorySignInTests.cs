using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests.Evidence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>When people last signed in to a directory itself: a fact with its source and its age wherever somebody looks at them, and the cause of nothing.</summary>
public sealed class DirectorySignInTests : ConnectedTests
{
    private const string At = "Last sign-in to a directory (UTC)";
    private const string State = "Directory sign-in state";

    private long okta;

    [Fact]
    public async Task It_stands_beside_the_last_use_of_the_application_and_says_that_it_says_nothing_of_that()
    {
        var (at, number) = await LaunchedAsync();
        var facts = await FactsAsync(number, "Sami");
        var place = facts.FindIndex(f => f.Label == "Last sign-in to Okta");
        Assert.Equal("Last used", facts[place - 1].Label);
        Assert.Equal(($"{Clock.Said(DateOnly.FromDateTime(at))}, 12 days before the reading; it says nothing of Heap", "Okta"), (facts[place].Value, facts[place].Source));
        Assert.Equal(database.Time.Now(), facts[place].AsOf!.Value, TimeSpan.FromMinutes(1));

        var zoe = (await FactsAsync(number, "Zoe")).Single(f => f.Label == "Last sign-in to Okta");
        Assert.Equal((null, "Okta"), (zoe.Value, zoe.Source));
    }

    [Fact]
    public async Task A_persons_page_says_it_with_the_directory_and_of_when_its_reading_is()
    {
        var (at, _) = await LaunchedAsync();
        var signIn = Assert.Single((await PageAsync("Sami")).SignIns);
        Assert.Equal(("Last sign-in to Okta", $"{Clock.Said(DateOnly.FromDateTime(at))}, 12 days before the reading"), (signIn.Label, signIn.Words));
        Assert.Equal(database.Time.Now(), signIn.AsOf, TimeSpan.FromMinutes(1));
        Assert.Null(Assert.Single((await PageAsync("Zoe")).SignIns).Words);
    }

    [Fact]
    public async Task The_sheet_Decisions_says_it_by_the_readings_under_the_campaign_and_not_by_later_ones()
    {
        var (at, number) = await LaunchedAsync();
        world.Okta.LastLogins["00uSami"] = database.Time.Now();
        world.Okta.LastLogins["00uZoe"] = database.Time.Now();
        await world.ReadAsync(okta);

        using var book = await CampaignWorkbook.OfAsync(database, number);

        var rows = book["Decisions"].Rows().Where(r => r["Item is"] == "account").ToDictionary(r => r["Person"]!);
        Assert.Equal(at, DateTime.FromOADate(RawTab.Day(rows["Sami"][At])));
        Assert.Equal(("known, Okta", "not known, Okta"), (rows["Sami"][State], rows["Zoe"][State]));
        Assert.Null(rows["Zoe"].GetValueOrDefault(At));
    }

    [Fact]
    public async Task Where_no_directory_says_anything_of_it_neither_does_the_product()
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        var number = await LaunchAsync();
        Assert.DoesNotContain(await FactsAsync(number, "Sami"), f => f.Label.StartsWith("Last sign-in", StringComparison.Ordinal));
        Assert.Empty((await PageAsync("Sami")).SignIns);
        using var book = await CampaignWorkbook.OfAsync(database, number);
        Assert.All(book["Decisions"].Rows(), r => Assert.Equal(("not given by any directory", null), (r[State], r.GetValueOrDefault(At))));
    }

    [Fact]
    public async Task Nobody_is_dormant_or_recommended_for_anything_by_it()
    {
        world.Okta.LastLogins["00uSami"] = database.Time.Now().AddYears(-2);
        await world.ReadAsync(await world.ConnectHeapAsync());
        await world.ReadAsync(await world.ConnectOktaAsync());
        await LaunchAsync();
        await using var db = database.Look();
        var sami = await db.AssessedAccounts.Where(a => a.PersonId == world.World["Sami"]).OrderByDescending(a => a.Id).FirstAsync();
        Assert.Equal((Finding.None, Recommendation.None), (sami.Findings & Finding.Dormant, sami.Recommendation));
    }

    [Theory]
    [InlineData(LastUsedState.Known, "2026-11-20T01:00:00Z", "20 Nov 2026, the day of the reading")]
    [InlineData(LastUsedState.Known, "2026-11-21T01:00:00Z", "21 Nov 2026, the day of the reading")]
    [InlineData(LastUsedState.Known, "2026-11-19T23:59:00Z", "19 Nov 2026, 1 day before the reading")]
    [InlineData(LastUsedState.Never, null, "never")]
    [InlineData(LastUsedState.NotKnown, null, null)]
    public void Never_and_not_known_are_told_apart_and_an_age_is_told_in_days(LastUsedState state, string? at, string? words) => Assert.Equal(
        words,
        new DirectorySignIn("Okta", new DateTime(2026, 11, 20, 23, 59, 30, DateTimeKind.Utc), state, at is null ? null : DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime).Words);

    /// <summary>A campaign before which Sami had signed in to Okta twelve days ago, and of nobody else it is known.</summary>
    private async Task<(DateTime At, int Number)> LaunchedAsync()
    {
        var at = database.Time.Now().AddDays(-12);
        world.Okta.LastLogins["00uSami"] = at;
        await world.ReadAsync(await world.ConnectHeapAsync());
        await world.ReadAsync(okta = await world.ConnectOktaAsync());
        return (at, await LaunchAsync());
    }

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

    private async Task<List<StoryFact>> FactsAsync(int campaign, string holder)
    {
        await using var db = database.Look();
        var turn = await (from t in db.ReviewTurns
                          join item in db.ReviewItems on t.ItemId equals item.Id
                          where item.HolderId == world.World[holder] && item.GroupId == null && db.Campaigns.Any(c => c.Id == item.CampaignId && c.Number == campaign)
                          select t).SingleAsync();
        return [.. (await database.Get<ItemStory>().RunAsync(Actor.Demo(turn.ReviewerId), turn.Id, CancellationToken.None)).Require().Facts];
    }

    private async Task<PersonPage.Facts> PageAsync(string who) => (await database.Get<PersonPage>().RunAsync(world.Ada, world.World[who], CancellationToken.None)).Require();
}
