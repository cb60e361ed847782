using AccessReview.Core;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Tests.Extracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>The application is read again while its campaign is open; what is new comes before reviewers as a second wave.</summary>
public sealed class AddendumJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task Accounts_that_appeared_while_a_campaign_is_open_are_planned_as_an_addendum()
    {
        var heap = await App.LaunchSampleAsync();
        App.Clock.Advance(TimeSpan.FromDays(2));
        await ReadAgainAsync(heap);
        var owner = await SignInAsync("Dmitri", Links.Campaign(1, "since"));
        await Assertions.Expect(owner.GetByRole(AriaRole.Heading, new() { Name = "8 accounts appeared since the launch" })).ToBeVisibleAsync();
        await PictureAsync(owner, "addendum-since");
        await AccessibleAsync(owner);
        await owner.GetByRole(AriaRole.Button, new() { Name = "Plan an addendum" }).ClickAsync();
        await owner.IsAtAsync("/campaigns/2/plan");
        await Assertions.Expect(owner.Locator("h1")).ToHaveTextAsync("Heap, Q4 2026, addendum 1");
        await Assertions.Expect(owner.GetByText("held or left out by the campaign this one is an addendum to").First).ToBeVisibleAsync();
        await Assertions.Expect(owner.GetByText("180 accounts are held or left out by the campaign that this one is an addendum to")).ToBeVisibleAsync();
        await Assertions.Expect(owner.Locator(".gates li.no")).ToHaveCountAsync(0);
        await PictureAsync(owner, "addendum-plan");
        await OpenAsync(owner, Links.Campaign(1, "since"));
        await owner.GetByRole(AriaRole.Link, new() { Name = "C2 Heap, Q4 2026, addendum 1" }).ClickAsync();
        await owner.IsAtAsync("/campaigns/2/plan");
    }

    [Fact]
    public async Task What_appeared_and_what_became_privileged_is_reviewed_in_an_addendum_and_what_is_gone_is_only_said()
    {
        var team = new MonasTeam(App);
        await team.FoundAsync();
        team.Remove("person60@team.example");
        await team.LaunchAsync("Heap, Q4 2026");
        App.Clock.Advance(TimeSpan.FromDays(2));
        team.PutBack("person60@team.example");
        team.Promote("person70@team.example");
        team.Remove("person80@team.example");
        await team.ReadAsync();

        var owner = await SignInAsync("Olga", Links.Campaign(1));
        var card = owner.Locator(".card", new() { Has = owner.GetByRole(AriaRole.Heading, new() { Name = "Since launch" }) });
        await Assertions.Expect(card).ToContainTextAsync("1 account is new, 1 became privileged, 1 is gone.");
        await Assertions.Expect(owner.Locator("nav.tabs a", new() { HasText = "Since launch" })).ToHaveTextAsync("Since launch 3");
        await AccessibleAsync(owner);
        await card.GetByRole(AriaRole.Link, new() { Name = "Show them" }).ClickAsync();
        await owner.IsAtAsync("/campaigns/1?tab=since");
        foreach (var (heading, account) in new[] { ("1 account appeared since the launch", "person60"), ("1 account became privileged since the launch", "person70"), ("1 account gone since the launch", "person80") })
        {
            await Assertions.Expect(owner.Locator(".card", new() { Has = owner.GetByRole(AriaRole.Heading, new() { Name = heading }) }).Locator("tbody tr")).ToContainTextAsync([account]);
        }

        await PictureAsync(owner, "addendum-three-kinds");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Plan an addendum" }).ClickAsync();
        await owner.IsAtAsync("/campaigns/2/plan");
        await owner.LaunchAsync(2);
        var mona = await SignInAsync("Mona", Links.Review(2));
        await Assertions.Expect(mona.Locator(".ws-list .item .n > span:first-child")).ToHaveTextAsync(["Person 70", "Person 60"]);
        await mona.HasPlaceAsync("Person 70");
        await mona.Keyboard.PressAsync("c");
        await mona.Locator("#why-text").FillAsync("Runs Heap since this week");
        await mona.Keyboard.PressAsync("Enter");
        await mona.HasDecidedAsync("1 of 2");
        await OpenAsync(mona, Links.Review(1));
        await mona.HasDecidedAsync("0 of 119");
    }

    private static byte[] File(string name) => System.IO.File.ReadAllBytes(Repository.Path("tests", "data", "harbourlight", name));

    private async Task ReadAgainAsync(long heap)
    {
        await using var db = App.Get<Databases>().CreateDbContext();
        var admin = Actor.Demo(await db.PersonRecords.Where(p => p.WorkEmail == "kaito.ivanov@harbourlight.example").Select(p => p.PersonId).FirstAsync());
        var importing = new Importing(App.Services, admin);
        var draft = await importing.DraftAsync(
            heap, null, App.Clock.GetUtcNow().UtcDateTime.AddMinutes(-5),
            [(ExtractFileKind.Users, "u.csv", File("heap-users-2027Q1.csv"), null), (ExtractFileKind.Assignments, "m.csv", File("heap-team-members-2027Q1.csv"), null), (ExtractFileKind.GroupOwners, "t.csv", File("heap-teams.csv"), null)]);
        await importing.SetAsideSuggestedAsync(draft);
        (await importing.ImportAsync(draft)).Require();
    }
}
