using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Tests.Extracts;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Journeys;

/// <summary>The invented organisation living through its quarters, every step by the use case a person would use. Its clock starts at
/// the instant the files were exported, so that no date is moved.</summary>
public sealed class Quarter : IAsyncDisposable
{
    private Quarter(TestDatabase database) => Database = database;

    /// <summary>The database.</summary>
    public TestDatabase Database { get; }

    /// <summary>The sample, loaded on 20 November 2026.</summary>
    public static async Task<Quarter> StartAsync(Microsoft.EntityFrameworkCore.Diagnostics.IInterceptor? interceptor = null)
    {
        var database = await TestDatabase.CreateAsync(new DateTime(2026, 11, 20, 18, 0, 0, DateTimeKind.Utc), interceptor);
        await database.LoadSampleAsync();
        return new Quarter(database);
    }

    /// <summary>An actor signed in as whoever has the work address.</summary>
    public async Task<Actor> AsAsync(string name)
    {
        await using var db = Database.Look();
        var key = TextKey.Of(name + "@harbourlight.example");
        return Actor.Demo(await db.PersonRecords.Where(r => r.EmailKey == key).OrderByDescending(r => r.Id).Select(r => r.PersonId).FirstAsync());
    }

    /// <summary>Plans and launches a campaign over Heap: managers review, the head of IT takes what has none; the application's owner
    /// approves what is left out.</summary>
    public async Task<int> LaunchAsync(string name, DateOnly due)
    {
        var owner = await AsAsync("dmitri.raman");
        var number = (await Database.Get<DraftCampaign>().RunAsync(
            Guid.NewGuid(), owner, new CampaignPlan(name, "Who can get into Heap.", "SOC 2 CC6.2", due.AddMonths(-1), due, due, "Europe/Berlin", DeadlineRule.NotReviewed), CancellationToken.None)).Require();
        await using var db = Database.Look();
        var heap = await db.Applications.Select(a => a.Id).SingleAsync();
        (await Database.Get<AddCampaignApplication>().RunAsync(
            Guid.NewGuid(), owner, number, heap, CampaignScope.Default with { FallbackReviewerId = owner.PersonId }, CancellationToken.None)).Require();
        (await Database.Get<PreviewCampaign>().RunAsync(owner, number, CancellationToken.None)).Require();
        await ApproveAsync(number, heap);
        (await Database.Get<LaunchCampaign>().RunAsync(Guid.NewGuid(), owner, number, CancellationToken.None)).Require();
        return number;
    }

    /// <summary>The reviewers of a campaign.</summary>
    public Reviewers Reviewers(int campaign) => new(Database.Services, campaign);

    /// <summary>Brings in the staff list and Heap's files of a quarter at the given instant.</summary>
    /// <param name="quarter">Which files.</param>
    /// <param name="at">When they were exported.</param>
    /// <param name="testAccounts">Lines of the user list that are set aside as test accounts.</param>
    public async Task ReadAsync(string quarter, DateTime at, params int[] testAccounts)
    {
        Database.Time.SetUtcNow(new DateTimeOffset(at, TimeSpan.Zero));
        await using var db = Database.Look();
        var (heap, staff) = (await db.Applications.Select(a => a.Id).SingleAsync(), await db.Directories.Select(d => d.Id).SingleAsync());
        var importing = new Importing(Database.Services, await AsAsync("kaito.ivanov"));
        foreach (var (application, directory, files) in new (long?, long?, (ExtractFileKind, string, byte[], int?)[])[]
        {
            (null, staff, [(ExtractFileKind.People, "staff.csv", Importing.File("staff.csv"), 500)]),
            (heap, null, [(ExtractFileKind.Users, "u.csv", Importing.File($"heap-users-{quarter}.csv"), null), (ExtractFileKind.Assignments, "m.csv", Importing.File($"heap-team-members-{quarter}.csv"), null), (ExtractFileKind.GroupOwners, "t.csv", Importing.File("heap-teams.csv"), null)]),
        })
        {
            var draft = await importing.DraftAsync(application, directory, at, files);
            await importing.SetAsideSuggestedAsync(draft);
            if (application is not null)
            {
                await importing.ChangeAsync(draft, ExtractFileKind.Users, f => f with
                {
                    SetAside = f.SetAside.Concat(testAccounts.Select(l => KeyValuePair.Create(l, new Connectors.Files.SetAsideReason(Connectors.Files.SetAsideKind.TestAccount)))).ToDictionary(),
                });
            }

            (await importing.ImportAsync(draft)).Require();
        }
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private async Task ApproveAsync(int number, long applicationId)
    {
        await using var db = Database.Look();
        var plan = await db.CampaignApplications.SingleAsync(a => a.ApplicationId == applicationId && db.Campaigns.Any(c => c.Id == a.CampaignId && c.Number == number));
        var list = await ScopeList.ReadAsync(db, plan, CancellationToken.None);
        (await Database.Get<ApproveScope>().RunAsync(Guid.NewGuid(), await AsAsync("nadia.petrov"), number, applicationId, list.Sha256, CancellationToken.None)).Require();
    }
}
