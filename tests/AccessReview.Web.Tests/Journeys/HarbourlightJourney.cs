using System.Text.Json;
using AccessReview.Core;
using AccessReview.Core.Applications;
using AccessReview.Core.Directories;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>Both quarters of the invented organisation, brought in through the pages as its files stand, found to be what their
/// authors say.</summary>
public sealed class HarbourlightJourney(TheBrowser browser) : Journey(browser)
{
    private static readonly string Data = Repository.Path("tests", "data", "harbourlight");
    private readonly JsonElement expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(Data, "expected.json"))).RootElement;

    [Fact]
    public async Task Both_quarters_and_the_late_file_are_what_their_authors_say()
    {
        App.Clock.Set(new DateTime(2026, 11, 20, 20, 0, 0, DateTimeKind.Utc));
        var admin = Actor.FirstAdministrator();
        var directory = (await App.Get<RegisterDirectory>().RunAsync(Guid.NewGuid(), admin, "Staff list", DirectoryKind.StaffList, CancellationToken.None)).Require();
        var heap = (await App.Get<RegisterApplication>().RunAsync(
            Guid.NewGuid(), admin, new ApplicationFacts { Name = "Heap", Kind = ApplicationKind.Heap, PrivilegedRoles = ["Admin", "Architect"] }, CancellationToken.None)).Require();
        var page = await SignInAsFirstAdministratorAsync();

        await StaffAsync(page, directory, "2026-11-20T18:00");
        await QuarterAsync(page, heap, "2026Q4", "2026-11-20T18:00", accounts: 194);
        await DeclareAsync(admin);
        await SameFindingsAsync(expected.GetProperty("q4"));

        App.Clock.Set(new DateTime(2027, 2, 19, 20, 0, 0, DateTimeKind.Utc));
        page = await SignInAsync("Kaito Ivanov");
        await StaffAsync(page, directory, "2027-02-19T18:00");
        await QuarterAsync(page, heap, "2027Q1", "2027-02-19T18:00", accounts: 191, "8 new", "11 gone");
        await SameFindingsAsync(expected.GetProperty("q1"));
        await QuarterAsync(page, heap, "2027Q1-late", "2027-02-19T19:00", accounts: 192, "1 new", "0 gone");
    }

    private static async Task StaffAsync(IPage page, long directory, string exportedAt)
    {
        await OpenAsync(page, Links.ImportDirectory(directory));
        await page.UploadAsync("staff list", "staff.csv", await File.ReadAllBytesAsync(Path.Combine(Data, "staff.csv")));
        await page.StateOriginAsync("people", exportedAt, "500");
        await page.AgreeAsync(1);
        await page.ImportAsync("500 people");
    }

    private static async Task QuarterAsync(IPage page, long heap, string quarter, string exportedAt, int accounts, params string[] changes)
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

    /// <summary>What an administrator knows of the two accounts that are no person's; and the next administrator is a person.</summary>
    private async Task DeclareAsync(Actor admin)
    {
        await using var db = App.Get<Databases>().CreateDbContext();
        var owner = await CurrentPeople.Of(db).Where(p => p.WorkEmail == "kaito.ivanov@harbourlight.example").Select(p => p.PersonId).SingleAsync();
        foreach (var (email, kind) in new[] { ("svc-warehouse-sync@harbourlight.example", DeclaredKind.Service), ("heap-dashboards-tv@harbourlight.example", DeclaredKind.Shared) })
        {
            var account = await db.AccountRecords.Where(r => r.Email == email).Select(r => r.AccountId).SingleAsync();
            (await App.Get<DeclareAccount>().RunAsync(Guid.NewGuid(), admin, account, kind, owner, "Known to IT", CancellationToken.None)).Require();
        }

        await App.Get<FollowUps>().RunAsync(CancellationToken.None);
        (await App.Get<GrantRole>().RunAsync(Guid.NewGuid(), admin, owner, Role.Administrator, CancellationToken.None)).Require();
    }

    private async Task SameFindingsAsync(JsonElement quarter)
    {
        await using var db = App.Get<Databases>().CreateDbContext();
        var current = await db.Applications.Select(a => new { a.CurrentAssessmentId, a.CurrentExtractId }).SingleAsync();
        Assert.Equal(quarter.GetProperty("accounts").GetInt32(), await db.AccountRecords.CountAsync(r => r.ExtractId == current.CurrentExtractId));
        Assert.Equal(quarter.GetProperty("assignments").GetInt32(), await db.AssignmentRecords.CountAsync(r => r.ExtractId == current.CurrentExtractId));
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
            var wanted = quarter.GetProperty("findings").GetProperty(name).EnumerateArray().Select(e => e.GetString()).Order(StringComparer.Ordinal);
            Assert.Equal(wanted, assessed.Where(a => a.Findings.HasFlag(finding)).Select(a => a.Email).Order(StringComparer.Ordinal));
        }
    }
}
