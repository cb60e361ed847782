using AccessReview.Core.Roles;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>In a small window nothing is lost: tables keep their columns, or show that there is more.</summary>
public sealed class WindowJourney(TheBrowser browser) : Journey(browser)
{
    private const string Cut = "document => [...document.querySelectorAll('main .scroll')].filter(s => s.scrollWidth > s.clientWidth + 1).length";

    [Fact]
    public async Task In_a_window_of_1280_pixels_the_tables_of_a_campaign_and_an_application_keep_their_last_columns()
    {
        var heap = await App.LaunchSampleAsync();
        var page = await SignInAsync("Dmitri", Links.Evidence());
        await EditionAsync(page);
        await page.SetViewportSizeAsync(1280, 720);
        foreach (var path in new[] { Links.Campaign(1), Links.Campaign(1, "items"), Links.Application(heap), Links.Evidence(), Links.Leavers() })
        {
            await WholeAsync(page, path);
        }

        // Where a table is wider all the same, its edge says so.
        await page.SetViewportSizeAsync(900, 720);
        await OpenAsync(page, Links.Application(heap));
        Assert.True(await CutAsync(page) > 0);
        Assert.Equal("local, local, scroll, scroll", await page.Locator("main .scroll").First.EvaluateAsync<string>("s => getComputedStyle(s).backgroundAttachment"));
    }

    [Fact]
    public async Task In_a_window_of_1280_pixels_what_is_to_mend_stands_above_the_long_tables()
    {
        var heap = await App.LaunchSampleAsync();
        var page = await SignInAsync("Dmitri");
        await page.SetViewportSizeAsync(1280, 720);
        foreach (var path in new[] { Links.Campaign(1), Links.Application(heap) })
        {
            await OpenAsync(page, path);
            var (facts, table) = ((await page.Locator(".two.facts-first > :last-child").BoundingBoxAsync())!, (await page.Locator("main table").First.BoundingBoxAsync())!);
            Assert.True(facts.Y < table.Y, path);
            Assert.InRange(facts.Y + facts.Height, 1, 720);
        }
    }

    [Fact]
    public async Task A_drawn_sample_stays_within_a_telephone()
    {
        await App.LaunchSampleAsync();
        var page = await SignInAsync("Dmitri");
        await page.SetViewportSizeAsync(390, 844);
        await OpenAsync(page, Links.Sample(1));
        await page.GetByRole(AriaRole.Button, new() { Name = "Draw", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("Hash of the draw")).ToBeVisibleAsync();
        Assert.Equal(390, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Equal(0, await CutAsync(page));
    }

    [Fact]
    public async Task Whoever_holds_two_roles_sees_their_own_name_in_a_low_window()
    {
        await App.World.PeopleAsync(["Bea"]);
        await App.World.GrantAsync("Owen", Role.Administrator);
        var page = await SignInAsync("Owen");
        await page.SetViewportSizeAsync(1280, 640);
        var me = (await page.Locator(".nav .me .who").BoundingBoxAsync())!;
        Assert.InRange(me.Y + me.Height, 1, 640);
        await page.Locator(".nav .me .who").ClickAsync(new() { Trial = true });
    }

    [Fact]
    public async Task On_a_telephone_a_row_is_a_block_that_says_what_each_of_its_values_is()
    {
        var heap = await App.LaunchSampleAsync();
        var page = await SignInAsync("Dmitri");
        await page.SetViewportSizeAsync(390, 844);
        foreach (var path in new[] { Links.Campaigns(), Links.Campaign(1), Links.Campaign(1, "items"), Links.Audit(), Links.Leavers(), Links.Applications(), Links.Application(heap), Links.Campaign(1, "history"), Links.People(), Links.Directories(), Links.Register() })
        {
            await WholeAsync(page, path);
        }

        // The quarter that the register is about stands right below the application.
        var cells = page.Locator("table.register tbody tr").First.Locator("td");
        Assert.InRange((await cells.Last.BoundingBoxAsync())!.Y, (await cells.First.BoundingBoxAsync())!.Y, (await cells.Nth(1).BoundingBoxAsync())!.Y);
    }

    [Fact]
    public async Task On_a_telephone_an_edition_s_downloads_and_a_role_s_taking_away_are_in_sight()
    {
        await App.LaunchSampleAsync();
        var owner = await SignInAsync("Dmitri", Links.Evidence());
        var pack = await EditionAsync(owner);
        var administrator = await SignInAsync("Kaito Ivanov", Links.Settings());
        foreach (var (page, last) in new[] { (owner, pack), (administrator, administrator.GetByRole(AriaRole.Button, new() { Name = "Take away" }).First) })
        {
            await page.SetViewportSizeAsync(390, 844);
            Assert.Equal(0, await CutAsync(page));
            var box = (await last.BoundingBoxAsync())!;
            Assert.InRange(box.X + box.Width, 1, 390);
        }
    }

    [Fact]
    public async Task On_a_telephone_each_part_of_a_campaign_can_be_chosen_and_every_page_says_that_identities_are_chosen()
    {
        await App.LaunchSampleAsync();
        var page = await SignInAsync("Dmitri");
        await page.SetViewportSizeAsync(390, 844);
        await OpenAsync(page, Links.Campaign(1, "history"));
        await Assertions.Expect(page.Locator(".nav .mark")).ToBeVisibleAsync();
        Assert.Equal("History", await page.Locator(".tabs a.on").InnerTextAsync());
        foreach (var tab in await page.Locator(".tabs a").AllAsync())
        {
            var box = (await tab.BoundingBoxAsync())!;
            Assert.InRange(box.X + box.Width, 1, 390);
        }
    }

    /// <summary>Makes an edition on the open page of the evidence, and gives the link to its pack.</summary>
    private static async Task<ILocator> EditionAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Make an interim edition" }).ClickAsync();
        var pack = page.GetByRole(AriaRole.Link, new() { Name = "Pack", Exact = true });
        await Assertions.Expect(pack).ToBeVisibleAsync(new() { Timeout = 120_000 });
        return pack;
    }

    /// <summary>The page has a table, and nothing of it is cut off.</summary>
    private static async Task WholeAsync(IPage page, string path)
    {
        await OpenAsync(page, path);
        await Assertions.Expect(page.Locator("main .scroll").First).ToBeAttachedAsync();
        Assert.True(await CutAsync(page) == 0, path);
    }

    private static Task<int> CutAsync(IPage page) => page.EvaluateAsync<int>($"({Cut})(document)");
}
