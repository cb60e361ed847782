using AccessReview.Core.Persistence;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

public sealed class WelcomeJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task The_sample_organisation_is_loaded_tried_and_left_and_its_sign_ins_end_with_it()
    {
        var page = await NewPageAsync();
        await page.GotoAsync("/");
        Assert.EndsWith(Links.Welcome(), page.Url);

        await page.GetByRole(AriaRole.Button, new() { Name = "Load the sample organisation" }).ClickAsync();
        await page.IsAtAsync("/sign-in", 180_000);
        await PictureAsync(page, "sign-in-sample");
        await AccessibleAsync(page);
        await page.Locator(".people button").First.ClickAsync();
        await SettledAsync(page);
        await Assertions.Expect(page.Locator(".mark")).ToContainTextAsync("everything here is invented");
        await Assertions.Expect(page.Locator(".who")).ToContainTextAsync("Dmitri Raman");
        Assert.Equal(DatabaseName.Sample, App.Get<Databases>().Current);

        var other = await SignInAsync("Uma Nwosu");
        await page.GetByRole(AriaRole.Button, new() { Name = "Leave it" }).ClickAsync();
        await page.IsAtAsync("/welcome");
        Assert.Equal(DatabaseName.Own, App.Get<Databases>().Current);
        await other.GotoAsync("/");
        Assert.EndsWith(Links.Welcome(), other.Url);
    }
}
