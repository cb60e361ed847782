using System.Globalization;
using System.Text.RegularExpressions;
using AccessReview.Core;
using AccessReview.Core.Applications;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Campaigns.Schedules;
using AccessReview.Core.Persistence;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests;
using ClosedXML.Excel;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>The register of applications on its page, and taken away as a workbook.</summary>
public sealed class RegisterJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task An_auditor_takes_the_register_away_as_the_page_shows_it_and_a_reviewer_finds_neither()
    {
        await App.LaunchSampleAsync();
        await RegisterAsync("8x8", ApplicationKind.EightByEight);
        await RegisterAsync("=HYPERLINK(\"http://evil.example\",\"click\")", ApplicationKind.Other);
        var page = await SignInAsync("Uma Nwosu", Links.Register());
        await Assertions.Expect(page.Locator("table.register tbody tr").First.Locator(".chip")).ToHaveTextAsync(["not known", "not known", "not known", "not known", "never read"]);
        await PictureAsync(page, "register");
        await AccessibleAsync(page);
        var file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download" }).ClickAsync());
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"DEMO-register-{App.Clock.GetUtcNow():yyyy-MM-dd}.xlsx"), file.SuggestedFilename);
        using var book = new XLWorkbook(new MemoryStream(await System.IO.File.ReadAllBytesAsync(await file.PathAsync())));
        var sheet = book.Worksheet("Register");
        Assert.StartsWith("Demo: identities were chosen, not authenticated", sheet.Cell("A1").GetString(), StringComparison.Ordinal);

        var headings = await page.Locator("table.register th").AllInnerTextsAsync();
        Assert.All(headings.Skip(3), (heading, i) => Assert.Equal($"{heading}: state", sheet.Cell(2, 5 + (6 * i)).GetString()));
        var rows = page.Locator("table.register tbody tr");
        var applications = await rows.Locator("td:first-child").AllInnerTextsAsync();
        Assert.Equal(3, applications.Count);
        for (var i = 0; i < applications.Count; i++)
        {
            Assert.Equal(applications[i], sheet.Cell(3 + i, 1).GetString().TrimStart('\''));
            Assert.All(await rows.Nth(i).Locator(".chip").AllInnerTextsAsync(), (chip, q) => Assert.Equal(chip, sheet.Cell(3 + i, 5 + (6 * q)).GetString()));
        }

        // Whoever owns campaigns reads of the gaps where their work begins.
        var owner = await SignInAsync("Dmitri");
        await owner.Locator(".todo", new() { HasText = "2 applications are not reviewed this quarter, and nothing is planned" }).GetByRole(AriaRole.Link).ClickAsync();
        await Assertions.Expect(owner.Locator("main .sentence")).ToContainTextAsync("2 applications are not reviewed this quarter");

        ExpectStatus(404);
        var reviewer = await SignInAsync(await AReviewerAsync(), Links.Register());
        await Assertions.Expect(reviewer.Locator("main h1")).ToHaveTextAsync("There is nothing at this address");
        Assert.Equal(404, (await reviewer.APIRequest.GetAsync(Links.RegisterFile())).Status);
        await OpenAsync(page, Links.Audit());
        await Assertions.Expect(page.GetByText("Downloaded the register of 3 applications")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_quarter_says_what_was_left_unreviewed_and_that_a_cycle_was_missed_and_leads_to_the_campaign()
    {
        await App.World.PeopleAsync(["Rob", "Sami", "Tim"]);
        await App.World.HeapAsync(new TestAccount("Rob"), new TestAccount("Sami"), new TestAccount("Tim"));
        await App.World.LaunchAsync("Mia");
        await ReviewOneAndCloseAsync();
        var page = await SignInAsync("Owen", Links.Register());
        var quarters = page.Locator("table.register tbody tr").GetByRole(AriaRole.Cell);
        await Assertions.Expect(quarters.Last).ToHaveTextAsync(new Regex("reviewed, 2 of 3 not\\s*C1\\s*closed 23 Nov 2026"));
        await Assertions.Expect(page.Locator("main .sentence")).ToContainTextAsync("1 has items that nobody reviewed.");
        await PictureAsync(page, "register-left");
        await quarters.Last.GetByRole(AriaRole.Link, new() { Name = "C1" }).ClickAsync();
        await page.GetByRole(AriaRole.Row, new() { NameString = "Mia" }).GetByRole(AriaRole.Link, new() { Name = "2", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("main table tbody .chip")).ToHaveTextAsync(["Not reviewed", "Not reviewed"]);

        // It is to be held again, is prepared, and its due day passes.
        var terms = new ScheduleTerms("Heap", Cadence.Quarterly, new(2027, 1, 4), new(2027, 1, 1), new(2027, 3, 31), 14, 10, LaunchesItself: false, "UTC");
        (await App.Get<SetSchedule>().RunAsync(Guid.NewGuid(), App.World.As("Owen"), 1, terms, null, default)).Require();
        await ClockAsync(new DateTime(2027, 1, 10, 12, 0, 0, DateTimeKind.Utc));
        await ClockAsync(new DateTime(2027, 1, 19, 12, 0, 0, DateTimeKind.Utc));
        page = await SignInAsync("Owen", Links.Register());
        quarters = page.Locator("table.register tbody tr").GetByRole(AriaRole.Cell);
        await Assertions.Expect(quarters.Last).ToHaveTextAsync(new Regex("missed\\s*C2\\s*due 18 Jan 2027"));
        await Assertions.Expect(quarters.Nth(6)).ToContainTextAsync("reviewed, 2 of 3 not");
        await Assertions.Expect(page.Locator("main .sentence")).ToHaveTextAsync("1 application is not reviewed this quarter, and nothing is planned.");
        await AccessibleAsync(page);
        await PictureAsync(page, "register-missed");
        await quarters.Last.GetByRole(AriaRole.Link, new() { Name = "C2" }).ClickAsync();
        await Assertions.Expect(page.Locator(".gates li.no").GetByText("The due day has passed.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_overview_says_what_was_missed_beside_a_quarter_that_was_reviewed_as_the_register_does_and_leads_there()
    {
        await App.World.PeopleAsync(["Rob", "Sami", "Tim"]);
        await App.World.HeapAsync(new TestAccount("Rob"), new TestAccount("Sami"), new TestAccount("Tim"));
        await App.World.LaunchAsync("Mia");
        await ReviewOneAndCloseAsync();

        // The review of November was to be done by 10 December, and nobody launched it.
        var terms = new ScheduleTerms("Heap", new Cadence(CadenceUnit.Months, 1), new(2026, 11, 30), new(2026, 11, 1), new(2026, 11, 30), 10, 5, LaunchesItself: false, "UTC");
        (await App.Get<SetSchedule>().RunAsync(Guid.NewGuid(), App.World.As("Owen"), 1, terms, null, default)).Require();
        await ClockAsync(new DateTime(2026, 11, 26, 12, 0, 0, DateTimeKind.Utc));
        await ClockAsync(new DateTime(2026, 12, 12, 12, 0, 0, DateTimeKind.Utc));
        var page = await SignInAsync("Owen");
        await page.Locator(".todo", new() { HasText = "Heap: reviewed, 1 missed this quarter" }).GetByRole(AriaRole.Link, new() { Name = "Look" }).ClickAsync();
        await page.IsAtAsync(Links.Register());
        await Assertions.Expect(page.Locator("table.register tbody tr").GetByRole(AriaRole.Cell).Last.Locator(".chip")).ToContainTextAsync("1 missed");
    }

    /// <summary>Mia certifies one of three, and Owen closes.</summary>
    private async Task ReviewOneAndCloseAsync()
    {
        await using var db = App.Get<Databases>().CreateDbContext();
        var turn = await db.ReviewTurns.SingleAsync(t => t.Number == 1);
        (await App.Get<DecideItem>().RunAsync(Guid.NewGuid(), App.World.As("Mia"), new ItemChoice(turn.Id, turn.EventSeq, DecisionKind.Certify, null), default)).Require();
        var (owner, until) = (App.World.As("Owen"), DateOnly.FromDateTime(App.Clock.GetUtcNow().UtcDateTime).AddDays(20));
        var view = (await App.Get<ClosePreview>().RunAsync(owner, 1, default)).Require();
        List<StatedException> stated = [.. view.Exceptions.Select(e => new StatedException(e.Kind, "Known and followed up", App.World["Noa"], until))];
        (await App.Get<CloseCampaign>().RunAsync(Guid.NewGuid(), owner, 1, new CloseInput(view.Statement, "Reviewed in part.", stated), default)).Require();
    }

    private async Task ClockAsync(DateTime now)
    {
        App.Clock.Set(now);
        await App.Get<FollowUps>().RunAsync(default);
    }

    private async Task RegisterAsync(string name, ApplicationKind kind)
    {
        await using var db = App.Get<Databases>().CreateDbContext();
        var administrator = await db.RoleGrants.Where(g => g.Role == Role.Administrator).Select(g => g.PersonId).FirstAsync();
        (await App.Get<RegisterApplication>().RunAsync(Guid.NewGuid(), Actor.Demo(administrator), new Core.Applications.ApplicationFacts { Name = name, Kind = kind }, default)).Require();
    }

    /// <summary>Somebody with items and no role.</summary>
    private async Task<string> AReviewerAsync()
    {
        await using var db = App.Get<Databases>().CreateDbContext();
        return await db.PersonRecords.Where(p => db.ReviewTurns.Any(t => t.ReviewerId == p.PersonId) && !db.RoleGrants.Any(g => g.PersonId == p.PersonId)).OrderBy(p => p.Id).Select(p => p.Name).FirstAsync();
    }
}
