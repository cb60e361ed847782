using System.Text.RegularExpressions;
using AccessReview.Core.Applications;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>A reviewer's day in the workspace, by keys.</summary>
public sealed class ReviewJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task A_reviewer_decides_by_keys_undoes_gives_reasons_and_signs_off()
    {
        await LaunchAsync();
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await Focused(page, "Vera");
        await Assertions.Expect(page.Locator(".ws-story h2")).ToHaveTextAsync("Vera");
        await PictureAsync(page, "review");

        // A revoke that follows the recommendation asks nothing and takes the teams with it.
        await page.Keyboard.PressAsync("r");
        await Assertions.Expect(page.Locator(".item.done")).ToHaveCountAsync(3);
        await Focused(page, "Zoe");
        await Assertions.Expect(page.Locator(".counts")).ToContainTextAsync("3 of 10");

        // Undo brings the account and its teams back, and the focus.
        await page.Keyboard.PressAsync("u");
        await Assertions.Expect(page.Locator(".item.done")).ToHaveCountAsync(0);
        await Focused(page, "Vera");
        await page.Keyboard.PressAsync("r");
        await Focused(page, "Zoe");

        // Privileged: a reason, in a box under the row.
        await page.Keyboard.PressAsync("c");
        await Assertions.Expect(page.Locator(".ws-why textarea")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Runs Heap");
        await PictureAsync(page, "review-reason");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Row(page, "Zoe").Locator(".verdict")).ToContainTextAsync("Certified");
        await Focused(page, "Rob");

        // Why somebody was kept is no reason to revoke another.
        await page.Keyboard.PressAsync("r");
        await Assertions.Expect(page.Locator(".ws-why textarea")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator(".ws-why ol")).ToHaveCountAsync(0);
        await page.Keyboard.TypeAsync("Not used any more");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Row(page, "Rob").Locator(".verdict")).ToContainTextAsync("Revoked");

        // Like routine rows are one line, which shows its names before it can be decided.
        await Focused(page, "Consumer");
        await page.Keyboard.PressAsync("c");
        await Assertions.Expect(page.Locator(".ws-story .names li")).ToHaveTextAsync([new Regex("Sami"), new Regex("Tim")]);
        await Assertions.Expect(page.Locator(".counts")).ToContainTextAsync("5 of 10");
        await PictureAsync(page, "review-line");
        await page.Keyboard.PressAsync("c");
        await Assertions.Expect(page.Locator(".item[data-routine-line] .verdict")).ToHaveTextAsync("Certified 2");
        await Focused(page, "Growth");

        // Undone as one, with the focus back at the line; and decided again.
        await page.Keyboard.PressAsync("k");
        await page.Keyboard.PressAsync("u");
        await Assertions.Expect(page.Locator(".counts")).ToContainTextAsync("5 of 10");
        await Focused(page, "Consumer");
        await page.Keyboard.PressAsync("c");
        await Assertions.Expect(page.Locator(".item[data-open]")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("c");
        await Focused(page, "Growth");

        // The same reason by one key, and taken back.
        await page.Keyboard.PressAsync("r");
        await Assertions.Expect(page.Locator(".ws-why ol")).ToContainTextAsync("Not used any more");
        await page.Keyboard.PressAsync("1");
        await Assertions.Expect(page.Locator(".counts")).ToContainTextAsync("8 of 10");
        await page.Keyboard.PressAsync("u");
        await Assertions.Expect(page.Locator(".counts")).ToContainTextAsync("7 of 10");
        await Focused(page, "Growth");

        // A selection, by keys.
        await page.Keyboard.PressAsync("Shift+J");
        await page.Keyboard.PressAsync("Shift+J");
        await Assertions.Expect(page.Locator(".ws-pick")).ToContainTextAsync("3 selected");
        await PictureAsync(page, "review-selection");
        await page.Keyboard.PressAsync("c");
        await Assertions.Expect(page.Locator(".counts")).ToContainTextAsync("10 of 10");

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign off 10" }).ClickAsync();
        await Assertions.Expect(page.Locator(".mud-dialog blockquote")).ToContainTextAsync("None of these accounts is mine or used by me");
        await PictureAsync(page, "review-sign-off");
        await page.GetByRole(AriaRole.Button, new() { Name = "I sign this" }).ClickAsync();
        await Assertions.Expect(page.Locator(".signed")).ToContainTextAsync("Signed off");
        await Assertions.Expect(page.GetByText("Nothing left to decide")).ToBeVisibleAsync();
        await PictureAsync(page, "review-signed");

        await OpenAsync(page, "/receipts");
        await Assertions.Expect(page.Locator(".statement")).ToContainTextAsync("10 items");
        await PictureAsync(page, "receipts");
        await AccessibleAsync(page);
    }

    [Fact]
    public async Task Two_windows_decide_the_same_item_and_the_second_sees_both_values_and_keeps_the_reason_typed_there()
    {
        await LaunchAsync();
        var first = await SignInAsync("Mia", "/campaigns/1/review?item=5");
        var second = await SignInAsync("Mia", "/campaigns/1/review?item=5");
        await Focused(first, "Rob");
        await Focused(second, "Rob");

        await first.Keyboard.PressAsync("c");
        await Assertions.Expect(Row(first, "Rob").Locator(".verdict")).ToContainTextAsync("Certified");
        await second.Keyboard.PressAsync("r");
        await second.Keyboard.TypeAsync("Not used any more");
        await second.Keyboard.PressAsync("Enter");

        await Assertions.Expect(Row(second, "Rob").Locator(".conflict")).ToContainTextAsync("You certified this in another window. You chose Revoke");
        await Focused(second, "Rob");
        await PictureAsync(second, "review-conflict");
        await Row(second, "Rob").GetByRole(AriaRole.Button, new() { Name = "Decide anew" }).ClickAsync();
        await Row(second, "Rob").GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await Assertions.Expect(second.Locator("#why-text")).ToHaveValueAsync("Not used any more");
        await second.Locator("#why-text").PressAsync("Enter");
        await Assertions.Expect(Row(second, "Rob").Locator(".verdict")).ToContainTextAsync("Revoked");

        // Saved, it is no draft any more, and is read in the story.
        await Assertions.Expect(second.Locator(".saved")).ToHaveAttributeAsync("data-state", "saved");
        Assert.Equal(0, await second.EvaluateAsync<int>("() => Object.keys(sessionStorage).filter(key => key.startsWith('draft.')).length"));
        await Row(second, "Rob").GoToAsync();
        await Assertions.Expect(second.Locator(".ws-story .decided")).ToContainTextAsync("“Not used any more”");
    }

    [Fact]
    public async Task Undo_pressed_before_the_decision_was_answered_takes_it_back()
    {
        await LaunchAsync();
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await Focused(page, "Vera");
        await page.Keyboard.PressAsync("r");
        await page.Keyboard.PressAsync("u");

        await Assertions.Expect(page.Locator(".saved")).ToHaveAttributeAsync("data-state", "saved");
        await Assertions.Expect(page.Locator(".item.done")).ToHaveCountAsync(0);
        await using var db = App.Get<Databases>().CreateDbContext();
        Assert.Equal(3, await db.Decisions.CountAsync(d => d.Kind == DecisionKind.Withdrawn));
    }

    [Fact]
    public async Task An_administrator_is_kept_at_a_lower_role_by_keys_and_the_row_names_it()
    {
        await LaunchAsync();
        var page = await SignInAsync("Mia", "/campaigns/1/review?item=5");
        await Focused(page, "Rob");
        // Every other role is privileged, so there is nothing to choose.
        await page.Keyboard.PressAsync("m");
        await Assertions.Expect(page.Locator(".mud-snackbar")).ToContainTextAsync("No lower role is known");
        await Assertions.Expect(page.Locator(".ws-why")).ToHaveCountAsync(0);

        await page.Keyboard.PressAsync("k");
        await Focused(page, "Zoe");
        await page.Keyboard.PressAsync("m");
        await Assertions.Expect(page.Locator("#why-role")).ToHaveValueAsync("Consumer");
        await Assertions.Expect(page.Locator("#why-text")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("She only reads reports now");
        await PictureAsync(page, "review-lower-role");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Row(page, "Zoe").Locator(".verdict")).ToContainTextAsync("Lowered to Consumer");

        // A message that is fading away is nobody's to read any more.
        await Assertions.Expect(page.Locator(".mud-snackbar")).ToHaveCountAsync(0);
        await AccessibleAsync(page);

        await using var db = App.Get<Databases>().CreateDbContext();
        Assert.Equal("Consumer", (await db.Decisions.SingleAsync()).ChangeTo);
    }

    [Fact]
    public async Task The_holder_is_asked_by_one_key_answers_on_a_page_and_the_row_tells_it()
    {
        await LaunchAsync();
        var page = await SignInAsync("Mia", "/campaigns/1/review?item=5");
        await Focused(page, "Rob");
        await page.Keyboard.PressAsync("q");
        await Assertions.Expect(page.Locator("#why-text")).ToHaveValueAsync("Do you still need this access, and what for?");
        await page.Keyboard.TypeAsync("Is this still for the weekly report?");
        await PictureAsync(page, "review-ask");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Row(page, "Rob").Locator(".chip", new() { HasText = "asked" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".ws-story")).ToContainTextAsync("No answer yet.");
        await Assertions.Expect(page.Locator(".ws-facets")).ToContainTextAsync("Asked, not answered1");
        await Focused(page, "Rob");

        var holder = await SignInAsync("Rob", "/");
        await holder.GetByRole(AriaRole.Link, new() { NameString = "Questions to me" }).ClickAsync();
        await Assertions.Expect(holder.GetByText("Is this still for the weekly report?")).ToBeVisibleAsync();
        await AccessibleAsync(holder);
        await PictureAsync(holder, "question");
        await holder.GetByLabel("Your answer").FillAsync("No, Tim makes it now");
        await holder.GetByRole(AriaRole.Button, new() { Name = "Answer" }).ClickAsync();
        await Assertions.Expect(holder.GetByText("Nothing waits for you.")).ToBeVisibleAsync();

        await OpenAsync(page, "/campaigns/1/review?item=5");
        await Assertions.Expect(Row(page, "Rob").Locator(".chip", new() { HasText = "answered" })).ToBeVisibleAsync();
        await Focused(page, "Rob");
        await Assertions.Expect(page.Locator(".ws-story")).ToContainTextAsync("No, Tim makes it now");
        await PictureAsync(page, "review-answered");
        await page.Locator(".ws-facets a", new() { HasText = "Answered" }).Last.ClickAsync();
        await Assertions.Expect(page.Locator(".ws-list .item")).ToHaveCountAsync(1);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("question=Answered"));
        await using var db = App.Get<Databases>().CreateDbContext();
        Assert.False(await db.Decisions.AnyAsync());
    }

    [Fact]
    public async Task A_decision_that_was_not_answered_is_sent_again_after_a_reload_and_happens_once()
    {
        await LaunchAsync();
        var page = await SignInAsync("Mia", "/campaigns/1/review?item=5");
        await Focused(page, "Rob");
        var (turn, seq) = (await Row(page, "Rob").GetAttributeAsync("data-turn"), await Row(page, "Rob").GetAttributeAsync("data-seq"));
        var outbox = WorkspaceSteps.Outbox(App.World["Mia"]);
        await page.EvaluateAsync(
            "([outbox, turn, seq]) => sessionStorage.setItem(outbox, JSON.stringify([{ id: crypto.randomUUID(), type: 'decide', turn, seq: Number(seq), kind: 'certify', reason: null, lines: false }]))",
            new[] { outbox, turn, seq });
        await page.ReloadAsync();

        await Assertions.Expect(page.Locator(".saved")).ToContainTextAsync("Saved");
        await using var db = App.Get<Databases>().CreateDbContext();
        Assert.Equal(1, await db.Decisions.CountAsync());
        Assert.Equal("[]", await page.EvaluateAsync<string>("outbox => sessionStorage.getItem(outbox)", outbox));
    }

    [Fact]
    public async Task The_address_keeps_the_filter_and_the_list_says_when_nothing_is_like_that()
    {
        await LaunchAsync();
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.Locator(".ws-facets a", new() { HasText = "Group assignments" }).ClickAsync();
        await Assertions.Expect(page.Locator(".ws-list .item")).ToHaveCountAsync(5);
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("grow");
        await Assertions.Expect(page.Locator(".ws-list .item")).ToHaveCountAsync(2);
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator(".ws-list .item")).ToHaveCountAsync(2);
        await Focused(page, "Growth");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("zzz");
        await Assertions.Expect(page.GetByText("No row is like that")).ToBeVisibleAsync();
        await PictureAsync(page, "review-empty");
        await OpenAsync(page, "/my-reviews");
        await PictureAsync(page, "my-reviews");
        await AccessibleAsync(page);
    }

    [Fact]
    public async Task The_list_is_grouped_filtered_and_given_columns_and_the_view_opens_again_from_its_name()
    {
        await LaunchAsync();
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await Focused(page, "Vera");
        await page.Locator(".ws-facets a", new() { HasText = "Person" }).ClickAsync();
        await Assertions.Expect(page.Locator(".line.group")).ToHaveTextAsync([new Regex("Vera"), new Regex("Zoe"), new Regex("Rob"), new Regex("Sami"), new Regex("Tim")]);
        await page.Locator(".ws-facets a", new() { HasText = "Growth" }).ClickAsync();
        await Assertions.Expect(page.Locator(".ws-list .item")).ToHaveCountAsync(2);
        await page.GetByLabel("Department", new() { Exact = true }).CheckAsync();
        await Assertions.Expect(page.Locator(".more-cell").First).ToContainTextAsync("Product");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save this view" }).ClickAsync();
        await (await page.DialogAsync()).GetByLabel("Name").FillAsync("Growth by person");
        await page.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await PictureAsync(page, "review-view");

        await OpenAsync(page, "/campaigns/1/review");
        await Assertions.Expect(page.Locator(".more-cell").First).ToContainTextAsync("Product");
        await page.Locator(".ws-facets a", new() { HasText = "Growth by person" }).ClickAsync();
        await Assertions.Expect(page.Locator(".ws-list .item")).ToHaveCountAsync(2);
        await Focused(page, "Growth");
        await AccessibleAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Forget the view Growth by person" }).ClickAsync();
        await Assertions.Expect(page.Locator(".ws-facets .view")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Nobody_without_an_item_gets_in_and_the_workspace_is_accessible()
    {
        await LaunchAsync();
        ExpectStatus(404);
        var other = await SignInAsync("Noa", "/campaigns/1/review");
        await Assertions.Expect(other.Locator("main h1")).ToHaveTextAsync("There is nothing at this address");
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await Focused(page, "Vera");
        await AccessibleAsync(page);
    }

    private static ILocator Row(IPage page, string name) => page.Locator(".ws-list .item[data-account]", new() { HasText = name });

    private static Task Focused(IPage page, string name) => Assertions.Expect(page.Locator(".ws-list .item[tabindex='0'] .n")).ToContainTextAsync(name);

    /// <summary>Ten items before Mia: Vera has left and holds two teams, Zoe administers, Rob is dormant, the others are routine.</summary>
    private async Task LaunchAsync()
    {
        await App.World.PeopleAsync(["Vera", "Zoe", "Rob", "Sami", "Tim"], left: ["Vera"]);
        await App.World.HeapAsync(
            new TestAccount("Vera", Findings: Finding.Left, Groups: ["Growth", "Finance"]),
            new TestAccount("Zoe", Role: "Admin", Findings: Finding.Privileged),
            new TestAccount("Rob", Findings: Finding.Dormant),
            new TestAccount("Sami", Groups: ["Growth"]),
            new TestAccount("Tim", Groups: ["Core", "Finance"]));
        await App.World.LaunchAsync("Mia");
    }
}
