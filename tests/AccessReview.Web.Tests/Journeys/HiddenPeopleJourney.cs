using AccessReview.Core;
using AccessReview.Core.Applications;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Sample;
using AccessReview.Core.Tests.Journeys;
using AccessReview.Fakes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>An 8x8 that may hide people, until an administrator says that it is set not to.</summary>
public sealed class HiddenPeopleJourney(TheBrowser browser) : Journey(browser, new() { ["Outbound:AllowLoopback"] = "true" })
{
    [Fact]
    public async Task A_connection_that_may_hide_people_says_so_until_an_administrator_says_that_it_shows_all()
    {
        await using var phones = new FakeScim().User("1", "ada@x.example", "Ada");
        await phones.StartAsync();
        (await App.Get<LoadSample>().RunAsync(CancellationToken.None)).Require();
        var page = await SignInAsync("Kaito", Links.Application(await RegisterAsync()));
        var card = page.Locator(".card", new() { HasText = "Connection" }).First;
        await card.GetByRole(AriaRole.Button, new() { Name = "Connect 8x8" }).ClickAsync();
        await (await page.DialogAsync()).Locator("#connection-address").FillAsync(phones.Base);
        await page.Locator("#connection-secret").FillAsync(FakeScim.Token);
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect and test" }).ClickAsync();
        await Assertions.Expect(card).ToContainTextAsync("it works");
        await Assertions.Expect(card).ToContainTextAsync("perhaps only users created by the identity provider");

        await card.GetByRole(AriaRole.Button, new() { Name = "Change" }).ClickAsync();
        await (await page.DialogAsync()).GetByLabel("8x8 is set to list all users").CheckAsync();
        await AccessibleAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(card).Not.ToContainTextAsync("perhaps only users");

        await card.GetByRole(AriaRole.Button, new() { Name = "Change" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("8x8 is set to list all users")).ToBeCheckedAsync();
    }

    private async Task<long> RegisterAsync()
    {
        await using var db = App.Get<Databases>().CreateDbContext();
        var administrator = await db.RoleGrants.Where(g => g.Role == Role.Administrator).Select(g => g.PersonId).FirstAsync();
        return (await App.Get<RegisterApplication>().RunAsync(
            Guid.NewGuid(), Actor.Demo(administrator), new ApplicationFacts { Name = "8x8", Kind = ApplicationKind.EightByEight }, default)).Require();
    }
}
