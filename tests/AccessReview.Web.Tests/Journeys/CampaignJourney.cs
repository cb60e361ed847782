using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Sample;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

public sealed class CampaignJourney(TheBrowser browser) : Journey(browser)
{
    private readonly List<string> barriers = [];

    [Fact]
    public async Task A_campaign_is_planned_approved_launched_watched_and_closed()
    {
        (await App.Get<LoadSample>().RunAsync(default)).Require();
        var owner = await SignInAsync("Dmitri", "/campaigns");
        await Assertions.Expect(owner.GetByText("No campaign yet")).ToBeVisibleAsync();
        await PictureAsync(owner, "campaigns-empty");

        await owner.Locator(".empty .btn.pri").ClickAsync();
        await owner.Locator("#plan-name").FillAsync("Heap, this quarter");
        await PictureAsync(owner, "campaign-new");
        await SoundAsync(owner);
        await owner.GetByRole(AriaRole.Button, new() { Name = "Choose what is reviewed" }).ClickAsync();
        await owner.IsAtAsync("/campaigns/1/plan");

        // Nothing is chosen, so there are no numbers yet, and no noughts in their place.
        await Assertions.Expect(owner.Locator(".gates li.no")).ToContainTextAsync("Add the one to review");
        await Assertions.Expect(owner.GetByRole(AriaRole.Button, new() { Name = "Launch", Exact = true })).ToBeDisabledAsync();
        await Assertions.Expect(owner.GetByText("A launch would freeze")).ToHaveCountAsync(0);
        await owner.GetByRole(AriaRole.Button, new() { Name = "Heap", Exact = true }).ClickAsync();

        // 191 accounts and 302 assignments: 194 less the three that are disabled, with theirs.
        await Assertions.Expect(owner.Locator(".gates li.no")).ToHaveCountAsync(1);
        await Assertions.Expect(owner.Locator(".gates li.no")).ToContainTextAsync("3 accounts are left out");
        await Assertions.Expect(owner.Locator(".gates li.no").GetByRole(AriaRole.Link, new() { Name = "The list" })).ToBeVisibleAsync();
        await Assertions.Expect(owner.GetByRole(AriaRole.Button, new() { NameString = "Launch" })).ToBeDisabledAsync();
        await Assertions.Expect(owner.Locator(".sentence")).ToContainTextAsync("one thing is in the way. Heap: 3 accounts are left out");
        await PictureAsync(owner, "campaign-plan");
        await SoundAsync(owner);

        await owner.GetByRole(AriaRole.Link, new() { Name = "What they see" }).ClickAsync();
        await Assertions.Expect(owner.Locator(".sentence")).ToContainTextAsync("Nadia Petrov owns the application and approves exactly this list");
        await owner.GetByRole(AriaRole.Link, new() { Name = "Heap, this quarter" }).ClickAsync();
        await owner.IsAtAsync("/campaigns/1/plan");

        var application = await ApproveAsync();
        await OpenAsync(owner, "/campaigns/1/plan");
        await Assertions.Expect(owner.Locator(".gates li.no")).ToHaveCountAsync(0);
        await PictureAsync(owner, "campaign-plan-ready");

        // What cannot be saved yet would not be launched, so nothing can be.
        await owner.GetByLabel("Accounts are reviewed by").SelectOptionAsync("Named");
        await Assertions.Expect(owner.Locator(".gates li.no")).ToContainTextAsync("Heap: choose the named reviewer");
        await Assertions.Expect(owner.GetByText("until then nothing changed above is saved")).ToBeVisibleAsync();
        await Assertions.Expect(owner.GetByRole(AriaRole.Button, new() { NameString = "Launch" })).ToBeDisabledAsync();
        await owner.GetByLabel("Accounts are reviewed by").SelectOptionAsync("Manager");
        await Assertions.Expect(owner.Locator(".gates li.no")).ToHaveCountAsync(0);
        await owner.GetByRole(AriaRole.Button, new() { NameString = "Launch" }).ClickAsync();
        await owner.Locator(".mud-dialog .btn.pri").ClickAsync();
        await owner.IsAtAsync("/campaigns/1/invitations");
        await SettledAsync(owner);
        await owner.Locator("details summary").First.ClickAsync();
        await PictureAsync(owner, "campaign-invitations");
        await SoundAsync(owner);
        await SeenAsync(owner);
        await CloseAsync(owner);

        await using var db = App.Get<Databases>().CreateDbContext();
        var campaign = await db.Campaigns.SingleAsync();
        Assert.Equal(CampaignState.Closed, campaign.State);
        Assert.Equal(campaign.Items, await db.ItemOutcomes.CountAsync(o => o.Kind == OutcomeKind.NotReviewed));
        Assert.Equal(194, await db.ReviewItems.CountAsync(i => i.ParentItemId == null) + await db.LeftOutAccounts.CountAsync());
        Assert.True(application > 0);
        Assert.Empty(barriers);
    }

    // Every page is looked at before the journey fails on any of them.
    private async Task SoundAsync(IPage page)
    {
        try
        {
            await AccessibleAsync(page);
        }
        catch (Xunit.Sdk.XunitException found)
        {
            barriers.Add($"{new Uri(page.Url).PathAndQuery}: {found.Message}");
        }
    }

    private async Task<long> ApproveAsync()
    {
        await using var db = App.Get<Databases>().CreateDbContext();
        var application = await db.Applications.Select(a => a.Id).SingleAsync();
        var page = await SignInAsync("Nadia Petrov");
        await page.Locator(".todo", new() { HasText = "waits for your approval" }).GetByRole(AriaRole.Link, new() { Name = "Look" }).ClickAsync();
        await page.IsAtAsync(Links.Scope(1, application));
        await SettledAsync(page);
        await PictureAsync(page, "campaign-scope");
        await SoundAsync(page);
        await page.Locator(".actions .btn.pri").ClickAsync();
        await Assertions.Expect(page.Locator(".chip.ok")).ToHaveTextAsync("Approved");
        return application;
    }

