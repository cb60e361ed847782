using AccessReview.Core;
using AccessReview.Core.Sample;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>How long people kept access after they had left; and the policy that has somebody asked about it at once.</summary>
public sealed class LeaversJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task The_overview_leads_to_how_long_leavers_kept_access_and_the_policy_has_somebody_asked_at_once()
    {
        (await App.Get<LoadSample>().RunAsync(CancellationToken.None)).Require();
        var owner = await SignInAsync("Dmitri");
        var card = owner.Locator("a.stat", new() { HasText = "People who left and still have access" });
        var people = await card.Locator(".big").InnerTextAsync();
        await card.ClickAsync();
        await owner.IsAtAsync("/leavers?open=true");
        await SettledAsync(owner);
        await Assertions.Expect(owner.Locator("main .sentence")).ToContainTextAsync(people == "1" ? "1 person who has left can" : $"{people} people who have left can");
        var rows = owner.Locator("main tbody tr");
        await Assertions.Expect(rows.First).ToContainTextAsync("nobody was asked");
        Assert.Equal(await owner.Locator("a.stat", new() { HasText = "Accounts still open" }).Locator(".big").InnerTextAsync(), (await rows.CountAsync()).ToString(System.Globalization.CultureInfo.InvariantCulture));
        await PictureAsync(owner, "leavers");
        await AccessibleAsync(owner);

        // A bar leads to the accounts in it, and the choice stands in the address.
        var bar = owner.Locator("a.hb").First;
        var count = await bar.Locator("b").InnerTextAsync();
        await bar.ClickAsync();
        await owner.IsAtAsync("/leavers?length=*");
        await Assertions.Expect(rows).ToHaveCountAsync(int.Parse(count, System.Globalization.CultureInfo.InvariantCulture));
        var file = await owner.RunAndWaitForDownloadAsync(() => owner.GetByRole(AriaRole.Link, new() { Name = "Download" }).ClickAsync());
        var lines = await System.IO.File.ReadAllLinesAsync(await file.PathAsync());
        Assert.Equal(await rows.CountAsync() + 1, lines.Length);
        await OpenAsync(owner, "/leavers");
        var afterwards = owner.Locator("a.stat", new() { HasText = "Used afterwards" });
        var used = int.Parse(await afterwards.Locator(".big").InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture);
        await afterwards.ClickAsync();
        await owner.IsAtAsync("/leavers?used=true");
        await Assertions.Expect(rows).ToHaveCountAsync(used);
        await Assertions.Expect(rows.Locator("td", new() { HasText = "yes" })).ToHaveCountAsync(used);
        await OpenAsync(owner, "/leavers?open=false");
        await Assertions.Expect(owner.GetByText("No account is like that.")).ToBeVisibleAsync();

        var admin = await SignInAsync("Kaito", Links.Settings());
        await admin.GetByLabel("They are asked about").SelectOptionAsync("at once");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Save what happens with leavers" }).ClickAsync();
        await Assertions.Expect(admin.GetByRole(AriaRole.Alert)).ToContainTextAsync("Choose one.");
        await admin.Locator("#leavers-owner").SelectOptionAsync("Dmitri Raman");
        await admin.Locator("#leavers").ScrollIntoViewIfNeededAsync();
        await PictureAsync(admin, "leavers-policy");
        await AccessibleAsync(admin);
        await admin.GetByRole(AriaRole.Button, new() { Name = "Save what happens with leavers" }).ClickAsync();
        await Assertions.Expect(admin.GetByText("saved", new() { Exact = false }).First).ToBeVisibleAsync();
        await App.Get<FollowUps>().RunAsync(CancellationToken.None);

        await OpenAsync(owner, Links.Leavers());
        await Assertions.Expect(rows.First).ToContainTextAsync("Before reviewers");
        await Assertions.Expect(owner.Locator("a.stat", new() { HasText = "Accounts still open" })).ToContainTextAsync($"{await rows.CountAsync()} before reviewers");
        await rows.First.GetByRole(AriaRole.Link, new() { Name = "C1" }).ClickAsync();
        await Assertions.Expect(owner.Locator("h1")).ToContainTextAsync("Leavers of Heap");
        await Assertions.Expect(owner.GetByText("people who have left only")).ToBeVisibleAsync();
        await PictureAsync(owner, "leavers-campaign");
        var approver = await SignInAsync("Nadia Petrov", Links.MyReviews());
        await Assertions.Expect(approver.GetByText("Leavers of Heap").First).ToBeVisibleAsync();
    }
}
