using AccessReview.Core;
using AccessReview.Core.Connections;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Sample;
using AccessReview.Fakes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>A Google Workspace that is told in the browser by which name it signs people in to an application.</summary>
public sealed class GoogleConnectionJourney(TheBrowser browser) : Journey(browser, new() { ["Outbound:AllowLoopback"] = "true" })
{
    private readonly FakeGoogle google = new();

    public override async ValueTask InitializeAsync()
    {
        google.User("1", "kaito.ivanov@harbourlight.example").Groups["g1"] = new("Heap users", "heap@harbourlight.example", ["kaito.ivanov@harbourlight.example"]);
        google.Log.Add(("1", "Heap Analytics", App.Clock.GetUtcNow().UtcDateTime.AddDays(-2), true));
        await google.StartAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await google.DisposeAsync();
    }

    [Fact]
    public async Task The_name_by_which_people_are_signed_in_is_entered_beside_the_group_and_the_test_says_what_follows()
    {
        (await App.Get<LoadSample>().RunAsync(CancellationToken.None)).Require();
        var page = await SignInAsync("Kaito", Links.Directory(await ConnectAsync()));
        var card = page.Locator(".card", new() { HasText = "Connection" });
        await TestAsync(page, card, "stays not known. Its log is not read.");
        await NameAsync(page, "Heap analytics");
        await TestAsync(page, card, "shows no sign-in to an application named Heap analytics in the last 14 days");
        await NameAsync(page, "Heap Analytics");
        await TestAsync(page, card, "Say when somebody last signed in to a linked application");
    }

    /// <summary>Tokens are given where the fake gives them, which no administrator enters; the rest is changed in the browser.</summary>
    private async Task<long> ConnectAsync()
    {
        await using var db = App.Get<Databases>().CreateDbContext();
        var admin = Actor.Demo(await db.PersonRecords.Where(p => p.WorkEmail == "kaito.ivanov@harbourlight.example").Select(p => p.PersonId).FirstAsync());
        var directory = (await App.Get<RegisterDirectory>().RunAsync(Guid.NewGuid(), admin, "Google Workspace", DirectoryKind.GoogleWorkspace, CancellationToken.None)).Require();
        var settings = new ConnectionSettings
        {
            Identity = FakeGoogle.ServiceAccount, Admin = FakeGoogle.Admin, Login = google.Address + "/token",
            Apps = [new LinkedApp("heap@harbourlight.example", await db.Applications.Select(a => a.Id).SingleAsync())],
        };
        (await App.Get<SetConnection>().RunAsync(
            Guid.NewGuid(), admin,
            new EnteredConnection(null, directory, ConnectionSystem.GoogleWorkspace, google.Address + "/admin/directory/v1", FakeGoogle.PrivateKey, ConnectionUse.ReadOnly, settings),
            CancellationToken.None)).Require();
        return directory;
    }

    private static async Task NameAsync(IPage page, string name)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Change", Exact = true }).ClickAsync();
        await (await page.DialogAsync()).GetByLabel("Name of its SAML application").FillAsync(name);
        await AccessibleAsync(page);
        await PictureAsync(page, "connect-google");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".mud-dialog")).ToHaveCountAsync(0);
    }

    private static async Task TestAsync(IPage page, ILocator card, string says)
    {
        await card.GetByRole(AriaRole.Button, new() { Name = "Test", Exact = true }).ClickAsync();
        await Assertions.Expect(card).ToContainTextAsync(says);
        await AccessibleAsync(page);
        await PictureAsync(page, "google-tested");
    }
}
