using System.Globalization;
using AccessReview.Core;
using AccessReview.Core.Applications;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
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
        Assert.All(headings.Skip(3), (heading, i) => Assert.Equal($"{heading}: state", sheet.Cell(2, 5 + (5 * i)).GetString()));
        var rows = page.Locator("table.register tbody tr");
        var applications = await rows.Locator("td:first-child").AllInnerTextsAsync();
        Assert.Equal(3, applications.Count);
        for (var i = 0; i < applications.Count; i++)
        {
            Assert.Equal(applications[i], sheet.Cell(3 + i, 1).GetString().TrimStart('\''));
            Assert.All(await rows.Nth(i).Locator(".chip").AllInnerTextsAsync(), (chip, q) => Assert.Equal(chip, sheet.Cell(3 + i, 5 + (5 * q)).GetString()));
        }

        // Whoever owns campaigns reads of the gaps where their work begins.
        var owner = await SignInAsync("Dmitri");
        await owner.Locator(".todo", new() { HasText = "2 applications are not reviewed this quarter, and nothing is planned" }).GetByRole(AriaRole.Link).ClickAsync();
        await Assertions.Expect(owner.Locator("main .sentence")).ToContainTextAsync("2 applications are not reviewed this quarter");

        Expected.Add("404");
        var reviewer = await SignInAsync(await AReviewerAsync(), Links.Register());
        await Assertions.Expect(reviewer.Locator("main h1")).ToHaveTextAsync("There is nothing at this address");
        Assert.Equal(404, (await reviewer.APIRequest.GetAsync(Links.RegisterFile())).Status);
        await OpenAsync(page, Links.Audit());
        await Assertions.Expect(page.GetByText("Downloaded the register of 3 applications")).ToBeVisibleAsync();
    }

    private async Task RegisterAsync(string name, ApplicationKind kind)
    {
        await using var db = App.Get<Databases>().CreateDbContext();
        var administrator = await db.RoleGrants.Where(g => g.Role == Role.Administrator).Select(g => g.PersonId).FirstAsync();
        (await App.Get<RegisterApplication>().RunAsync(Guid.NewGuid(), Actor.Demo(administrator), new ApplicationFacts { Name = name, Kind = kind }, default)).Require();
    }

    /// <summary>Somebody with items and no role.</summary>
    private async Task<string> AReviewerAsync()
    {
        await using var db = App.Get<Databases>().CreateDbContext();
        return await db.PersonRecords.Where(p => db.ReviewTurns.Any(t => t.ReviewerId == p.PersonId) && !db.RoleGrants.Any(g => g.PersonId == p.PersonId)).OrderBy(p => p.Id).Select(p => p.Name).FirstAsync();
    }
}
