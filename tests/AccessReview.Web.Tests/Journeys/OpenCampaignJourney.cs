using System.Globalization;
using AccessReview.Core;
using AccessReview.Core.Persistence;
using AccessReview.Core.Tests.Journeys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>What an owner and the reviewers change while a campaign is planned and open: the day, the work, a signature.</summary>
public sealed class OpenCampaignJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task The_owner_sees_what_the_deadline_would_do_and_moves_it_with_a_reason()
    {
        await App.LaunchSampleAsync();
        await using var db = App.Get<Databases>().CreateDbContext();
        var items = await db.ReviewItems.CountAsync();
        var due = (await db.Campaigns.SingleAsync()).DueDate;
        var owner = await SignInAsync("Dmitri", Links.Campaign(1));
        var preview = owner.Locator(".card", new() { HasText = "If nothing more happens by" });
        await Assertions.Expect(preview.Locator("h2")).ToContainTextAsync(Said(due));
        await Assertions.Expect(preview.GetByText("Not reviewed, counted as such").Locator("xpath=..")).ToContainTextAsync(items.ToString("N0", CultureInfo.InvariantCulture));
        await Assertions.Expect(preview.GetByText("Revoked by the deadline").Locator("xpath=..")).ToContainTextAsync("0");
        await Assertions.Expect(preview.GetByRole(AriaRole.Link)).ToHaveTextAsync([items.ToString("N0", CultureInfo.InvariantCulture)]);

        await owner.GetByRole(AriaRole.Button, new() { Name = "Extend" }).ClickAsync();
        var dialog = await owner.DialogAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Extend" }).ClickAsync();
        await Assertions.Expect(dialog.Locator(".notice")).ToContainTextAsync("Say why the reviewers need more days");
        await dialog.GetByLabel("Why").FillAsync("Half of them were away");
        await dialog.GetByLabel("Due at the end of").FillAsync(due.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Extend" }).ClickAsync();
        await Assertions.Expect(dialog.Locator(".notice")).ToContainTextAsync("A deadline is not brought forward.");
        await Assertions.Expect(dialog.GetByLabel("Why")).ToHaveValueAsync("Half of them were away");

        var later = due.AddDays(10);
        await dialog.GetByLabel("Due at the end of").FillAsync(later.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Extend" }).ClickAsync();
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
        await Assertions.Expect(preview.Locator("h2")).ToContainTextAsync(Said(later));
        await Assertions.Expect(preview).ToContainTextAsync($"Extended from {Said(due)}");
        await Assertions.Expect(preview).ToContainTextAsync("Half of them were away");
        await PictureAsync(owner, "campaign-extended");
        await preview.GetByRole(AriaRole.Link).First.ClickAsync();
        await Assertions.Expect(owner.Locator(".filters .push")).ToHaveTextAsync($"{items.ToString("N0", CultureInfo.InvariantCulture)} items");
        await OpenAsync(owner, Links.Campaign(1, "history"));
        await Assertions.Expect(owner.GetByText($"Extended it from {Core.Clock.Said(due)} to {Core.Clock.Said(later)}.")).ToBeVisibleAsync();
        await OpenAsync(owner, Links.Campaign(1, "policy"));
        await Assertions.Expect(owner.Locator(".card", new() { HasText = "Frozen at launch" })).ToContainTextAsync(Said(due));
        await Assertions.Expect(owner.Locator(".card", new() { HasText = "Extended since" })).ToContainTextAsync("Half of them were away");
    }

    [Fact]
    public async Task Work_is_spread_on_the_plan_and_taken_back()
    {
        (await App.Get<Core.Sample.LoadSample>().RunAsync(CancellationToken.None)).Require();
        var owner = await SignInAsync("Dmitri", Links.Plan(await App.DraftAsync("Heap, spread")));
        var row = owner.GetByRole(AriaRole.Row, new() { NameString = "Mei Müller" });
        var before = await row.Locator("td").Nth(1).InnerTextAsync();
        await row.GetByRole(AriaRole.Button, new() { NameString = "Spread the work of" }).ClickAsync();
        await owner.ChooseAsync((await owner.DialogAsync()).Locator("input").First, "Uma Nwosu");
        await owner.GetByLabel("Accounts", new() { Exact = true }).FillAsync("2");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Give them" }).ClickAsync();
        await Assertions.Expect(owner.Locator(".mud-dialog")).ToHaveCountAsync(0);
        await Assertions.Expect(owner.GetByText("Up to 2 accounts of Mei Müller go to Uma Nwosu.")).ToBeVisibleAsync();
        await Assertions.Expect(row.Locator("td").Nth(1)).Not.ToHaveTextAsync(before);
        await owner.GetByRole(AriaRole.Button, new() { NameRegex = new("^[0-9]+ more$") }).First.ClickAsync();
        await Assertions.Expect(owner.GetByRole(AriaRole.Row, new() { NameString = "Uma Nwosu" })).ToBeVisibleAsync();
        await PictureAsync(owner, "plan-spread");

        await owner.GetByRole(AriaRole.Button, new() { Name = "Take back" }).ClickAsync();
        await Assertions.Expect(row.Locator("td").Nth(1)).ToHaveTextAsync(before);
    }

    [Fact]
    public async Task A_signature_is_taken_back_with_a_reason_and_the_work_can_be_done_again()
    {
        await App.World.PeopleAsync(["Sami", "Tim"]);
        await App.World.HeapAsync(new("Sami"), new("Tim"));
        await App.World.LaunchAsync("Mia");
        var reviewers = new Reviewers(App.Services, 1);
        await reviewers.DecideAllAsync(new HashSet<string>());
        await reviewers.SignAllAsync();
        var page = await SignInAsync("Mia", Links.Receipts());
        await Assertions.Expect(page.Locator(".receipt .statement")).ToContainTextAsync("2 certified");
        await page.GetByRole(AriaRole.Button, new() { Name = "Withdraw" }).ClickAsync();
        await (await page.DialogAsync()).GetByLabel("Reason").FillAsync("Tim moved on Monday");
        await page.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = "Withdraw" }).ClickAsync();
        await Assertions.Expect(page.Locator(".receipt.gone")).ToContainTextAsync("Tim moved on Monday");
        await PictureAsync(page, "receipt-withdrawn");

        await OpenAsync(page, Links.Review(1) + "?show=decided");
        await page.Locator(".ws-list .item[tabindex='0']").WaitForAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { NameString = "Sign off 2" })).ToBeVisibleAsync();
    }

    private static string Said(DateOnly day) => day.ToString("ddd d MMM", CultureInfo.InvariantCulture);
}
