using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>A list with little room shows who is decided about.</summary>
public sealed class RoomJourney(TheBrowser browser) : Journey(browser)
{
    private const string Name = "Anastasia-Konstantinopoulou";

    [Fact]
    public async Task Every_name_is_read_with_all_columns_chosen_and_what_decides_is_in_reach()
    {
        await LaunchAsync();
        await App.Get<ListPreferences>().ChooseColumnsAsync(App.World.As("Mia"), Enum.GetValues<ListColumn>(), default);
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.HasPlaceAsync(Name);
        await Assertions.Expect(page.Locator(".item").First.Locator(".more-cell")).ToHaveCountAsync(5);
        foreach (var name in await page.Locator(".ws-list .item .n > span:first-child").AllAsync())
        {
            Assert.InRange((await name.BoundingBoxAsync())!.Width, 100, double.MaxValue);
        }

        await Assertions.Expect(page.Account(Name).Locator(".r")).ToContainTextAsync("Look closer");
        await PictureAsync(page, "review-columns");
        var list = (await page.Locator(".ws-middle").BoundingBoxAsync())!;
        foreach (var choice in await page.Locator(".ws-list .item [data-do='revoke']").AllAsync())
        {
            var box = (await choice.BoundingBoxAsync())!;
            Assert.InRange(box.X + box.Width, list.X, list.X + list.Width);
        }

        await page.Keyboard.PressAsync("c");
        await Assertions.Expect(page.Locator("#why-text")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("[data-do='why-save']")).ToBeInViewportAsync(new() { Ratio = 1 });
        var save = (await page.Locator("[data-do='why-save']").BoundingBoxAsync())!;
        Assert.InRange(save.X + save.Width, list.X, list.X + list.Width);
    }

    [Theory]
    [InlineData(1280, 720)]
    [InlineData(1366, 768)]
    [InlineData(1440, 900)]
    [InlineData(1920, 1080)]
    public async Task Every_name_is_read_whole_on_an_ordinary_screen_and_every_head_keeps_to_its_line(int width, int height)
    {
        await LaunchAsync();
        var page = await SignInAsync("Mia", "/campaigns/1/review?by=Change", await NewPageAsync(width, height));
        await page.HasPlaceAsync(Name);
        foreach (var name in await page.Locator(".ws-list .item .n > span:first-child").AllAsync())
        {
            Assert.True(await name.EvaluateAsync<bool>("n => n.scrollWidth <= n.clientWidth && n.title === n.textContent"), await name.InnerTextAsync());
        }

        Assert.True(await page.Locator(".ws-list .group").First.EvaluateAsync<bool>("head => [...head.children].every(part => part.offsetHeight <= head.clientHeight)"));
    }

    [Fact]
    public async Task A_long_address_in_a_reason_stays_within_the_story()
    {
        await LaunchAsync();
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.HasPlaceAsync(Name);
        await page.Keyboard.PressAsync("c");
        await page.Locator("#why-text").FillAsync("https://tickets.example.test/" + new string('a', 200));
        await page.Keyboard.PressAsync("Enter");
        await page.Account(Name).GoToAsync();
        await Assertions.Expect(page.Locator(".ws-story .decided")).ToContainTextAsync("tickets.example.test");
        Assert.True(await page.Locator(".ws-story").EvaluateAsync<bool>("story => story.scrollWidth <= story.clientWidth"));
    }

    [Fact]
    public async Task Chosen_columns_are_read_whole_the_name_beside_them_however_far_the_list_is_moved_aside()
    {
        await LaunchAsync();
        await App.Get<ListPreferences>().ChooseColumnsAsync(App.World.As("Mia"), [ListColumn.Item, ListColumn.Department], default);
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.HasPlaceAsync(Name);
        foreach (var cell in await page.Locator(".ws-list .item .more-cell").AllAsync())
        {
            Assert.True(await cell.EvaluateAsync<bool>("c => c.scrollWidth <= c.clientWidth"), await cell.InnerTextAsync());
        }

        await page.Locator(".ws-list").EvaluateAsync("list => { list.scrollLeft = list.scrollWidth; }");
        var (list, name) = ((await page.Locator(".ws-list").BoundingBoxAsync())!, (await page.Account(Name).Locator(".n > span").First.BoundingBoxAsync())!);
        Assert.InRange(name.X, list.X, list.X + 60);
        var (last, choice) = ((await page.Account(Name).Locator(".more-cell").Last.BoundingBoxAsync())!, (await page.Account(Name).Locator(".choice").BoundingBoxAsync())!);
        Assert.InRange(last.X, name.X + 100, choice.X - last.Width);
    }

