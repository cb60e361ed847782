using System.IO.Compression;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

public sealed class EvidenceJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task The_owner_makes_an_edition_watches_it_and_takes_the_pack_away()
    {
        await App.World.PeopleAsync(["Sami"]);
        await App.World.HeapAsync(new TestAccount("Sami", Findings: Finding.Dormant));
        await App.World.LaunchAsync();
        await using (var db = App.Get<Core.Persistence.Databases>().CreateDbContext())
        {
            var turn = await db.ReviewTurns.SingleAsync();
            (await App.Get<DecideItem>().RunAsync(
                Guid.NewGuid(), App.World.As("Mia"), new ItemChoice(turn.Id, turn.EventSeq, DecisionKind.Certify, "Back from leave"), default)).Require();
        }

        var page = await SignInAsync("Owen", "/evidence");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("No edition has been made yet.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make an interim edition" }).ClickAsync();
        var link = page.GetByRole(AriaRole.Link, new() { Name = "Download the pack" });
        await Assertions.Expect(link).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await PictureAsync(page, "evidence");
        await AccessibleAsync(page);

        var download = await page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        Assert.Equal("DEMO-evidence-C1-interim-1.zip", download.SuggestedFilename);
        await using var bytes = await download.CreateReadStreamAsync();
        using var copy = new MemoryStream();
        await bytes.CopyToAsync(copy);
        using var zip = new ZipArchive(copy);
        Assert.Contains(zip.Entries, e => e.FullName == "evidence.xlsx");
        Assert.Contains(zip.Entries, e => e.FullName == "manifest.sha256");

        ExpectStatus(404);
        var refused = await SignInAsync("Mia", "/evidence");
        await Assertions.Expect(refused.Locator("main h1")).ToHaveTextAsync("There is nothing at this address");
    }
}