    private async Task SeenAsync(IPage owner)
    {
        foreach (var (tab, name) in new[] { ("progress", "campaign"), ("items", "campaign-items"), ("policy", "campaign-policy"), ("history", "campaign-history") })
        {
            await OpenAsync(owner, Links.Campaign(1, tab));
            await PictureAsync(owner, name);
            await SoundAsync(owner);
        }

        await Assertions.Expect(owner.GetByText("Launched it: 191 accounts")).ToBeVisibleAsync();
        await OpenAsync(owner, Links.Campaign(1));
        await Assertions.Expect(owner.Locator(".warn", new() { HasText = "4 not tested" })).ToBeVisibleAsync();
        await Assertions.Expect(owner.GetByText("Nothing is decided, so nothing is measured.")).ToBeVisibleAsync();
        await Assertions.Expect(owner.GetByRole(AriaRole.Columnheader, new() { Name = "Written to (UTC)" })).ToHaveCountAsync(0);
        await owner.GetByRole(AriaRole.Button, new() { NameString = "Reassign the items" }).First.ClickAsync();
        await (await owner.DialogAsync()).GetByRole(AriaRole.Button, new() { Name = "Reassign", Exact = true }).ClickAsync();
        await Assertions.Expect(owner.GetByText("Choose who gets them.")).ToBeVisibleAsync();
        await owner.ChooseAsync(owner.Locator(".mud-dialog input").First, "Uma Nwosu");
        await owner.Locator("#reassign-reason").FillAsync("On leave until after the due day");
        await PictureAsync(owner, "campaign-reassign");
        await owner.Locator(".mud-dialog .btn.pri").ClickAsync();
        await Assertions.Expect(owner.GetByText("reassigned").First).ToBeVisibleAsync();
        await owner.GetByRole(AriaRole.Button, new() { Name = "Extend" }).ClickAsync();
        await Assertions.Expect(owner.Locator(".mud-dialog .prose")).ToContainTextAsync("Nobody is written to, so tell the reviewers the new day yourself");
        await owner.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await OpenAsync(owner, Links.Campaigns());
        await PictureAsync(owner, "campaigns");
        await SoundAsync(owner);
    }

    private async Task CloseAsync(IPage owner)
    {
        await OpenAsync(owner, Links.Close(1));
        await using var db = App.Get<Databases>().CreateDbContext();
        var items = await db.Campaigns.Select(c => c.Items).SingleAsync();
        await Assertions.Expect(owner.Locator(".checklist")).ToContainTextAsync("more. Show them");
        await Assertions.Expect(owner.Locator(".card", new() { HasText = "4 completeness checks that could not be tested" }).Locator(".rows li")).ToHaveCountAsync(4);
        var undecided = owner.Locator(".card", new() { Has = owner.Locator(".entry"), HasText = $"{items} items not reviewed" });
        await Assertions.Expect(undecided.GetByRole(AriaRole.Link, new() { Name = "Show them" })).ToBeVisibleAsync();
        await PictureAsync(owner, "campaign-close");
        await SoundAsync(owner);
        foreach (var why in await owner.Locator(".entry textarea").AllAsync())
        {
            await why.FillAsync("Nobody reviewed: this is a trial run.");
        }

        foreach (var who in await owner.Locator(".entry .mud-autocomplete input").AllAsync())
        {
            await owner.ChooseAsync(who, "Uma Nwosu");
        }

        await owner.GetByLabel("Your conclusion").FillAsync("A trial run over the sample; nothing was decided.");

        // Whoever follows a link away is asked first, and loses nothing.
        await owner.GetByRole(AriaRole.Link, new() { Name = "Not yet" }).ClickAsync();
        await Assertions.Expect(owner.Locator(".mud-dialog")).ToContainTextAsync("What you have written on this page is kept nowhere else.");
        await owner.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Assertions.Expect(owner.GetByLabel("Your conclusion")).ToHaveValueAsync("A trial run over the sample; nothing was decided.");
        await Assertions.Expect(owner.Locator(".checklist").GetByRole(AriaRole.Link, new() { NameString = "Show them" }).First).ToHaveAttributeAsync("target", "_blank");
        await PictureAsync(owner, "campaign-close-ready");
        await owner.Locator(".actions .btn.pri").ClickAsync();
        await Assertions.Expect(owner.Locator(".mud-dialog .prose")).ToHaveTextAsync(
            $"You sign the statement and your conclusion. Nothing can be decided any more. {items} items end as not reviewed. This cannot be undone.");
        await owner.Locator(".mud-dialog .btn.pri").ClickAsync();
        await Assertions.Expect(owner.Locator(".line .chip.ok")).ToHaveTextAsync("Closed");
        var exceptions = owner.Locator(".card", new() { Has = owner.GetByRole(AriaRole.Heading, new() { Name = "Exceptions", Exact = true }) });
        await Assertions.Expect(exceptions).ToContainTextAsync($"{items} items not reviewed");
        await Assertions.Expect(exceptions).ToContainTextAsync("Uma Nwosu follows it up by");
        await PictureAsync(owner, "campaign-closed");
        await OpenAsync(owner, Links.Campaigns());
        await Assertions.Expect(owner.Locator("table.campaigns")).ToContainTextAsync($"{items} not reviewed");
        await Assertions.Expect(owner.Locator("table.campaigns")).ToContainTextAsync("closed 23 Nov 2026");
    }
}
