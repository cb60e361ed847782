using AccessReview.Core.Persistence;
using AccessReview.Core.Sample;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>Honest effort, counted: the sample, a campaign over it, and the reviewer with the most items.</summary>
public sealed class QuarterJourney(TheBrowser browser) : Journey(browser)
{
    [Fact]
    public async Task The_busiest_reviewer_decides_everything_in_at_most_ninety_inputs()
    {
        (await App.Get<LoadSample>().RunAsync(default)).Require();
        var owner = await SignInAsync("Dmitri", Links.NewCampaign());
        await LaunchAsync(owner);

        var reviewer = await SignInAsync("Mei M", Links.MyReviews());
        await PictureAsync(reviewer, "my-reviews");
        await OpenAsync(reviewer, Links.Review(1));
        await reviewer.Locator(".ws-list .item[tabindex='0']").WaitForAsync();
        await PictureAsync(reviewer, "review-sample");
        var keys = new KeyboardReviewer(reviewer);
        await keys.DecideEverythingAsync();
        await reviewer.GetByRole(AriaRole.Button, new() { NameRegex = new("^Sign off") }).ClickAsync();
        await reviewer.GetByRole(AriaRole.Button, new() { Name = "I sign this" }).ClickAsync();
        await Assertions.Expect(reviewer.Locator(".signed")).ToContainTextAsync("Signed off");
        TestContext.Current.SendDiagnosticMessage($"{keys.Inputs + 2} inputs");
        Assert.InRange(keys.Inputs + 2, 1, 90);

        await OpenAsync(owner, Links.Overview());
        await PictureAsync(owner, "overview");
    }

    private async Task LaunchAsync(IPage owner)
    {
        await owner.Locator("#plan-name").FillAsync("Heap, this quarter");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Choose what is reviewed" }).ClickAsync();
        await owner.WaitForURLAsync("**/campaigns/1/plan");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Heap", Exact = true }).ClickAsync();
        await Assertions.Expect(owner.Locator(".gates li.no")).ToHaveCountAsync(1);
        await using var db = App.Get<Databases>().CreateDbContext();
        var second = await SignInAsync("Nadia Petrov", Links.Scope(1, await db.Applications.Select(a => a.Id).SingleAsync()));
        await second.Locator(".actions .btn.pri").ClickAsync();
        await Assertions.Expect(second.Locator(".chip.ok")).ToHaveTextAsync("Approved");
        await OpenAsync(owner, Links.Plan(1));
        await owner.GetByRole(AriaRole.Button, new() { NameString = "Launch" }).ClickAsync();
        await owner.Locator(".mud-dialog .btn.pri").ClickAsync();
        await owner.WaitForURLAsync("**/campaigns/1/invitations");
    }
}
