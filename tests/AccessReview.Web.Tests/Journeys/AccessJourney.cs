using AccessReview.Core.Sample;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

public sealed class AccessJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task Whoever_looks_finds_the_account_its_person_and_why_it_deserves_a_look()
    {
        (await App.Get<LoadSample>().RunAsync(default)).Require();
        var page = await SignInAsync("kaito.ivanov", "/applications");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("194 accounts in 1 application");
        await LookAsync(page, "applications");

        await page.GetByRole(AriaRole.Link, new() { Name = "Heap", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".facets")).ToContainTextAsync("Left 5");
        await SettledAsync(page);
        await LookAsync(page, "application");

        await page.GetByRole(AriaRole.Link, new() { Name = "Left 5" }).ClickAsync();
        await Assertions.Expect(page.Locator("table tbody tr").Filter(new() { HasText = "@harbourlight.example" })).ToHaveCountAsync(5);
        await page.GetByRole(AriaRole.Link, new() { Name = "Emeka Lindqvist" }).First.ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Emeka Lindqvist");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Recommended: Revoke");
        await SettledAsync(page);
        await LookAsync(page, "account");

        await page.GetByRole(AriaRole.Link, new() { Name = "Emeka Lindqvist" }).First.ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("No longer works here and still holds 1 account.");
        await SettledAsync(page);
        await LookAsync(page, "person");

        await OpenAsync(page, "/people?search=emeka");
        await LookAsync(page, "people");
        await OpenAsync(page, "/directories");
        await LookAsync(page, "directories");
    }

    [Fact]
    public async Task An_account_nobody_knows_is_declared_external_and_is_then_routine()
    {
        (await App.Get<LoadSample>().RunAsync(default)).Require();
        var page = await SignInAsync("kaito.ivanov", "/applications");
        await page.GetByRole(AriaRole.Link, new() { Name = "Heap", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Nobody known 2" }).ClickAsync();
        await page.GetByRole(AriaRole.Row).Filter(new() { HasText = "jamie.torres" }).GetByRole(AriaRole.Button, new() { Name = "Say whose it is" }).ClickAsync();
        await (await page.DialogAsync()).GetByRole(AriaRole.Radio, new() { Name = "No employee’s" }).CheckAsync();
        await page.ChooseAsync(page.GetByLabel("Who answers for it here"), "Emeka Castro");
        await page.GetByLabel("What it is for").FillAsync("Our agency reads the dashboards with us.");
        await LookAsync(page, "whose");
        await page.GetByRole(AriaRole.Button, new() { Name = "Declare it" }).ClickAsync();

        await Assertions.Expect(page.Locator(".facets")).ToContainTextAsync("Nobody known 1");
        await page.GetByLabel("Name, address or role").FillAsync("jamie");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("No account here");
        await page.GetByRole(AriaRole.Link, new() { Name = "Show all accounts" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Name, address or role")).ToHaveValueAsync("");
        await page.GetByLabel("Name, address or role").FillAsync("jamie");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("table tbody").First).ToContainTextAsync("External person");
    }

    [Fact]
    public async Task The_first_application_is_registered_with_the_roles_its_maker_calls_powerful()
    {
        var page = await SignInAsFirstAdministratorAsync();
        await OpenAsync(page, "/applications");
        await LookAsync(page, "applications-empty");
        await page.GetByRole(AriaRole.Button, new() { Name = "Register an application" }).ClickAsync();
        await page.GetByLabel("Product", new() { Exact = true }).SelectOptionAsync("Mixpanel");
        await Assertions.Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Mixpanel");
        await Assertions.Expect(page.Locator(".field.roles")).ToContainTextAsync("Billing Admin");
        await LookAsync(page, "application-register");
        await page.GetByRole(AriaRole.Button, new() { Name = "Register", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Mixpanel");
        await LookAsync(page, "application-empty");

        await OpenAsync(page, "/directories");
        await page.GetByRole(AriaRole.Button, new() { Name = "Bring in the staff list" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Register and import" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Import a staff list");
    }

    private static async Task LookAsync(IPage page, string name)
    {
        await PictureAsync(page, name);
        await AccessibleAsync(page);
    }
}
