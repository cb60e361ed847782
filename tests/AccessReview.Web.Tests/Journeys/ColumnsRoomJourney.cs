using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>Columns of the reviewer's own take no room from what is decided by: a line's names, and what somebody else decided meanwhile.</summary>
public sealed class ColumnsRoomJourney(TheBrowser browser) : Journey(browser)
{
    private const string Name = "Anastasia-Konstantinopoulou";

    [Theory]
    [InlineData(1440, 1)]
    [InlineData(1440, 2)]
    [InlineData(1440, 5)]
    [InlineData(1100, 1)]
    [InlineData(1100, 3)]
    [InlineData(390, 2)]
    public async Task What_shows_names_is_not_cut_and_what_is_said_of_a_conflict_covers_no_address(int width, int columns)
    {
        await App.World.PeopleAsync([Name, "Una", "Sami", "Tim", "Ana", "Ben"]);
        await App.World.HeapAsync(
            new TestAccount(Name, Role: "Admin", Findings: Finding.Privileged), new TestAccount("Una", Findings: Finding.Dormant),
            new TestAccount("Sami"), new TestAccount("Tim"), new TestAccount("Ana", Role: "Architect of data"), new TestAccount("Ben", Role: "Architect of data"));
        await App.World.LaunchAsync("Mia");
        await App.Get<ListPreferences>().ChooseColumnsAsync(App.World.As("Mia"), [.. Enum.GetValues<ListColumn>().Take(columns)], default);
        var page = await SignInAsync("Mia", "/campaigns/1/review", await NewPageAsync(width, 1200));
        await page.HasPlaceAsync(Name);

        await using (var db = App.Get<Databases>().CreateDbContext())
        {
            var turn = await db.ReviewTurns.SingleAsync(t => t.Number == 1);
            (await App.Get<DecideItem>().RunAsync(Guid.NewGuid(), App.World.As("Mia"), new ItemChoice(turn.Id, turn.EventSeq, DecisionKind.Certify, "Runs it"), default)).Require();
        }

        await page.Keyboard.PressAsync("r");
        await page.Locator("#why-text").FillAsync("Works elsewhere now");
        await page.Locator("#why-text").PressAsync("Enter");
        await Assertions.Expect(page.Locator(".conflict")).ToBeVisibleAsync();
        await PictureOfAsync(page, $"review-columns-{columns}-at-{width}");
        await ReadAsync(page);

        // However far it is moved aside.
        await page.Locator(".ws-list").EvaluateAsync("list => { list.scrollLeft = list.scrollWidth; }");
        await ReadAsync(page);
    }

    private static async Task ReadAsync(IPage page)
    {
        foreach (var cell in await page.Locator(".ws-list .item .choice, .ws-list .group > :is(.row, .push)").AllAsync())
        {
            Assert.True(await cell.EvaluateAsync<bool>("""
                cell => {
                  const list = document.querySelector(".ws-list"), left = list.getBoundingClientRect().left, right = left + list.clientWidth;
                  const parts = [...cell.children].filter(part => part.checkVisibility());
                  return parts.every(part => part.getBoundingClientRect().left >= left && part.getBoundingClientRect().right <= right + .5 && part.scrollWidth <= part.clientWidth + 1);
                }
                """), $"Cut off: {await cell.InnerTextAsync()}");
        }

        // What the text itself takes, cut by its own box or not, is under nothing else.
        foreach (var line in await page.Locator(".ws-list .item .who :is(.n > span:first-child, .e)").AllAsync())
        {
            Assert.True(await line.EvaluateAsync<bool>("""
                line => {
                  const words = document.createRange();
                  words.selectNodeContents(line);
                  const box = line.getBoundingClientRect(), at = words.getBoundingClientRect();
                  const seen = document.elementFromPoint(Math.min(at.right, box.right) - 2, at.top + at.height / 2);
                  return (box.width > 60 || line.scrollWidth <= line.clientWidth) && (line === seen || line.contains(seen));
                }
                """), $"Covered: {await line.InnerTextAsync()}");
        }
    }

    private static async Task PictureOfAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("ACCESSREVIEW_PICTURES") == "1")
        {
            foreach (var dark in new[] { false, true })
            {
                await page.EvaluateAsync("dark => document.documentElement.classList.toggle('dark', dark)", dark);
                await page.ScreenshotAsync(new() { Path = Repository.Path("artifacts", "screens", $"{name}{(dark ? "-dark" : "")}.png"), Animations = ScreenshotAnimations.Disabled });
            }

            await page.EvaluateAsync("document.documentElement.classList.remove('dark')");
        }
    }
}
