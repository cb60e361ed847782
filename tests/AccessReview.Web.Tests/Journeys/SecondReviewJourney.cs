using System.Globalization;
using AccessReview.Core;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Tests;
using AccessReview.Core.Tests.Journeys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>The owner asks for a second, independent reviewer; the second sees the item once the first has kept it, and not what was said.</summary>
public sealed class SecondReviewJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task Privileged_accounts_come_before_a_second_reviewer_who_is_told_nothing_of_the_first()
    {
        (await App.Get<Core.Sample.LoadSample>().RunAsync(CancellationToken.None)).Require();
        var number = await App.DraftAsync("Heap, twice");
        var owner = await SignInAsync("Dmitri", Links.Plan(number));
        await owner.GetByLabel("A second, independent reviewer for").SelectOptionAsync("Sampled");
        await owner.ChooseAsync(owner.GetByLabel("Who that is"), "Jonas Dubois");
        await Assertions.Expect(owner.GetByText("each once the first reviewer has kept it")).ToBeVisibleAsync();
        await PictureAsync(owner, "second-plan");
        await AccessibleAsync(owner);
        await App.ApproveAndLaunchAsync(number);

        await new Reviewers(App.Services, number).DecideAllAsync(new HashSet<string>());
        await App.Get<FollowUps>().RunAsync(CancellationToken.None);
        await OpenAsync(owner, Links.Campaign(number));
        await Assertions.Expect(owner.GetByText("wait for a second reviewer")).ToBeVisibleAsync();
        await PictureAsync(owner, "second-campaign");

        var second = await SignInAsync("Jonas Dubois", Links.Review(number));
        await Assertions.Expect(second.Locator(".ws-list .item .e", new() { HasTextString = "second review" }).First).ToBeVisibleAsync();
        await Assertions.Expect(second.GetByText("what was said the first time is not shown")).ToBeVisibleAsync();
        await PictureAsync(second, "second-workspace");

        // The manager, who looked first, is a fact about the holder; that they looked is not told, nor what they said.
        await second.Locator(".ws-list .item[tabindex='0']").FocusAsync();
        await Assertions.Expect(second.Locator(".ws-story h2")).ToBeVisibleAsync();
        var first = await FirstReviewerInFocusAsync(second);
        await Assertions.Expect(second.Locator(".ws")).Not.ToContainTextAsync("Needed for the daily work");
        await Assertions.Expect(second.Locator(".ws-list .item[tabindex='0']")).Not.ToContainTextAsync(first);
        foreach (var told in await second.Locator(".ws-story > :not(section:has(dl)), .ws-story dt:not(:text-is('Manager')) + dd").AllInnerTextsAsync())
        {
            Assert.DoesNotContain(first, told, StringComparison.Ordinal);
        }
    }

    /// <summary>Who decided the item of the row in focus in the first stage.</summary>
    private async Task<string> FirstReviewerInFocusAsync(IPage page)
    {
        var turn = long.Parse(await page.Locator(".ws-list .item[tabindex='0']").GetAttributeAsync("data-turn") ?? "", CultureInfo.InvariantCulture);
        await Assertions.Expect(page.Locator($".ws[data-told='{turn}']")).ToBeVisibleAsync();
        await using var db = App.Get<Databases>().CreateDbContext();
        return await (from second in db.ReviewTurns
                      where second.Id == turn
                      join first in db.ReviewTurns on second.ItemId equals first.ItemId
                      where first.Stage == 1
                      join person in db.PersonRecords on first.ReviewerId equals person.PersonId
                      select person.Name).FirstAsync();
    }

    [Fact]
    public async Task What_was_kept_against_advice_goes_to_a_second_reviewer_and_the_page_counts_it_at_once()
    {
        string[] left = ["Ann", "Ben", "Cora", "Dan", "Eve", "Finn"];
        await App.World.PeopleAsync(left, left: left);
        await App.World.HeapAsync([.. left.Select(name => new TestAccount(name, Findings: Finding.Left))]);
        await App.World.LaunchAsync("Mia");
        await new Reviewers(App.Services, 1).DecideAllAsync(new HashSet<string>());
        var owner = await SignInAsync("Owen", Links.Campaign(1));
        var card = owner.Locator(".card", new() { HasText = "How it was reviewed" });
        await Assertions.Expect(card.Locator(".signs li")).ToHaveCountAsync(1);
        await Assertions.Expect(owner.GetByText("a second reviewer;")).ToHaveCountAsync(0);
        await owner.ChooseAsync(card.Locator("input").First, "Noa");
        await card.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Assertions.Expect(card.Locator(".sub[role=status]")).ToHaveTextAsync("To Noa go 6 items under a sign, and 0 drawn at random.");
        await Assertions.Expect(owner.GetByText("6 items need a second reviewer; 6 wait for one.")).ToBeVisibleAsync();
        await PictureAsync(owner, "campaign-sent-to-a-second");
        await owner.GetByRole(AriaRole.Link, new() { Name = "6 wait for one" }).ClickAsync();
        await Assertions.Expect(owner.Locator(".filters .push")).ToHaveTextAsync("6 items");
        await owner.GetByRole(AriaRole.Button, new() { NameString = "Not only those" }).ClickAsync();
        await Assertions.Expect(owner.GetByRole(AriaRole.Button, new() { NameString = "Not only those" })).ToHaveCountAsync(0);
        await AccessibleAsync(owner);

        await App.Get<FollowUps>().RunAsync(CancellationToken.None);
        var second = await SignInAsync("Noa", Links.Review(1));
        await Assertions.Expect(second.Locator(".ws-list .item .e", new() { HasTextString = "second review" })).ToHaveCountAsync(6);
    }

    [Fact]
    public async Task What_nobody_was_found_for_a_second_time_is_put_before_whom_the_owner_names_on_the_campaigns_page()
    {
        string[] left = ["Ann", "Ben", "Cora", "Dan", "Eve", "Finn"];
        await App.World.PeopleAsync(left, left: left);
        await App.World.HeapAsync([.. left.Select(name => new TestAccount(name, Findings: Finding.Left))]);
        await App.World.LaunchAsync("Owen"); // Owns Heap and the campaign too.
        await new Reviewers(App.Services, 1).DecideAllAsync(new HashSet<string>());
        (await App.Get<AskSecondReview>().RunAsync(Guid.NewGuid(), App.World.As("Owen"), 1, App.World["Noa"], CancellationToken.None)).Require();
        await App.World.LeaveAsync("Noa");
        await App.Get<FollowUps>().RunAsync(CancellationToken.None);
        App.Clock.Set(TestApp.Morning.AddHours(1));

        var owner = await SignInAsync("Owen", Links.Campaign(1));
        var card = owner.Locator(".card", new() { HasText = "Who reviews what was kept a second time" });
        await Assertions.Expect(card.GetByRole(AriaRole.Link, new() { Name = "6 items were kept once and are before nobody" })).ToBeVisibleAsync();
        await PictureAsync(owner, "campaign-before-nobody");
        await AccessibleAsync(owner);
        await owner.ChooseAsync(card.Locator("input").First, "Mia");
        await card.GetByRole(AriaRole.Button, new() { Name = "Name", Exact = true }).ClickAsync();
        await Assertions.Expect(card).ToHaveCountAsync(0);

        var second = await SignInAsync("Mia", Links.Review(1));
        await Assertions.Expect(second.Locator(".ws-list .item .e", new() { HasTextString = "second review" })).ToHaveCountAsync(6);
    }
}
