using System.Text.RegularExpressions;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.Extracts;
using AccessReview.Core.Tests.Journeys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>A figure on the overview or among the costs leads to rows that show the same number.</summary>
public sealed partial class FiguresJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task Every_figure_leads_to_rows_that_show_the_same_number()
    {
        await App.LaunchSampleAsync();
        var page = await SignInAsync("Dmitri");
        var bars = await page.Locator("a.hb[href*='/findings']").EvaluateAllAsync<string[][]>("all => all.map(a => [a.getAttribute('href'), a.innerText])");
        Assert.True(bars.Length > 6, $"{bars.Length} bars");
        await PictureAsync(page, "overview-money");
        foreach (var bar in bars)
        {
            // A bar of a cost says its count among its words; one of a finding ends with it.
            var count = Counted().Match(bar[1]) is { Success: true } said ? said.Groups["count"].Value : LastNumber().Match(bar[1]).Value;
            await OpenAsync(page, bar[0]);
            Assert.StartsWith($"{count} account", await page.Locator("main .sentence").InnerTextAsync(), StringComparison.Ordinal);
        }

        await OpenAsync(page, Links.Costs());
        await Assertions.Expect(page.Locator("#together")).ToHaveTextAsync("11,754 USD");
        await Assertions.Expect(page.Locator("tbody tr td:last-child")).ToHaveTextAsync(["3,925 USD", "6,088 USD", "1,741 USD", "11,754 USD"]);
        await Assertions.Expect(page.GetByText("Published estimates")).ToBeVisibleAsync();
        await PictureAsync(page, "costs");
        foreach (var (link, sentence) in new[] { ("12 seats", "12 accounts"), ("7 accounts", "7 accounts of 5 people") })
        {
            await OpenAsync(page, Links.Costs());
            await page.GetByRole(AriaRole.Link, new() { Name = link }).ClickAsync();
            await Assertions.Expect(page.GetByText(sentence).First).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task After_an_item_went_to_another_reviewer_the_progress_counts_what_its_link_shows()
    {
        await App.LaunchSampleAsync();
        var page = await SignInAsync("Dmitri", Links.Campaign(1, "items"));
        var reviewer = await page.Locator("table.plain tbody tr:first-child td:nth-child(5)").InnerTextAsync();
        await page.GetByRole(AriaRole.Button, new() { NameString = "Reassign C1-" }).First.ClickAsync();
        await page.ChooseAsync((await page.DialogAsync()).Locator("input").First, "Uma Nwosu");
        await page.Locator("#reassign-reason").FillAsync("On leave until after the due day");
        await page.Locator(".mud-dialog .btn.pri").ClickAsync();
        await Assertions.Expect(page.Locator(".mud-dialog")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("#items-reviewer option", new() { HasText = "Uma Nwosu" })).ToHaveCountAsync(1);

        await using var db = App.Get<Databases>().CreateDbContext();
        var left = await db.ReviewTurns.CountAsync(t => db.PersonRecords.Any(p => p.PersonId == t.ReviewerId && p.Name == reviewer));
        await page.GetByRole(AriaRole.Link, new() { Name = "Progress" }).ClickAsync();
        var link = page.Locator("tr", new() { Has = page.Locator("td .strong", new() { HasText = reviewer }) }).Locator("td.num a").First;
        await Assertions.Expect(link).ToHaveTextAsync($"{left}");
        await link.ClickAsync();
        await Assertions.Expect(page.Locator(".filters .push")).ToHaveTextAsync(left == 1 ? "1 item" : $"{left} items");
    }

    [Fact]
    public async Task How_campaigns_ended_leads_to_the_items_that_it_counts()
    {
        // Five who have left, and a quarter later three whose access was not used.
        var team = new MonasTeam(App);
        await team.FoundAsync();
        (string Name, int From, int Revoked)[] campaigns = [("Heap, Q4 2026", 9, 5), ("Heap, Q1 2027", 14, 3)];
        foreach (var (name, from, revoked) in campaigns)
        {
            var number = await team.LaunchAsync(name);
            var reviewers = new Reviewers(App.Services, number);
            await reviewers.DecideAllAsync(Enumerable.Range(from, revoked).Select(i => $"person{i:00}@team.example").ToHashSet());
            await reviewers.SignAllAsync();
            await team.CloseAsync(number);
            App.Clock.Advance(TimeSpan.FromDays(90));
        }

        var page = await SignInAsync("Olga");
        await PictureAsync(page, "overview-trends");
        foreach (var (name, _, revoked) in campaigns)
        {
            await OpenAsync(page, Links.Overview());
            var row = page.Locator("table.trend tbody tr", new() { HasText = name });
            await Assertions.Expect(row.Locator("td.num")).ToHaveTextAsync(["120", $"{revoked}", "0", "in time", "none yet"]);
            foreach (var (column, sentence) in new[] { (0, "120 items"), (1, $"{revoked} items"), (2, "0 items") })
            {
                await OpenAsync(page, Links.Overview());
                await row.Locator("td.num a").Nth(column).ClickAsync();
                await Assertions.Expect(page.Locator(".filters .push")).ToHaveTextAsync(sentence);
                await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(name);
            }
        }
    }

    [Fact]
    public async Task What_was_decided_to_be_removed_and_how_long_it_took_lead_to_as_many_removals()
    {
        var team = new MonasTeam(App);
        await team.FoundAsync();
        await team.LaunchAsync("Heap, Q4 2026");
        var reviewers = new Reviewers(App.Services, 1);
        List<string> left = [.. Enumerable.Range(9, 5).Select(i => $"person{i:00}@team.example")];
        await reviewers.DecideAllAsync(left.ToHashSet());
        await reviewers.SignAllAsync();
        await team.CloseAsync(1);
        App.Clock.Advance(TimeSpan.FromHours(30));
        team.Remove(left.Take(4));
        await team.ReadAsync();

        var page = await SignInAsync("Olga");
        await PictureAsync(page, "overview-removals");
        await AccessibleAsync(page);
        var chart = await page.Locator(".card", new() { HasText = "Decided to remove or lower, and done" }).Locator("a[href*='show=']")
            .EvaluateAllAsync<string[][]>("all => all.map(a => [a.getAttribute('href'), a.getAttribute('aria-label') ?? a.innerText])");
        Assert.Equal(["Heap, Q4 2026: 5 decided to remove or lower", "Heap, Q4 2026: 4 verified", "1 open"], chart.Select(c => c[1]));
        foreach (var (figure, count) in chart.Zip([5, 4, 1]))
        {
            await OpenAsync(page, figure[0]);
            await Assertions.Expect(page.Locator("table.removals tbody tr")).ToHaveCountAsync(count);
        }

        foreach (var (figure, number) in new[] { ("a.stat[href*='show=Verified']", ".big"), ("table.trend a[href*='show=Verified']", "") })
        {
            // Read ten minutes short of the thirty hours after the decision.
            await OpenAsync(page, Links.Overview());
            var link = page.Locator(figure);
            var median = (await (number.Length > 0 ? link.Locator(number) : link).InnerTextAsync()).Replace("median", "", StringComparison.Ordinal).Trim();
            Assert.Equal("30 h", median);
            await link.ClickAsync();
            await Assertions.Expect(page.Locator("table.removals tbody tr")).ToHaveCountAsync(4);
            await Assertions.Expect(page.Locator("main .times")).ToContainTextAsync("median 30 h,");
        }

        await OpenAsync(page, Links.Costs());
        var recovered = page.GetByRole(AriaRole.Region, new() { Name = "Recovered seats by campaign" }).Locator("td.num a");
        await Assertions.Expect(recovered).ToHaveTextAsync("4");
        await recovered.ClickAsync();
        await Assertions.Expect(page.Locator("table.removals tbody tr")).ToHaveCountAsync(4);
    }

    [Fact]
    public async Task An_administrator_enters_what_it_costs_and_is_told_what_is_wrong()
    {
        await App.World.PeopleAsync(["Vera"], left: ["Vera"]);
        await App.World.HeapAsync(new Core.Tests.TestAccount("Vera", Findings: Core.Findings.Finding.Left));
        var page = await SignInAsync("Ada", Links.Settings());
        await page.GetByLabel("What an account that should be gone costs a year").FillAsync("a lot");
        var card = page.Locator(".card", new() { HasText = "Money appears only where it is entered" });
        await card.GetByRole(AriaRole.Button, new() { Name = "Save the costs" }).ClickAsync();
        await Assertions.Expect(card.GetByText("An account that should be gone: A sum of money is a number")).ToBeVisibleAsync();
        await page.GetByLabel("What an account that should be gone costs a year").FillAsync("248.71");
        await card.GetByRole(AriaRole.Button, new() { Name = "Save the costs" }).ClickAsync();
        await Assertions.Expect(card.GetByText("Costs have a currency")).ToBeVisibleAsync();
        await card.GetByLabel("Currency").FillAsync("usd");
        await card.GetByRole(AriaRole.Button, new() { Name = "Save the costs" }).ClickAsync();
        await Assertions.Expect(card.GetByText("Version 1 saved")).ToBeVisibleAsync();
        await PictureAsync(page, "settings-costs");
        await OpenAsync(page, Links.Costs());
        await Assertions.Expect(page.Locator("#together")).ToHaveTextAsync("249 USD");
    }

    [Fact]
    public async Task A_price_with_nothing_to_pay_is_nothing_to_pay_and_not_a_missing_price()
    {
        await App.World.PeopleAsync(["Rob"]);
        await App.World.HeapAsync(new Core.Tests.TestAccount("Rob"));
        (await App.Get<SetPolicy>().RunAsync(Guid.NewGuid(), App.World.As("Ada"), new Policy { MissedRemovalCostMinor = 24_871, CostCurrency = "USD" }, null, default)).Require();
        var page = await SignInAsync("Owen");
        await Assertions.Expect(page.Locator("a.hb", new() { HasText = "Accounts that should be gone" })).ToContainTextAsync("0 USD");
        await OpenAsync(page, Links.Costs());
        await Assertions.Expect(page.Locator("main .sentence")).ToHaveTextAsync("0 USD a year.");
        await Assertions.Expect(page.Locator("#together")).ToHaveTextAsync("0 USD");
    }

    [Fact]
    public async Task Unused_seats_lead_to_their_accounts_and_cost_the_same_on_every_page()
    {
        await App.World.PeopleAsync(["Rob", "Uma"]);
        await App.World.HeapAsync(new Core.Tests.TestAccount("Rob", Findings: Core.Findings.Finding.Dormant), new Core.Tests.TestAccount("Uma"));
        await App.World.GrantAsync("Uma", Core.Roles.Role.Auditor);
        await App.World.Run("Seed", scope =>
        {
            var heap = scope.Db.Applications.Single();
            (heap.SeatPriceMinor, heap.Currency) = (250_50, "USD");
        });
        var page = await SignInAsync("Owen");
        await Assertions.Expect(page.Locator("a.stat", new() { HasText = "Unused seats, a year" })).ToContainTextAsync("251");
        await Assertions.Expect(page.Locator("a.hb", new() { HasText = "Unused seats of Heap" })).ToContainTextAsync("251 USD");
        await OpenAsync(page, Links.Applications());
        await Assertions.Expect(page.Locator("td[data-label='Unused, a year']")).ToContainTextAsync("251 USD");
        await page.GetByRole(AriaRole.Link, new() { Name = "1 seat", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("main .sentence")).ToContainTextAsync("1 account of 1 person");

        // Where no campaign was ever held, every application is a gap.
        var auditor = await SignInAsync("Uma", Links.Campaigns());
        await auditor.GetByRole(AriaRole.Link, new() { Name = "Register", Exact = true }).ClickAsync();
        await Assertions.Expect(auditor.Locator("main .sentence")).ToContainTextAsync("1 application is not reviewed this quarter");
    }

    [Fact]
    public async Task Before_anything_is_judged_the_numbers_are_not_known()
    {
        var importing = new Importing(App.Services);
        var (heap, _) = await importing.SourcesAsync();
        (await importing.ImportAsync(await importing.DraftAsync(
            heap, null, new DateTime(2026, 11, 20, 9, 0, 0, DateTimeKind.Utc), (ExtractFileKind.Users, "u.csv", "User ID,Email\nu1,ann@example.test\n"u8.ToArray(), null)))).Require();
        var page = await SignInAsFirstAdministratorAsync();
        await OpenAsync(page, Links.Overview());
        foreach (var title in new[] { "People who left and still have access", "Unused seats" })
        {
            await Assertions.Expect(page.Locator("a.stat", new() { HasText = title })).ToContainTextAsync("not known yet");
        }

        await Assertions.Expect(page.Locator(".card", new() { HasText = "Findings in all applications" })).ToContainTextAsync("Not known yet");
        await AccessibleAsync(page);
        await OpenAsync(page, Links.Leavers());
        await Assertions.Expect(page.Locator("main .empty")).ToContainTextAsync("Not known yet");
        await Assertions.Expect(page.Locator("main .empty")).ToContainTextAsync("What was read is judged as soon as a staff list has been read as well.");
        await Assertions.Expect(page.GetByText("Nobody who has left")).ToHaveCountAsync(0);
        await OpenAsync(page, Links.Costs());
        await Assertions.Expect(page.Locator("main .sentence")).ToContainTextAsync("what accounts cost is not known");
        await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "Accounts that should be gone" })).ToContainTextAsync("not known yet");
    }

    [GeneratedRegex("(?<count>[0-9,]+) (seat|account)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Counted();

    [GeneratedRegex("[0-9,]+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LastNumber();
}
