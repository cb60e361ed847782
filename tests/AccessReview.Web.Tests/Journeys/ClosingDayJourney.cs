using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>The page that closes a campaign is open while its deadline passes, and while the deadline is extended.</summary>
public sealed class ClosingDayJourney(TheBrowser browser) : Journey(browser, interceptor: Reading)
{
    private static readonly MomentWithin Reading = new("\"CompletenessChecks\"");

    [Fact]
    public async Task Sign_and_close_comes_on_when_the_deadline_has_passed_and_goes_off_with_more_days_for_the_reviewers()
    {
        await App.World.PeopleAsync(["Rob"]);
        await App.World.HeapAsync(new TestAccount("Rob", Findings: Finding.Dormant));
        await App.World.LaunchAsync("Mia", due: new(2026, 12, 4));
        await App.World.DeadlineRevokesAsync();
        App.Clock.Set(new DateTime(2026, 12, 4, 23, 50, 0, DateTimeKind.Utc)); // A session would not outlast the days until then.
        var page = await SignInAsync("Owen", Links.Close(1));
        var close = page.GetByRole(AriaRole.Button, new() { Name = "Sign and close" });
        await FillAsync(page);
        await Assertions.Expect(page.Locator(".todo li")).ToHaveTextAsync(["The deadline, which comes with the end of Fri 4 Dec 2026, or a decision about every item"]);
        await Assertions.Expect(close).ToBeDisabledAsync();

        App.Clock.Set(new DateTime(2026, 12, 5, 0, 1, 0, DateTimeKind.Utc));
        await Assertions.Expect(close).ToBeEnabledAsync();
        await Assertions.Expect(page.GetByLabel("Your conclusion")).ToHaveValueAsync("Access is as it should be.");

        await ExtendAsync();
        await Assertions.Expect(close).ToBeDisabledAsync();
        await Assertions.Expect(page.Locator(".sentence")).ToContainTextAsync("there is time until 11 Dec 2026");
        await Assertions.Expect(page.Locator(".entry textarea").First).ToHaveValueAsync("Known and followed up.");
    }

    [Fact]
    public async Task What_changed_behind_the_question_is_not_signed_with_what_was_shown()
    {
        await App.World.PeopleAsync(["Rob", "Una"]);
        await App.World.HeapAsync(new TestAccount("Rob", Findings: Finding.Dormant), new TestAccount("Una", Findings: Finding.Dormant));
        await App.World.LaunchAsync("Mia");
        var page = await SignInAsync("Owen", Links.Close(1));
        await FillAsync(page);
        await Assertions.Expect(page.Locator(".sentence")).ToContainTextAsync("2 items are not decided");

        var reads = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var letGo = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Reading.Meanwhile = _ =>
        {
            reads.SetResult();
            return letGo.Task;
        };
        await using (var db = App.Get<Databases>().CreateDbContext())
        {
            var turn = await db.ReviewTurns.SingleAsync(t => t.Number == 1);
            (await App.Get<DecideItem>().RunAsync(Guid.NewGuid(), App.World.As("Mia"), new ItemChoice(turn.Id, turn.EventSeq, DecisionKind.Certify, "Runs it"), default)).Require();
        }

        await ExtendAsync();
        await reads.Task;
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign and close" }).ClickAsync();
        await Assertions.Expect(page.Locator(".mud-dialog .prose")).ToContainTextAsync("2 items end as not reviewed");
        letGo.SetResult();
        await Assertions.Expect(page.Locator(".sentence")).ToContainTextAsync("1 item is not decided");
        await page.Locator(".mud-dialog .btn.pri").ClickAsync();
        await Assertions.Expect(page.Locator(".notice.no")).ToContainTextAsync("The numbers have changed since you opened this page. Read the statement again.");
        await Assertions.Expect(page.GetByLabel("Your conclusion")).ToHaveValueAsync("Access is as it should be.");
    }

    private static async Task FillAsync(IPage page)
    {
        foreach (var why in await page.Locator(".entry textarea").AllAsync())
        {
            await why.FillAsync("Known and followed up.");
        }

        foreach (var who in await page.Locator(".entry .mud-autocomplete input").AllAsync())
        {
            await page.ChooseAsync(who, "Noa");
        }

        await page.GetByLabel("Your conclusion").FillAsync("Access is as it should be.");
    }

    private async Task ExtendAsync() =>
        (await App.Get<ExtendDeadline>().RunAsync(Guid.NewGuid(), Actor.Demo(App.World["Owen"]), 1, new(2026, 12, 11), "Half of them were away", default)).Require();
}
