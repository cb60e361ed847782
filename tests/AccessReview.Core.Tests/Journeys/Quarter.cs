using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Reviewing;
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

    /// <summary>Every reviewer revokes the accounts named by address and certifies the rest, with a reason where one is asked.</summary>
    public async Task DecideAllAsync(int campaign, IReadOnlySet<string> revoked)
    {
        foreach (var (turnId, kind) in await TurnsAsync(campaign, revoked))
        {
            await using var db = Database.Look();
            var turn = await db.ReviewTurns.SingleAsync(t => t.Id == turnId);
            if (turn.State == TurnState.Undecided)
            {
                (await Database.Get<DecideItem>().RunAsync(
                    Guid.NewGuid(), Actor.Demo(turn.ReviewerId), new ItemChoice(turnId, turn.EventSeq, kind, kind == DecisionKind.Certify ? "Needed for the daily work." : null), CancellationToken.None)).Require();
            }
        }
    }

    /// <summary>Every reviewer signs off.</summary>
    public async Task SignAllAsync(int campaign)
    {
        await using var db = Database.Look();
        var id = await db.Campaigns.Where(c => c.Number == campaign).Select(c => c.Id).SingleAsync();
        foreach (var reviewer in await db.ReviewTurns.Where(t => t.CampaignId == id && t.SignOffId == null).Select(t => t.ReviewerId).Distinct().ToListAsync())
        {
            var toSign = (await Database.Get<SignOffPreview>().RunAsync(Actor.Demo(reviewer), id, CancellationToken.None)).Require();
            (await Database.Get<SignOffReview>().RunAsync(Guid.NewGuid(), Actor.Demo(reviewer), id, toSign.Text, CancellationToken.None)).Require();
        }
    }

    /// <summary>Brings in the staff list and Heap's files of a quarter at the given instant.</summary>
    public async Task ReadAsync(string quarter, DateTime at)
    {
        Database.Time.SetUtcNow(new DateTimeOffset(at, TimeSpan.Zero));
        await using var db = Database.Look();
        var (heap, staff) = (await db.Applications.Select(a => a.Id).SingleAsync(), await db.Directories.Select(d => d.Id).SingleAsync());
        var importing = new Importing(Database, await AsAsync("kaito.ivanov"));
        foreach (var (application, directory, files) in new (long?, long?, (ExtractFileKind, string, byte[], int?)[])[]
        {
            (null, staff, [(ExtractFileKind.People, "staff.csv", Importing.File("staff.csv"), 500)]),
            (heap, null, [(ExtractFileKind.Users, "u.csv", Importing.File($"heap-users-{quarter}.csv"), null), (ExtractFileKind.Assignments, "m.csv", Importing.File($"heap-team-members-{quarter}.csv"), null), (ExtractFileKind.GroupOwners, "t.csv", Importing.File("heap-teams.csv"), null)]),
        })
        {
            var draft = await importing.DraftAsync(application, directory, at, files);
            await importing.SetAsideSuggestedAsync(draft);
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

    private async Task<List<(long TurnId, DecisionKind Kind)>> TurnsAsync(int campaign, IReadOnlySet<string> revoked)
    {
        await using var db = Database.Look();
        var turns = await (from turn in db.ReviewTurns
                           join item in db.ReviewItems on turn.ItemId equals item.Id
                           join record in db.AccountRecords on item.AccountRecordId equals record.Id
                           where db.Campaigns.Any(c => c.Id == turn.CampaignId && c.Number == campaign)
                           orderby turn.Number
                           select new { turn.Id, record.Email }).ToListAsync();
        return [.. turns.Select(t => (t.Id, revoked.Contains(t.Email) ? DecisionKind.Revoke : DecisionKind.Certify))];
    }
}
