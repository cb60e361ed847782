using AccessReview.Core.Persistence;
using AccessReview.Core.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

public sealed class RetentionJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task A_campaign_owner_asks_and_an_administrator_approves_what_is_purged()
    {
        await App.World.PeopleAsync(["Zoe"]);
        await App.World.HeapAsync(new TestAccount("Zoe"));
        await SupersedeAsync();
        var owner = await SignInAsync("Owen", Links.Retention());
        await AccessibleAsync(owner);
        await PictureAsync(owner, "retention");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Ask that X2 Heap be purged" }).ClickAsync();
        var dialog = await owner.DialogAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Ask" }).ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Say why.");
        await dialog.GetByLabel("Why").FillAsync("The wrong file.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Ask" }).ClickAsync();
        await Assertions.Expect(owner.GetByText("waits for a second person")).ToBeVisibleAsync();
        await Assertions.Expect(owner.GetByRole(AriaRole.Button, new() { Name = "Approve" })).ToHaveCountAsync(0);

        var admin = await SignInAsync("Ada", Links.Retention());
        await Assertions.Expect(admin.Locator("tbody")).ToContainTextAsync(["The wrong file."]);
        await admin.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await admin.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Assertions.Expect(admin.GetByText("approved, waits for the operator")).ToBeVisibleAsync();
        await AccessibleAsync(admin);
    }

    /// <summary>The application's newest reading is another one from now on, as if the right file had been brought in.</summary>
    private async Task SupersedeAsync()
    {
        (await App.Get<Change>().RunAsync<Core.Done>(Guid.NewGuid(), Core.Actor.Product, "Seed", async (scope, cancel) =>
        {
            var application = await scope.Db.Applications.SingleAsync(cancel);
            (application.CurrentExtractId, application.CurrentAssessmentId) = (null, null);
            scope.Record(new Superseded());
            return Core.Done.Yes;
        }, default)).Require();
    }

    private sealed record Superseded : Core.Audit.EventBody;
}
