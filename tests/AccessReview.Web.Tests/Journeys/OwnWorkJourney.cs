using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>Whatever their role, people find what they signed, where they are, and what they answered.</summary>
public sealed class OwnWorkJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task An_auditor_who_reviews_is_told_so_by_the_navigation_and_finds_what_they_signed()
    {
        await LaunchAsync();
        await App.World.GrantAsync("Noa", Role.Auditor);
        var page = await SignInAsync("Noa", "/campaigns/1/review");
        await page.HasPlaceAsync("Rob");
        await Assertions.Expect(page.Locator(".nav a.to.active")).ToHaveTextAsync("My reviews1");
        await page.Keyboard.PressAsync("c");
        await page.HasDecidedAsync("1 of 1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign off 1" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "I sign this" }).ClickAsync();
        await page.Locator(".nav").GetByRole(AriaRole.Link, new() { Name = "Receipts" }).ClickAsync();
        await Assertions.Expect(page.Locator(".statement")).ToContainTextAsync("I, Noa, have reviewed the 1 item");

        // What was signed is what both lead to.
        await page.GetByRole(AriaRole.Link, new() { Name = "1 item", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Account("Rob").Locator(".verdict")).ToContainTextAsync("Certified");
        await OpenAsync(page, "/my-reviews");
        await page.GetByRole(AriaRole.Link, new() { Name = "Look", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Account("Rob").Locator(".verdict")).ToContainTextAsync("Certified");
        await OpenAsync(page, "/campaigns/1");
        await Assertions.Expect(page.Locator(".nav a.to.active")).ToHaveTextAsync("Campaigns");
    }

    [Fact]
    public async Task Own_work_says_when_and_in_which_zone_its_last_day_ends()
    {
        await LaunchAsync();
        var page = await SignInAsync("Noa", "/my-reviews");
        await Assertions.Expect(page.Locator(".work h2 .chip")).ToHaveTextAsync("Due Fri 4 Dec, 23:59 UTC, 11 days left");
        await page.GetByRole(AriaRole.Link, new() { Name = "Start", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByTitle("Due until Fri 4 Dec, 23:59 UTC. ")).ToHaveTextAsync("Due Fri 4 Dec, 11 days left");
    }

    [Fact]
    public async Task An_answer_is_counted_at_once_and_found_again()
    {
        await LaunchAsync();
        await using (var db = App.Get<Databases>().CreateDbContext())
        {
            var turn = await db.ReviewTurns.SingleAsync();
            (await App.Get<AskHolder>().RunAsync(Guid.NewGuid(), App.World.As("Noa"), turn.Id, "Still needed?", default)).Require();
        }

        var page = await SignInAsync("Rob", "/questions");
        var link = page.Locator(".nav a.to", new() { HasText = "Questions to me" });
        await Assertions.Expect(link.Locator("b")).ToHaveTextAsync("1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Answer" }).ClickAsync();
        await Assertions.Expect(page.GetByText("An answer has")).ToBeVisibleAsync();
        await page.GetByLabel("Your answer").FillAsync("Yes, for the weekly report");
        await page.GetByRole(AriaRole.Button, new() { Name = "Answer" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Nothing waits for you.")).ToBeVisibleAsync();
        await Assertions.Expect(link).ToHaveTextAsync("Questions to me");
        await Assertions.Expect(page.Locator(".mine")).ToBeFocusedAsync();

        await OpenAsync(page, "/");
        await link.ClickAsync();
        await Assertions.Expect(page.GetByText("Yes, for the weekly report")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_went_with_its_account_after_it_was_signed_stands_on_its_receipt_and_in_the_list_though_more_was_signed_since()
    {
        await App.World.PeopleAsync(["Sami", "Rob"]);
        await App.World.HeapAsync(new TestAccount("Sami", Groups: ["Growth"]), new TestAccount("Rob"));
        await App.World.LaunchAsync("Mia", (_, group) => group is null ? "Mia" : "Noa");
        var turns = await TurnsAsync();
        var (sami, growth, rob) = (turns.Single(t => t.Name == "Sami" && !t.OfGroup).Id, turns.Single(t => t.OfGroup).Id, turns.Single(t => t.Name == "Rob").Id);
        await DecideAsync("Noa", growth, DecisionKind.Certify);
        await SignAsync("Noa");
        await using (var db = App.Get<Databases>().CreateDbContext())
        {
            var campaign = await db.Campaigns.Select(c => c.Id).SingleAsync();
            (await App.Get<ReassignItems>().RunAsync(Guid.NewGuid(), App.World.As("Owen"), campaign, [rob], App.World["Noa"], "Knows him", default)).Require();
        }

        await DecideAsync("Noa", rob, DecisionKind.Certify);
        await SignAsync("Noa");
        await DecideAsync("Mia", sami, DecisionKind.Revoke);

        const string Went = "1 of these went later, because its account was revoked.";
        var page = await SignInAsync("Noa", "/campaigns/1/review");
        await Assertions.Expect(page.Locator(".notice.signed")).ToContainTextAsync(Went);
        await OpenAsync(page, "/receipts");
        await Assertions.Expect(page.Locator(".receipt")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator(".receipt").Last).ToContainTextAsync(Went);
        await Assertions.Expect(page.Locator(".receipt").First).Not.ToContainTextAsync("went later");

        // Each leads to what it covers alone, and from there to everything decided.
        await page.Locator(".receipt").First.GetByRole(AriaRole.Link, new() { Name = "1 item" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Only what you signed for on 23 Nov 2026")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".ws-list .item")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Account("Rob").Locator(".verdict")).ToContainTextAsync("Certified");
        await AccessibleAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Show everything decided" }).ClickAsync();
        await Assertions.Expect(page.Locator(".ws-list .item")).ToHaveCountAsync(2);
        await OpenAsync(page, "/receipts");
        await page.Locator(".receipt").Last.GetByRole(AriaRole.Link, new() { Name = "1 item" }).ClickAsync();
        await Assertions.Expect(page.Locator(".ws-list .item")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".ws-list .item .n")).ToContainTextAsync("Growth");
    }

    [Fact]
    public async Task What_takes_a_minute_is_said_to_take_1_minute()
    {
        await App.World.PeopleAsync(["Rob", "Sami"]);
        await App.World.HeapAsync(new TestAccount("Rob"), new TestAccount("Sami"));
        await App.World.LaunchAsync("Noa");
        var page = await SignInAsync("Noa", "/my-reviews");
        await Assertions.Expect(page.GetByText("2 items wait for you, about 1 minute.", new() { Exact = true })).ToBeVisibleAsync();
    }

    private async Task<List<(long Id, string Name, bool OfGroup)>> TurnsAsync()
    {
        await using var db = App.Get<Databases>().CreateDbContext();
        return [.. (await (from turn in db.ReviewTurns
                           join item in db.ReviewItems on turn.ItemId equals item.Id
                           join record in db.AccountRecords on item.AccountRecordId equals record.Id
                           select new { turn.Id, record.Name, OfGroup = item.GroupId != null }).ToListAsync()).Select(t => (t.Id, t.Name, t.OfGroup))];
    }

    private async Task DecideAsync(string by, long turnId, DecisionKind kind)
    {
        await using var db = App.Get<Databases>().CreateDbContext();
        var seen = await db.ReviewTurns.Where(t => t.Id == turnId).Select(t => t.EventSeq).SingleAsync();
        (await App.Get<DecideItem>().RunAsync(Guid.NewGuid(), App.World.As(by), new ItemChoice(turnId, seen, kind, "Works elsewhere now", false), default)).Require();
    }

    private async Task SignAsync(string by)
    {
        await using var db = App.Get<Databases>().CreateDbContext();
        var campaign = await db.Campaigns.Select(c => c.Id).SingleAsync();
        var text = (await App.Get<SignOffPreview>().RunAsync(App.World.As(by), campaign, default)).Require().Text;
        (await App.Get<SignOffReview>().RunAsync(Guid.NewGuid(), App.World.As(by), campaign, text, default)).Require();
    }

    /// <summary>Rob's account is before Noa.</summary>
    private async Task LaunchAsync()
    {
        await App.World.PeopleAsync(["Rob"]);
        await App.World.HeapAsync(new TestAccount("Rob"));
        await App.World.LaunchAsync("Noa");
    }
}
