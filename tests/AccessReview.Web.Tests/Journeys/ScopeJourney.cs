using AccessReview.Core;
using AccessReview.Core.Applications;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>What was registered by mistake, or is used no more, goes out of scope and comes back.</summary>
public sealed class ScopeJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task A_mistake_is_taken_out_of_scope_leaves_the_overview_is_told_to_an_auditor_and_comes_back()
    {
        var heap = await App.LaunchSampleAsync();
        var administrator = await AdministratorAsync();
        var mixpanel = (await App.Get<RegisterApplication>().RunAsync(
            Guid.NewGuid(), administrator, new Core.Applications.ApplicationFacts { Name = "Mixpanel", Kind = ApplicationKind.Mixpanel }, default)).Require();
        var page = await SignInAsync("Kaito Ivanov");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Mixpanel has not been read yet");

        await OpenAsync(page, Links.Application(mixpanel));
        await AnswerAsync(page, "Take out of scope", "Registered by mistake", "Take it out");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Registered by mistake. Kaito Ivanov took it out.");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Import files" })).ToHaveCountAsync(0);
        await PictureAsync(page, "out-of-scope");
        await AccessibleAsync(page);
        await OpenAsync(page, "/");
        await Assertions.Expect(page.Locator("main h1")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("Mixpanel");
        await OpenAsync(page, Links.Applications());
        await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { NameString = "Mixpanel" })).ToContainTextAsync("out of scope since");

        var auditor = await SignInAsync("Uma Nwosu", Links.Register());
        var row = auditor.Locator("table.register tbody tr", new() { HasText = "Mixpanel" });
        await Assertions.Expect(row).ToContainTextAsync("Registered by mistake (Kaito Ivanov)");
        await Assertions.Expect(row.Locator(".chip").Last).ToHaveTextAsync("out of scope");
        await PictureAsync(auditor, "register-out-of-scope");
        await AccessibleAsync(auditor);
        await OpenAsync(auditor, Links.Audit());
        await Assertions.Expect(auditor.GetByText("Took Mixpanel out of scope")).ToBeVisibleAsync();

        await OpenAsync(page, Links.Application(mixpanel));
        await AnswerAsync(page, "Bring back into scope", "It is in use after all", "Bring it back");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Import files" }).First).ToBeVisibleAsync();
        await OpenAsync(page, "/");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Mixpanel has not been read yet");

        // What is under review stays.
        await OpenAsync(page, Links.Application(heap));
        await AnswerAsync(page, "Take out of scope", "We give it up", "Take it out");
        await Assertions.Expect(page.GetByText("Heap is under review in C1. Close that campaign first.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_mistaken_directory_is_taken_out_of_scope_on_its_page_and_the_leading_one_is_not()
    {
        await App.LaunchSampleAsync();
        var mistake = (await App.Get<RegisterDirectory>().RunAsync(Guid.NewGuid(), await AdministratorAsync(), "Okta tset", DirectoryKind.Okta, default)).Require();
        var page = await SignInAsync("Kaito Ivanov", Links.Directory(mistake));
        await AnswerAsync(page, "Take out of scope", "Registered by mistake", "Take it out");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Registered by mistake. Kaito Ivanov took it out.");
        await AccessibleAsync(page);
        await OpenAsync(page, Links.Directories());
        await Assertions.Expect(page.Locator("main .sentence")).ToContainTextAsync("work here by the newest reading");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { NameString = "Let it lead" })).ToHaveCountAsync(0);
        await PictureAsync(page, "directory-out-of-scope");

        await page.GetByRole(AriaRole.Link, new() { Name = "Okta tset" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Bring back into scope" })).ToBeVisibleAsync();
        await OpenAsync(page, Links.Directories());
        await page.Locator(".head h2 a").First.ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Readings");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Take out of scope" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_directory_gets_another_name_on_its_page_and_none_that_is_taken()
    {
        await App.LaunchSampleAsync();
        var administrator = await AdministratorAsync();
        var mistake = (await App.Get<RegisterDirectory>().RunAsync(Guid.NewGuid(), administrator, "Okta tset", DirectoryKind.Okta, default)).Require();
        (await App.Get<RegisterDirectory>().RunAsync(Guid.NewGuid(), administrator, "Okta of before", DirectoryKind.Okta, default)).Require();
        var page = await SignInAsync("Kaito Ivanov", Links.Directory(mistake));
        await RenameAsync(page, "okta OF before");
        await Assertions.Expect(page.GetByText("There is a directory “okta OF before” already.")).ToBeVisibleAsync();
        await RenameAsync(page, "Okta");
        await Assertions.Expect(page.Locator("main h1")).ToHaveTextAsync("Okta");
        await AccessibleAsync(page);
        await OpenAsync(page, Links.Directories());
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Okta", Exact = true })).ToBeVisibleAsync();
    }

    private static async Task RenameAsync(IPage page, string name)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        var dialog = await page.DialogAsync();
        await dialog.GetByLabel("Name").FillAsync(name);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        await Assertions.Expect(page.Locator(".mud-dialog")).ToHaveCountAsync(0);
    }

    private static async Task AnswerAsync(IPage page, string opens, string reason, string confirm)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = opens }).ClickAsync();
        var dialog = await page.DialogAsync();
        await dialog.GetByLabel("Why").FillAsync(reason);
        await dialog.GetByRole(AriaRole.Button, new() { Name = confirm }).ClickAsync();
        await Assertions.Expect(page.Locator(".mud-dialog")).ToHaveCountAsync(0);
    }

    private async Task<Actor> AdministratorAsync()
    {
        await using var db = App.Get<Databases>().CreateDbContext();
        return Actor.Demo(await db.RoleGrants.Where(g => g.Role == Role.Administrator).Select(g => g.PersonId).FirstAsync());
    }
}
