using AccessReview.Core;
using AccessReview.Core.Persistence;
using AccessReview.Core.Tests.Journeys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>A campaign is held again: its owner says when, finds the draft ready before its day, and a cycle that nobody launched is shown as missed.</summary>
public sealed class NextQuarterJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task The_next_quarter_is_planned_prepared_and_shown_as_missed_where_nobody_launches_it()
    {
        await App.LaunchSampleAsync();
        var owner = await SignInAsync("Dmitri", Links.Campaign(1));
        await owner.GetByRole(AriaRole.Link, new() { Name = "Hold it again" }).ClickAsync();
        await Assertions.Expect(owner.GetByText("It is not held again yet.")).ToBeVisibleAsync();
        await Assertions.Expect(owner.Locator("#next-unit")).ToHaveValueAsync("Quarters");

        // A step of months has other days, and the page says which before anything is saved.
        await owner.Locator("#next-unit").SelectOptionAsync("Months");
        await Assertions.Expect(owner.Locator("table tbody tr")).ToHaveCountAsync(4);
        await owner.Locator("#next-unit").SelectOptionAsync("Weeks");
        await owner.Locator("#next-every").FillAsync("6");
        await owner.Locator("#next-launch").FillAsync("2027-01-11");
        await Assertions.Expect(owner.Locator("table tbody tr td:nth-child(3)")).ToHaveTextAsync(["Mon 11 Jan 2027", "Mon 22 Feb 2027", "Mon 5 Apr 2027", "Mon 17 May 2027"]);
        await owner.Locator("#next-every").FillAsync("1");
        await owner.Locator("#next-unit").SelectOptionAsync("Quarters");
        await owner.Locator("#next-series").FillAsync("Heap");
        await owner.Locator("#next-start").FillAsync("2027-01-01");
        await owner.Locator("#next-end").FillAsync("2027-03-31");
        await Assertions.Expect(owner.Locator("table tbody tr").First).ToContainTextAsync("Heap, Q1 2027");
        await Assertions.Expect(owner.Locator("table tbody tr").Last).ToContainTextAsync("Heap, Q4 2027");
        await owner.Locator("#next-open").FillAsync("200");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Hold it again" }).ClickAsync();
        await Assertions.Expect(owner.Locator(".notice")).ToContainTextAsync("open for 1 to 84 days");
        await owner.Locator("#next-open").FillAsync("14");
        await PictureAsync(owner, "next-form");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Hold it again" }).ClickAsync();
        await Assertions.Expect(owner.GetByText("Saved.")).ToBeVisibleAsync();
        await AccessibleAsync(owner);
        await PictureAsync(owner, "next-set");
        await OpenAsync(owner, Links.Campaign(1));
        await Assertions.Expect(owner.Locator(".card", new() { HasText = "The next one" })).ToContainTextAsync("held every quarter");
        await PictureAsync(owner, "next-card");

        await OpenAsync(owner, Links.Campaign(1, "since"));
        await Assertions.Expect(owner.GetByText("Not read again since")).ToBeVisibleAsync();
        await AccessibleAsync(owner);
        await PictureAsync(owner, "campaign-since");

        var (launch, due) = await NextAsync();
        await ClockAsync(launch.AddDays(-14));
        owner = await SignInAsync("Dmitri");
        await Assertions.Expect(owner.GetByText("is prepared, to be launched on")).ToBeVisibleAsync();
        await OpenAsync(owner, Links.Campaigns());
        var coming = owner.Locator("table.coming tbody tr");
        await Assertions.Expect(coming.First).ToContainTextAsync("prepared");
        await PictureAsync(owner, "next-prepared");
        await coming.First.GetByRole(AriaRole.Link).ClickAsync();
        await Assertions.Expect(owner.Locator(".gates li.no").First).ToContainTextAsync("days ago");
        await PictureAsync(owner, "next-draft");

        await ClockAsync(due.AddDays(1));
        owner = await SignInAsync("Dmitri", Links.Campaigns());
        await Assertions.Expect(owner.Locator("table.coming tbody tr").First).ToContainTextAsync("missed");
        await AccessibleAsync(owner);
        await PictureAsync(owner, "next-missed");
    }

    [Fact]
    public async Task A_campaign_that_launches_itself_is_open_on_its_day_and_its_owner_did_nothing()
    {
        var team = new MonasTeam(App);
        await team.FoundAsync();
        await team.LaunchAsync("Heap, Q4 2026");
        var reviewers = new Reviewers(App.Services, 1);
        await reviewers.DecideAllAsync(new HashSet<string>());
        await reviewers.SignAllAsync();
        await team.CloseAsync(1);
        var owner = await SignInAsync("Olga", Links.NextCampaign(1));
        await owner.GetByRole(AriaRole.Radio, new() { NameString = "by itself on its day" }).CheckAsync();
        await owner.GetByRole(AriaRole.Button, new() { Name = "Hold it again" }).ClickAsync();
        await Assertions.Expect(owner.GetByText("Saved.")).ToBeVisibleAsync();

        var (launch, _) = await NextAsync();
        await ClockAsync(launch.AddDays(-2));
        owner = await SignInAsync("Olga", Links.Campaigns());
        await Assertions.Expect(owner.Locator("table.coming tbody tr").First).ToContainTextAsync("itself");
        await ClockAsync(launch);
        owner = await SignInAsync("Olga", Links.Campaign(2));
        await Assertions.Expect(owner.Locator(".line .chip").First).ToHaveTextAsync("Draft");
        await team.ReadAsync();
        await ClockAsync(launch);
        await OpenAsync(owner, Links.Campaign(2));
        await Assertions.Expect(owner.Locator(".line .chip").First).ToHaveTextAsync("Active");
        await Assertions.Expect(owner.GetByRole(AriaRole.Row, new() { NameString = "Mona" })).ToContainTextAsync("120");
    }

    [Fact]
    public async Task The_next_one_drafted_by_hand_is_named_and_led_to_wherever_it_would_be_missed_and_not_drafted_again()
    {
        var team = new MonasTeam(App);
        await team.FoundAsync();
        await team.LaunchAsync("Heap, Q3 2026");
        var owner = await SignInAsync("Olga", Links.NextCampaign(1));
        await owner.GetByRole(AriaRole.Button, new() { Name = "Draft the next one now" }).ClickAsync();
        await owner.IsAtAsync(Links.Plan(2));
        await using var db = App.Get<Databases>().CreateDbContext();
        var name = await db.Campaigns.Where(c => c.Number == 2).Select(c => c.Name).SingleAsync();

        await OpenAsync(owner, Links.Campaign(1));
        var card = owner.Locator(".card", new() { HasText = "The next one" });
        await Assertions.Expect(card).ToContainTextAsync($"{name} is drafted.");
        await Assertions.Expect(card.GetByRole(AriaRole.Link, new() { Name = name })).ToHaveAttributeAsync("href", Links.Campaign(2));
        await OpenAsync(owner, Links.Close(1));
        var line = owner.Locator(".checklist li.done", new() { HasText = $"The next one, {name}, is drafted." });
        await Assertions.Expect(line.GetByRole(AriaRole.Link)).ToHaveAttributeAsync("href", Links.Campaign(2));
        await OpenAsync(owner, Links.NextCampaign(1));
        await Assertions.Expect(owner.GetByText($"The next one, {name}, is drafted.")).ToBeVisibleAsync();
        await Assertions.Expect(owner.GetByRole(AriaRole.Button, new() { Name = "Draft the next one now" })).ToHaveCountAsync(0);
        await owner.GetByRole(AriaRole.Link, new() { Name = $"Go to {name}" }).ClickAsync();
        await Assertions.Expect(owner.Locator("h1")).ToHaveTextAsync(name);
    }

    private async Task<(DateOnly Launch, DateOnly Due)> NextAsync()
    {
        await using var db = App.Get<Databases>().CreateDbContext();
        var next = (await db.CampaignSchedules.SingleAsync()).Dates(1);
        return (next.Launch, next.Due);
    }

    private async Task ClockAsync(DateOnly day)
    {
        App.Clock.Set(day.ToDateTime(new TimeOnly(12, 0)));
        await App.Get<FollowUps>().RunAsync(default);
    }
}
