using AccessReview.Core.Applications;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Sample;
using AccessReview.Core.Tests.Journeys;
using AccessReview.Fakes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>A Heap over SCIM and an Okta that lets people into it, connected in the browser, read, reviewed, carried out where it holds,
/// verified, and caught when it comes back.</summary>
public sealed class ConnectedJourney(TheBrowser browser) : Journey(browser, new(NothingTold.Everything) { ["Outbound:AllowLoopback"] = "true" }, Log)
{
    private static readonly KeptLog Log = new();
    private const string Anna = "connected.one@harbourlight.example";
    private readonly FakeScim heap = new();
    private readonly FakeOkta okta = new();
    private long application;
    private string inOkta = "";
    private string direct = "";

    public override async ValueTask InitializeAsync()
    {
        await heap.StartAsync();
        await okta.StartAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await heap.DisposeAsync();
        await okta.DisposeAsync();
    }

    [Fact]
    public async Task A_revoke_is_carried_out_where_the_access_comes_from_and_proven_by_the_next_reading()
    {
        (await App.Get<LoadSample>().RunAsync(CancellationToken.None)).Require();
        await MirrorAsync();
        var admin = await SignInAsync("Kaito", Links.Application(application));
        await ConnectHeapAsync(admin);
        await ConnectOktaAsync(admin);
        await PersonAsync(admin);

        await App.ApproveAndLaunchAsync(await App.DraftAsync("Heap, Q4 2026"));
        await StoryAsync();
        var reviewers = new Reviewers(App.Services, 1);
        await reviewers.DecideAllAsync(new HashSet<string> { inOkta, direct });
        await reviewers.SignAllAsync();
        await RemoveAsync();
        NothingTold.Of(Log, FakeScim.Token, FakeOkta.Token, inOkta, direct, Anna);
    }

    /// <summary>The other systems hold what the sample's file says; Okta lets one of the people in through a group.</summary>
    private async Task MirrorAsync()
    {
        await using var db = App.Get<Databases>().CreateDbContext();
        var read = await db.Applications.SingleAsync();
        application = read.Id;
        var accounts = await db.AccountRecords.Where(r => r.ExtractId == read.CurrentExtractId).OrderBy(r => r.Line).ToListAsync();
        foreach (var account in accounts)
        {
            heap.User(account.SourceId, account.Email, account.Name, account.Status != AccountStatus.Disabled, account.Role);
        }

        var held = await (from a in db.AssignmentRecords
                          join r in db.AccountRecords on a.AccountRecordId equals r.Id
                          join g in db.Groups on a.GroupId equals g.Id
                          where a.ExtractId == read.CurrentExtractId
                          select new { g.Name, r.SourceId }).ToListAsync();
        foreach (var team in held.GroupBy(h => h.Name).Select((t, i) => (t, i)))
        {
            heap.Group($"team-{team.i}", team.t.Key, [.. team.t.Select(h => h.SourceId)]);
        }

        var plain = accounts.Where(a => a.Role == "Analyst" && a.Status == AccountStatus.Active).Take(6).ToList();
        (inOkta, direct) = (plain[0].Email, plain[1].Email);
        foreach (var account in plain.Take(1).Concat(plain.Skip(2)))
        {
            okta.Users.Add(($"00u{account.SourceId}", "ACTIVE", account.Email, account.Name.Split(' ')[0], account.Name.Split(' ')[^1]));
        }

        // Somebody who administers the product has to stay in every directory that is read.
        okta.LastLogins["00u" + plain[0].SourceId] = App.Get<TimeProvider>().GetUtcNow().UtcDateTime.AddDays(-12);
        okta.Groups["00g1"] = ("prod-analytics", [.. okta.Users.Select(u => u.Id)]);
        okta.Apps["0oaheap"] = ([], ["00g1"]);
        okta.Users.Add(("00uleft", "DEPROVISIONED", Anna, "Anna", "Left"));
        okta.Deprovisions = user => heap.Find(user[3..])!["active"] = false;
    }

