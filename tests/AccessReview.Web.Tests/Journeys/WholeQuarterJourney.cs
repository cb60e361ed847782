using System.Text.Json;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using AccessReview.Core.Tests.Journeys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>The main job in one go, from the first page of an empty product to the next quarter's proof: the invented organisation's
/// files as they stand, brought in through the pages, found to be what their authors say, reviewed, closed, and read again.</summary>
public sealed class WholeQuarterJourney(TheBrowser browser) : Journey(browser, NothingTold.Everything, Log, new DateTime(2026, 11, 20, 20, 0, 0, DateTimeKind.Utc))
{
    private static readonly KeptLog Log = new();
    private static readonly string Data = Repository.Path("tests", "data", "harbourlight");
    private readonly JsonElement expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(Data, "expected.json"))).RootElement;
    private long heap;

    [Fact]
    public async Task From_two_exports_to_signed_decisions_a_checked_pack_and_the_next_quarters_proof()
    {
        await FilesInAsync();
        await SameFindingsAsync("q4");

        var owner = await SignInAsync("Dmitri", Links.NewCampaign());
        await PlanAndLaunchAsync(owner, "Heap, Q4 2026", 1);
        await ReviewAsync();
        App.Clock.Set(new DateTime(2026, 12, 4, 12, 0, 0, DateTimeKind.Utc));
        owner = await SignInAsync("Dmitri", Links.Close(1));
        await owner.CloseAsync("As planned; nothing was changed in between.", "Uma Nwosu", "Access is as it should be once the removals are done.");
        await PackAsync(owner);
        await RemovalsAsync(verified: [], still: [], back: []);

        App.Clock.Set(new DateTime(2027, 2, 19, 20, 0, 0, DateTimeKind.Utc));
        var admin = await SignInAsync("Kaito Ivanov");
        await StaffAsync(admin, await DirectoryAsync(), "2027-02-19T18:00");
        await QuarterAsync(admin, "2027Q1", "2027-02-19T18:00", accounts: 191, "8 new", "11 gone");
        await SameFindingsAsync("q1");
        await RemovalsAsync(verified: Emails("verifiedGone"), still: Emails("stillPresent"), back: []);

        await QuarterAsync(admin, "2027Q1-late", "2027-02-19T19:00", accounts: 192, "1 new", "0 gone");
        await RemovalsAsync(verified: [.. Emails("verifiedGone").Except(Emails("reappearedInLateFile"))], still: Emails("stillPresent"), back: Emails("reappearedInLateFile"));

        owner = await SignInAsync("Dmitri", Links.NewCampaign());
        await PlanAndLaunchAsync(owner, "Heap, Q1 2027", 2);
        await ChangesAsync();

        await OpenAsync(owner, Links.People() + "?search=wanda.schafer%40harbourlight.example");
        await SignInAsync("Dmitri", Links.People() + "?search=wanda.schafer%40harbourlight.example", owner);
        await NothingTold.InAsync(App, Log, await owner.Context.CookiesAsync());
    }

    private string[] Emails(string name) => [.. expected.GetProperty("q1").GetProperty(name).EnumerateArray().Select(e => e.GetString()!)];

    private async Task<long> DirectoryAsync()
    {
        await using var db = App.Get<Databases>().CreateDbContext();
        return await db.Directories.Select(d => d.Id).SingleAsync();
    }

    /// <summary>An administrator who has nothing but the files: staff list, application, roles.</summary>
    private async Task FilesInAsync()
    {
        var page = await SignInAsFirstAdministratorAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Bring in the staff list" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Bring in the staff list" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Register and import" }).ClickAsync();
        await StaffAsync(page, await DirectoryIsThereAsync(page), "2026-11-20T18:00");

        await OpenAsync(page, Links.Applications());
        await page.GetByRole(AriaRole.Button, new() { Name = "Register an application" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Heap");
        await page.ChooseAsync(page.GetByLabel("Owner", new() { Exact = true }), "Nadia Petrov");
        await page.GetByRole(AriaRole.Button, new() { Name = "Register", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Heap");
        heap = long.Parse(page.Url.Split('/')[^1]);
        await QuarterAsync(page, "2026Q4", "2026-11-20T18:00", accounts: 194);

        await OpenAsync(page, Links.Application(heap) + "?show=NobodyKnown");
        await page.DeclareAsync("svc-warehouse-sync", "Service", "Kaito Ivanov", "Writes the warehouse's events.");
        await page.DeclareAsync("heap-dashboards-tv", "Shared", "Kaito Ivanov", "The screen in the lobby.");
        await Assertions.Expect(page.Locator(".facets")).ToContainTextAsync("Nobody known 2");
        await OpenAsync(page, Links.Settings());
        await page.GrantAsync("Dmitri Raman", "CampaignOwner");
        await Assertions.Expect(page.Locator("tbody tr", new() { HasText = "Dmitri Raman" })).ToHaveCountAsync(1);
        await page.GrantAsync("Kaito Ivanov", "Administrator");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Handed over");
        await PictureAsync(page, "settings-handed-over");
    }

    private static async Task<long> DirectoryIsThereAsync(IPage page)
    {
        await page.IsAtAsync("/directories/*/import");
        return long.Parse(page.Url.Split('/')[^2]);
    }

    private static async Task StaffAsync(IPage page, long directory, string exportedAt)
    {
        await OpenAsync(page, Links.ImportDirectory(directory));
        await page.UploadAsync("staff list", "staff.csv", await File.ReadAllBytesAsync(Path.Combine(Data, "staff.csv")));
        await page.StateOriginAsync("people", exportedAt, "500");
        await page.AgreeAsync(1);
        await page.ImportAsync("500 people");
    }

    private async Task QuarterAsync(IPage page, string quarter, string exportedAt, int accounts, params string[] changes)
    {
        await OpenAsync(page, Links.ImportApplication(heap));
        foreach (var (card, kind, file) in new[] { ("user accounts", "users", $"heap-users-{quarter}.csv"), ("group assignments", "assignments", $"heap-team-members-{quarter}.csv"), ("group owners", "groupowners", "heap-teams.csv") })
        {
            await page.UploadAsync(card, file, await File.ReadAllBytesAsync(Path.Combine(Data, file)));
            await page.StateOriginAsync(kind, exportedAt, kind == "users" ? $"{accounts}" : "");
        }

        await page.AgreeAsync(3);
        await page.StepAsync("Lines");
        await page.SetAsideAsync("The line looks like a total");
        await page.StepAsync("Preview");
        foreach (var change in changes)
        {
            await Assertions.Expect(page.Locator(".numbers")).ToContainTextAsync(change.Replace(" ", "", StringComparison.Ordinal));
        }

        await PictureAsync(page, $"import-{quarter}");
        await page.ImportAsync($"{accounts} accounts");
    }

    private async Task PlanAndLaunchAsync(IPage owner, string name, int number)
    {
        await owner.PlanAsync(name, number);
        await (await SignInAsync("Nadia Petrov", Links.Scope(number, heap))).ApproveAsync();
        await OpenAsync(owner, Links.Plan(number));
        await owner.LaunchAsync(number);
    }

    /// <summary>The busiest reviewer by keys, counted; the others by the use cases behind the same page.</summary>
    private async Task ReviewAsync()
    {
        var reviewer = await SignInAsync("Mei M", Links.MyReviews());
        await Assertions.Expect(reviewer.Locator(".mine")).ToContainTextAsync("Certify keeps an access, Revoke has it removed. Both can be undone until you sign off");
        await PictureAsync(reviewer, "my-reviews");
        await OpenAsync(reviewer, Links.Review(1));
        await reviewer.Locator(".ws-list .item[tabindex='0']").WaitForAsync();
        await PictureAsync(reviewer, "review-sample");
        var keys = new KeyboardReviewer(reviewer);
        await keys.DecideEverythingAsync();
        await reviewer.GetByRole(AriaRole.Button, new() { NameRegex = new("^Sign off") }).ClickAsync();
        await reviewer.GetByRole(AriaRole.Button, new() { Name = "I sign this" }).ClickAsync();
        await Assertions.Expect(reviewer.Locator(".signed")).ToContainTextAsync("Signed off");
        Assert.InRange(keys.Inputs + 2, 1, 90);

        var others = new Reviewers(App.Services, 1);
        await others.DecideAllAsync(Emails("ifRevokedInQ4").ToHashSet(StringComparer.Ordinal));
        await others.SignAllAsync();
    }

    /// <summary>The Close edition, checked as an auditor would, in a folder without the product.</summary>
    private static async Task PackAsync(IPage owner)
    {
        await OpenAsync(owner, Links.Evidence());
        var link = owner.GetByRole(AriaRole.Link, new() { Name = "Download the pack" });
        await Assertions.Expect(link).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await PictureAsync(owner, "evidence-closed");
        var download = await owner.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        Assert.Equal("DEMO-evidence-C1-close.zip", download.SuggestedFilename);
        await using var pack = await UnpackedPack.OfAsync(download);
        await pack.PassesAsync("sha256sum", "-c", "--strict", "manifest.sha256");
        await pack.PassesAsync("python3", "verify.py");
    }

    private async Task RemovalsAsync(string[] verified, string[] still, string[] back)
    {
        var owner = await SignInAsync("Dmitri", Links.Removals());
        var open = 7 - verified.Length - back.Length;
        await Assertions.Expect(owner.Locator("main .tabs")).ToContainTextAsync($"Open {open + back.Length}");
        foreach (var (show, emails) in new[] { ("Verified", verified), ("StillPresent", still), ("Reappeared", back) })
        {
            await OpenAsync(owner, $"{Links.Removals()}?show={show}");
            await Assertions.Expect(owner.Locator("table.removals tbody tr")).ToHaveCountAsync(emails.Length);
            foreach (var email in emails)
            {
                await Assertions.Expect(owner.Locator("table.removals tbody")).ToContainTextAsync(email);
            }

            await PictureAsync(owner, $"removals-{show}-{verified.Length}");
        }
    }

    /// <summary>What the second campaign says of an account whose role was raised, and of the decision before.</summary>
    private async Task ChangesAsync()
    {
        await using var db = App.Get<Databases>().CreateDbContext();
        var item = await (from turn in db.ReviewTurns
                          join reviewed in db.ReviewItems on turn.ItemId equals reviewed.Id
                          join record in db.AccountRecords on reviewed.AccountRecordId equals record.Id
                          join reviewer in db.PersonRecords on turn.ReviewerId equals reviewer.PersonId
                          where db.Campaigns.Any(c => c.Id == turn.CampaignId && c.Number == 2) && record.Email == "ines.jansen@harbourlight.example" && reviewed.ParentItemId == null
                          orderby reviewer.Id descending
                          select new { turn.Number, reviewer.Name }).FirstAsync();
        var page = await SignInAsync(item.Name, $"{Links.Review(2)}?item={item.Number}");
        await Assertions.Expect(page.Locator(".ws-story h2")).ToContainTextAsync("Ines Jansen");
        await Assertions.Expect(page.Locator(".ws-story")).ToContainTextAsync("Since C1: role Consumer → Architect, now privileged");
        await Assertions.Expect(page.Locator(".ws-story")).ToContainTextAsync("Heap, Q4 2026, certified by Mei Müller");
        await PictureAsync(page, "review-second-campaign");
    }

    private async Task SameFindingsAsync(string quarter)
    {
        var wanted = expected.GetProperty(quarter);
        await using var db = App.Get<Databases>().CreateDbContext();
        var current = await db.Applications.Select(a => new { a.CurrentAssessmentId, a.CurrentExtractId }).SingleAsync();
        Assert.Equal(wanted.GetProperty("accounts").GetInt32(), await db.AccountRecords.CountAsync(r => r.ExtractId == current.CurrentExtractId));
        Assert.Equal(wanted.GetProperty("assignments").GetInt32(), await db.AssignmentRecords.CountAsync(r => r.ExtractId == current.CurrentExtractId));
        var assessed = await (from account in db.AssessedAccounts
                              join record in db.AccountRecords on account.AccountRecordId equals record.Id
                              where account.AssessmentId == current.CurrentAssessmentId
                              select new { record.Email, account.Findings }).ToListAsync();
        foreach (var (name, finding) in new[]
        {
            ("left", Finding.Left), ("nobody_known", Finding.NobodyKnown), ("service_or_shared", Finding.ServiceOrShared), ("dormant", Finding.Dormant),
            ("never_joined", Finding.NeverJoined), ("privileged", Finding.Privileged), ("duplicate_after_rename", Finding.DuplicateAfterRename),
        })
        {
            var emails = wanted.GetProperty("findings").GetProperty(name).EnumerateArray().Select(e => e.GetString()).Order(StringComparer.Ordinal);
            Assert.Equal(emails, assessed.Where(a => a.Findings.HasFlag(finding)).Select(a => a.Email).Order(StringComparer.Ordinal));
        }
    }
}