    [Fact]
    public async Task A_printed_list_has_neither_filter_nor_buttons_and_says_how_to_print_what_was_not_on_the_screen()
    {
        await LaunchAsync();
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.HasPlaceAsync(Name);
        await Assertions.Expect(page.Locator(".printed")).ToBeHiddenAsync();
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Assertions.Expect(page.Locator(".printed")).ToContainTextAsync("8 items are in this list; printed are the lines that were on the screen. Ctrl and P on the page print up to 2,000 items.");
        foreach (var part in new[] { ".ws-facets", ".ws-story", ".ws > footer", ".pick", ".choose" })
        {
            await Assertions.Expect(page.Locator(part).First).ToBeHiddenAsync();
        }

        // Everything that is drawn is on the paper, and nothing is scrolled.
        await page.SetViewportSizeAsync(700, 300);
        Assert.True(await page.Locator(".ws-list").EvaluateAsync<bool>("list => list.scrollHeight <= list.clientHeight && list.clientHeight > innerHeight"));
    }

    [Fact]
    public async Task What_is_printed_from_the_dark_theme_has_the_colours_of_paper()
    {
        await LaunchAsync();
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.HasPlaceAsync(Name);
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        var light = await ColoursAsync();
        await page.EvaluateAsync("document.documentElement.classList.add('dark')");
        Assert.Equal(light, await ColoursAsync());

        Task<string> ColoursAsync() => page.EvaluateAsync<string>(
            "[...document.querySelectorAll('.ws *')].map(e => getComputedStyle(e)).map(s => `${s.color} ${s.backgroundColor} ${s.borderTopColor}`).join('\\n')");
    }

    [Fact]
    public async Task A_list_that_is_longer_than_the_screen_is_printed_whole()
    {
        string[] names = [.. Enumerable.Range(1, 120).Select(i => $"Person {i:000}")];
        await App.World.PeopleAsync(names);
        await App.World.HeapAsync([.. names.Select(n => new TestAccount(n, Findings: Finding.Dormant))]);
        await App.World.LaunchAsync("Mia");
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.HasPlaceAsync(names[0]);
        await page.EvaluateAsync("""
            () => {
              window.print = () => {
                document.documentElement.dataset.paper = [document.querySelectorAll('.ws-print tbody tr').length, document.querySelector('.printed').textContent].join(': ');
                dispatchEvent(new Event('afterprint'));
              };
            }
            """);
        await page.Keyboard.PressAsync("Control+p");
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-paper", "120: 120 items are in this list, and all of it is printed.");
        await Assertions.Expect(page.Locator(".ws-print")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_long_reason_is_read_whole_while_it_is_written()
    {
        await LaunchAsync();
        var page = await SignInAsync("Mia", "/campaigns/1/review");
        await page.HasPlaceAsync(Name);
        await page.Keyboard.PressAsync("c");
        var text = page.Locator("#why-text");
        await Assertions.Expect(text).ToBeFocusedAsync();
        var one = (await text.BoundingBoxAsync())!.Height;
        await text.FillAsync(string.Join(' ', Enumerable.Repeat("She runs the integration and is the only one who knows it.", 5)));
        Assert.InRange((await text.BoundingBoxAsync())!.Height, one + 10, 200);
        Assert.True(await text.EvaluateAsync<bool>("t => t.scrollHeight <= t.clientHeight"));
    }

    [Fact]
    public async Task At_twice_the_size_the_row_is_seen_while_its_reason_is_written()
    {
        await LaunchAsync();
        var page = await SignInAsync("Mia", "/campaigns/1/review", await NewPageAsync(720, 450));
        await page.HasPlaceAsync(Name);
        foreach (var row in new[] { page.Account(Name), page.Account("Una"), page.Account("Rob"), page.Account("Vic"), page.Account("Wim"), page.Account("Xia"), page.Account("Yan") })
        {
            await row.GoToAsync();
            await page.Keyboard.PressAsync("r");
            await Assertions.Expect(page.Locator("#why-text")).ToBeFocusedAsync();
            await Assertions.Expect(row).ToBeInViewportAsync(new() { Ratio = 1 });
            await Assertions.Expect(page.Locator(".ws-why")).ToBeInViewportAsync(new() { Ratio = 1 });
            var (at, box) = ((await row.BoundingBoxAsync())!, (await page.Locator(".ws-why").BoundingBoxAsync())!);
            Assert.InRange(box.Y + box.Height, 0, (await page.Locator(".ws > footer").BoundingBoxAsync())!.Y);
            Assert.True(box.Y >= at.Y + at.Height - 8 || box.Y + box.Height <= at.Y + 8, "The box hides the row.");
            await page.Keyboard.PressAsync("Escape");
        }

        // At least three rows are read at once.
        Assert.InRange((await page.Locator(".ws-list").BoundingBoxAsync())!.Height, 300, 450);
    }

    private async Task LaunchAsync()
    {
        await App.World.PeopleAsync([Name, "Una", "Vic", "Wim", "Xia", "Yan", "Rob"]);
        await App.World.HeapAsync(
        [
            new TestAccount(Name, Role: "Admin", Findings: Finding.Privileged, Groups: ["Lifecycle marketing and growth"]),
            .. new[] { "Rob", "Wim", "Xia", "Yan", "Vic", "Una" }.Select(name => new TestAccount(name, Findings: Finding.Dormant)),
        ]);
        await App.World.LaunchAsync("Mia");
    }
}