    private async Task ConnectHeapAsync(IPage page)
    {
        var card = page.Locator(".card", new() { HasText = "Connection" }).First;
        await card.GetByRole(AriaRole.Button, new() { Name = "Connect Heap" }).ClickAsync();
        await Assertions.Expect(await page.DialogAsync()).ToContainTextAsync("Premier plan");
        await page.Locator("#connection-address").FillAsync("http://heap.example/scim");
        await page.Locator("#connection-secret").FillAsync(FakeScim.Token);
        await page.GetByLabel("read, and carry removals out").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect and test" }).ClickAsync();
        await Assertions.Expect(page.Locator(".mud-dialog .notice.no")).ToContainTextAsync("Only https is called");
        await page.Locator("#connection-address").FillAsync(heap.Base);
        await AccessibleAsync(page);
        await PictureAsync(page, "connect-dialog");
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect and test" }).ClickAsync();
        await Assertions.Expect(card).ToContainTextAsync("it works");
        await card.Locator("summary").ClickAsync();
        await Assertions.Expect(card).ToContainTextAsync($"the source says there are {heap.Users.Count}");
        await card.GetByRole(AriaRole.Button, new() { Name = "Read now" }).ClickAsync();
        await Assertions.Expect(card.Locator(".chip.ok")).ToContainTextAsync("read");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync($"{heap.Users.Count} accounts as of");
        await AccessibleAsync(page);
        await PictureAsync(page, "connection-read");
    }

