using AccessReview.Core;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Web.Tests.Journeys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.SignIn;

public sealed class EntraIdJourney(TheBrowser browser, TestProvider provider)
    : Journey(browser, new(provider.AsEntraId()) { ["SignIn:FirstAdministrator"] = "root@example.test" }, now: DateTime.UtcNow), IClassFixture<TestProvider>
{
    [Fact]
    public async Task The_first_administrator_enters_an_empty_product_sets_it_up_and_signs_out()
    {
        provider.SignsInMember("Root");
        var page = await NewPageAsync();
        await page.GotoAsync(Links.Settings());
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("Go on as") }).ClickAsync();
        await SettledAsync(page);
        await Assertions.Expect(page.Locator("nav .who")).ToContainTextAsync("First administrator");
        await Assertions.Expect(page.GetByText("Once you are on the staff list")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Microsoft Entra ID")).ToBeVisibleAsync();

        await page.GetByLabel("Days within which a removal is due").FillAsync("10");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save as a new version" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Version 1 saved")).ToBeVisibleAsync();
        await using (var db = App.Get<Databases>().CreateDbContext())
        {
            Assert.Equal(["FirstAdministratorEntered", "PolicySet"], await db.AuditEvents.OrderBy(e => e.Seq).Select(e => e.Type).ToListAsync());
            Assert.Contains("\"method\":\"EntraId\"", System.Text.Encoding.UTF8.GetString((await db.AuditEvents.SingleAsync(e => e.Seq == 2)).Body));
            Assert.False((await db.Installations.SingleAsync()).DemoUsed);
        }

        await page.Locator("nav .who").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "You are signed out" })).ToBeVisibleAsync();
        Assert.NotNull(provider.SignedOutWith);
    }

    [Fact]
    public async Task Whoever_is_to_prove_it_again_reads_what_has_to_be_switched_on_where_the_tenant_does_not_say_when_it_was()
    {
        await App.World.PeopleAsync([]);
        provider.SignsInMember("Mia");
        provider.Mischief = Mischief.NoTime;
        var page = await NewPageAsync();
        foreach (var way in (string[])[Links.MyReviews(), Links.ProveAgain()])
        {
            await page.GotoAsync(way);
            await page.GetByRole(AriaRole.Button, new() { NameRegex = new("Go on as") }).ClickAsync();
            await SettledAsync(page);
        }

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Your provider does not say when that was" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("adds the optional claim auth_time to the ID token");
        await AccessibleAsync(page);
        provider.Mischief = Mischief.None;
    }

    [Fact]
    public async Task An_answer_for_another_or_by_another_or_too_old_or_played_again_signs_nobody_in()
    {
        await App.World.PeopleAsync([]);
        provider.SignsInMember("Mia");
        await RefusedAnswers.EachSignsNobodyInAsync(await NewPageAsync(), App, provider);
    }
}
