using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

public sealed class ShellJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task An_empty_product_is_entered_and_shows_what_to_do_first()
    {
        var page = await SignInAsFirstAdministratorAsync();

        await Assertions.Expect(page.Locator(".empty .btn.pri")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("nav a.to.active")).ToHaveTextAsync("Overview");
        await PictureAsync(page, "overview-empty");
        await AccessibleAsync(page);
    }

    [Fact]
    public async Task A_chosen_theme_is_there_before_the_first_paint_of_the_next_page()
    {
        var page = await SignInAsFirstAdministratorAsync();
        await page.Locator(".who").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync();
        Assert.Equal("rgb(15, 18, 21)", await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));

        var html = await (await page.APIRequest.GetAsync("/")).TextAsync();

        Assert.Contains("data-theme=\"dark\" class=\"dark\"", html);

        // A script sets it, so it is none's secret; besides the session's and the forms' it is the only one.
        var cookies = await page.Context.CookiesAsync();
        Assert.Equal(["accessreview", "accessreview-form", "theme"], cookies.Select(c => c.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("dark", SameSiteAttribute.Lax, "/", false), cookies.Where(c => c.Name == "theme").Select(c => (c.Value, c.SameSite, c.Path, c.HttpOnly)).Single());
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        var page = await SignInAsFirstAdministratorAsync();
        await page.Locator(".who").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await page.IsAtAsync("/welcome");

        await page.GotoAsync("/");

        Assert.EndsWith("/welcome", page.Url);
        await PictureAsync(page, "welcome");
        await AccessibleAsync(page);
    }

    [Fact]
    public async Task A_narrow_window_keeps_the_pages_behind_a_menu()
    {
        var page = await SignInAsFirstAdministratorAsync();
        await page.SetViewportSizeAsync(420, 860);
        var settings = page.Locator("nav a.to", new() { HasText = "Settings" });
        await Assertions.Expect(settings).ToBeHiddenAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Menu", Exact = true }).ClickAsync();

        await Assertions.Expect(settings).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_person_of_the_staff_list_sees_the_pages_their_roles_lead_to()
    {
        await App.World.PeopleAsync(["Priya Raman"], left: ["Priya Raman"]);
        var owner = await SignInAsync("Owen");
        Assert.Equal(
            ["Overview", "My reviews", "Absences", "Campaigns", "Removals", "Applications", "People", "Leavers", "Directories", "Evidence", "Audit log", "Retention"],
            await owner.Locator("nav a.to").AllInnerTextsAsync());

        var reviewer = await SignInAsync("Mia");
        Assert.Equal(["Overview", "My reviews", "Receipts"], await reviewer.Locator("nav a.to").AllInnerTextsAsync());

        var left = await NewPageAsync();
        await left.GotoAsync("/sign-in?search=Priya");
        await Assertions.Expect(left.GetByText("Nobody who works here is called that.")).ToBeVisibleAsync();
        await left.GotoAsync("/sign-in");
        await PictureAsync(left, "sign-in");
        await AccessibleAsync(left);
    }
}