    private async Task ConnectOktaAsync(IPage page)
    {
        await OpenAsync(page, Links.Directories());
        await page.GetByRole(AriaRole.Button, new() { Name = "Register another" }).ClickAsync();
        await (await page.DialogAsync()).Locator("#directory-kind").SelectOptionAsync("Okta");
        await Assertions.Expect(page.Locator("#directory-name")).ToHaveValueAsync("Okta");
        await page.GetByRole(AriaRole.Button, new() { Name = "Register", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Okta");
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect Okta" }).ClickAsync();
        await (await page.DialogAsync()).Locator("#connection-address").FillAsync(okta.Address);
        await page.Locator("#connection-secret").FillAsync(FakeOkta.Token);
        await page.GetByLabel("read, and carry removals out").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Link an application" }).ClickAsync();
        await page.GetByLabel("Okta application id").FillAsync("0oaheap");
        await PictureAsync(page, "connect-okta");
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect and test" }).ClickAsync();
        var card = page.Locator(".card", new() { HasText = "Connection" });
        await Assertions.Expect(card).ToContainTextAsync("it works");
        await card.GetByRole(AriaRole.Button, new() { Name = "Read now" }).ClickAsync();
        await Assertions.Expect(card.Locator(".chip.ok")).ToContainTextAsync("read");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("1 left");
        await AccessibleAsync(page);
        await PictureAsync(page, "okta-read");
    }

    /// <summary>The page of whom Okta lets in says when they last signed in there, and that this is no use of an application.</summary>
    private async Task PersonAsync(IPage page)
    {
        await using var db = App.Get<Databases>().CreateDbContext();
        await OpenAsync(page, Links.Person(await db.PersonRecords.Where(p => p.WorkEmail == inOkta).Select(p => p.PersonId).FirstAsync()));
        var signIn = page.Locator(".fact", new() { HasText = "Last sign-in to Okta" });
        await Assertions.Expect(signIn).ToContainTextAsync("days before the reading");
        await Assertions.Expect(signIn).ToContainTextAsync("it says nothing of any one application");
    }

    /// <summary>Before the choice the row says where the access comes from and whether Revoke will hold.</summary>
    private async Task StoryAsync()
    {
        await using var db = App.Get<Databases>().CreateDbContext();
        var turn = await (from t in db.ReviewTurns
                          join i in db.ReviewItems on t.ItemId equals i.Id
                          join r in db.AccountRecords on i.AccountRecordId equals r.Id
                          where r.Email == inOkta && i.GroupId == null
                          select t.ReviewerId).SingleAsync();
        var reviewer = await db.PersonRecords.Where(p => p.PersonId == turn).Select(p => p.Name).FirstAsync();
        var page = await SignInAsync(reviewer, Links.Review(1));
        await page.GetByPlaceholder("Filter").FillAsync(inOkta);
        await page.GetByPlaceholder("Filter").PressAsync("Enter");
        var row = page.Locator(".ws-list .item", new() { HasText = inOkta }).First;
        await row.ClickAsync();
        await page.Keyboard.PressAsync("Enter");
        var story = page.Locator("aside, .story").Filter(new() { HasText = "What Revoke will do" });
        await Assertions.Expect(story).ToContainTextAsync("takes them out of Okta group prod-analytics, which 4 others keep");
        await Assertions.Expect(story).ToContainTextAsync("Okta group prod-analytics, with 4 others");
        await Assertions.Expect(story).ToContainTextAsync("days before the reading; it says nothing of Heap");
        await PictureAsync(page, "story-origin");
    }

    private async Task RemoveAsync()
    {
        var owner = await SignInAsync("Dmitri", Links.Removals(new RemovalFilter(RemovalShow.Open)));
        foreach (var email in new[] { inOkta, direct })
        {
            await owner.GetByRole(AriaRole.Row).Filter(new() { HasText = email }).GetByRole(AriaRole.Link).First.ClickAsync();
            await Assertions.Expect(owner.Locator("tr.detail")).ToContainTextAsync(email == inOkta ? "Okta group prod-analytics" : "switches the account off");
            await owner.Locator("tr.detail summary").First.ClickAsync();
            await Assertions.Expect(owner.Locator("tr.detail")).ToContainTextAsync(email == inOkta ? "DELETE /api/v1/groups/00g1/users/" : "PATCH /Users/");
            if (email == inOkta)
            {
                await AccessibleAsync(owner);
                await PictureAsync(owner, "removal-requested");
            }

            await owner.GetByRole(AriaRole.Button, new() { Name = "Carry it out now" }).ClickAsync();
            await Assertions.Expect(owner.GetByRole(AriaRole.Button, new() { Name = "Carry it out now" })).ToHaveCountAsync(0);
            await VerifiedAsync(email);
            await OpenAsync(owner, Links.Removals(new RemovalFilter(RemovalShow.Open)));
        }

        Assert.DoesNotContain(okta.Groups["00g1"].Members, m => m == "00u" + heap.Users.Single(u => (string)u["userName"]! == inOkta)["id"]);
        await OpenAsync(owner, Links.Removals(new RemovalFilter(RemovalShow.Verified)));
        await owner.GetByRole(AriaRole.Row).Filter(new() { HasText = direct }).GetByRole(AriaRole.Link).First.ClickAsync();
        await Assertions.Expect(owner.Locator("tr.detail")).ToContainTextAsync("Done, and read back");
        await PictureAsync(owner, "removal-verified");

        // It comes back: the next reading says so.
        heap.Users.Single(u => (string)u["userName"]! == direct)["active"] = true;
        await OpenAsync(owner, Links.Application(application));
        await owner.GetByRole(AriaRole.Button, new() { Name = "Read now" }).ClickAsync();
        await StateAsync(direct, RemovalState.Reappeared);
        await OpenAsync(owner, Links.Removals(new RemovalFilter(RemovalShow.Reappeared)));
        await Assertions.Expect(owner.GetByRole(AriaRole.Row).Filter(new() { HasText = direct })).ToContainTextAsync("is there again");
        await PictureAsync(owner, "removal-reappeared");

        // It is carried out again, by the button of the row and by that of a choice of rows.
        await owner.GetByRole(AriaRole.Row).Filter(new() { HasText = direct }).GetByRole(AriaRole.Link).First.ClickAsync();
        await owner.GetByRole(AriaRole.Button, new() { Name = "Try it again" }).ClickAsync();
        await VerifiedAsync(direct);
        heap.Users.Single(u => (string)u["userName"]! == direct)["active"] = true;
        await OpenAsync(owner, Links.Application(application));
        await owner.GetByRole(AriaRole.Button, new() { Name = "Read now" }).ClickAsync();
        await StateAsync(direct, RemovalState.Reappeared);
        await OpenAsync(owner, Links.Removals(new RemovalFilter(RemovalShow.Reappeared)));
        await owner.GetByRole(AriaRole.Row).Filter(new() { HasText = direct }).GetByRole(AriaRole.Checkbox).CheckAsync();
        await owner.GetByRole(AriaRole.Button, new() { Name = "Have 1 tried again" }).ClickAsync();
        await VerifiedAsync(direct);
        Assert.False((bool)heap.Users.Single(u => (string)u["userName"]! == direct)["active"]!);
    }

    private Task VerifiedAsync(string email) => StateAsync(email, RemovalState.Verified);

    private async Task StateAsync(string email, RemovalState wanted)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            await using var db = App.Get<Databases>().CreateDbContext();
            var state = await (from r in db.Removals
                               join i in db.ReviewItems on r.ItemId equals i.Id
                               join a in db.AccountRecords on i.AccountRecordId equals a.Id
                               where a.Email == email && r.GroupId == null
                               select r.State).SingleAsync(patience.Token);
            if (state == wanted)
            {
                return;
            }

            await Task.Delay(50, patience.Token);
        }
    }
}
