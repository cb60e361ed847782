using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Notifications;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AccessReview.Core.Tests.Campaigns;

/// <summary>A small organisation whose Heap is ready to be reviewed, with a draft of Owen's over it. Made by the real commands from
/// the draft on.</summary>
internal sealed class CampaignWorld : IAsyncDisposable
{
    private CampaignWorld(TestDatabase database) => (Database, World) = (database, new TestWorld(database));

    public TestDatabase Database { get; }

    public TestWorld World { get; }

    public int Number { get; private set; }

    public Actor Owen => World.As("Owen");

    public static CampaignPlan Plan { get; } = new(
        "Heap, Q4 2026", "Quarterly review", "SOC 2 CC6.3", new(2026, 10, 1), new(2026, 12, 31), new(2026, 12, 4), "Europe/Berlin", DeadlineRule.NotReviewed);

    public static CampaignScope Scope { get; } = CampaignScope.Default;

    /// <summary>Priya and Tomas and Viktor work here, Mia manages them; each has an account, Viktor's is in two teams.</summary>
    public static Task<CampaignWorld> CreateAsync(CampaignScope? scope = null, CampaignPlan? plan = null, Mailing? mailing = null, IInterceptor? interceptor = null) => CreateAsync(
        ["Priya", "Tomas", "Viktor"], [], scope, plan, mailing, interceptor,
        new TestAccount("Priya", "Admin", Finding.Privileged), new TestAccount("Tomas"), new TestAccount("Viktor", Groups: ["Pricing", "Core"]));

    public static Task<CampaignWorld> CreateAsync(string[] staff, string[] left, CampaignScope? scope, CampaignPlan? plan, params TestAccount[] accounts) =>
        CreateAsync(staff, left, scope, plan, mailing: null, accounts);

    public static Task<CampaignWorld> CreateAsync(string[] staff, string[] left, CampaignScope? scope, CampaignPlan? plan, Mailing? mailing, params TestAccount[] accounts) =>
        CreateAsync(staff, left, scope, plan, mailing, interceptor: null, accounts);

    private static async Task<CampaignWorld> CreateAsync(
        string[] staff, string[] left, CampaignScope? scope, CampaignPlan? plan, Mailing? mailing, IInterceptor? interceptor, params TestAccount[] accounts)
    {
        var world = new CampaignWorld(await TestDatabase.CreateAsync(interceptor: interceptor, mailing: mailing));
        await world.World.PeopleAsync(staff, left);
        await world.World.HeapAsync(accounts);
        await world.SeedAsync(async scope =>
        {
            var people = await scope.Db.Extracts.SingleAsync(e => e.Kind == ExtractKind.People);
            var heap = await scope.Db.Extracts.SingleAsync(e => e.Kind == ExtractKind.Access);
            if (!await scope.Db.AssessmentSources.AnyAsync())
            {
                scope.Add(new AssessmentSource { AssessmentId = world.World.AssessmentId, ExtractId = people.Id });
            }

            if (!await scope.Db.ExtractFiles.AnyAsync())
            {
                scope.Add(File(scope, people, ExtractFileKind.People, people.Records, 0, null));
                scope.Add(File(scope, heap, ExtractFileKind.Users, heap.Records, 1, heap.Records));
            }
        });
        world.Number = (await world.Database.Get<DraftCampaign>().RunAsync(Guid.NewGuid(), world.Owen, plan ?? Plan, default)).Require();
        (await world.Database.Get<AddCampaignApplication>().RunAsync(Guid.NewGuid(), world.Owen, world.Number, world.World.ApplicationId, scope ?? Scope, default)).Require();
        return world;
    }

    public async Task PreviewAsync() => (await Database.Get<PreviewCampaign>().RunAsync(Owen, Number, default)).Require();

    public Task<Outcome<int>> LaunchAsync() => Database.Get<LaunchCampaign>().RunAsync(Guid.NewGuid(), Owen, Number, default);

    public async Task<Problem> RefusedAsync()
    {
        await PreviewAsync();
        var outcome = await LaunchAsync();
        Assert.False(outcome.IsOk);
        await using var db = Database.Look();
        Assert.Equal(CampaignState.Draft, (await db.Campaigns.SingleAsync()).State);
        Assert.False(await db.ReviewItems.AnyAsync());
        return outcome.Problem;
    }

    /// <summary>The draft's items of the account of the named holder, or of all.</summary>
    public async Task<List<DraftItem>> ItemsAsync(string? name = null)
    {
        await PreviewAsync();
        await using var db = Database.Look();
        var email = name is null ? null : TextKey.Of(name + "@example.test");
        return await db.DraftItems.Where(i => email == null || db.AccountRecords.Any(r => r.Id == i.AccountRecordId && r.EmailKey == email)).OrderBy(i => i.Number).ToListAsync();
    }

    /// <summary>Writes past the use cases, through the one door.</summary>
    public async Task SeedAsync(Func<ChangeScope, Task> work) =>
        (await Database.Change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, "Seed", async (scope, _) =>
        {
            await work(scope);
            scope.Record(new Seeded());
            return Done.Yes;
        }, default)).Require();

    /// <summary>Runs a set-based statement past the use cases.</summary>
    public Task UpdateAsync(Func<ReviewDb, long, Task> statement) => SeedAsync(scope =>
    {
        scope.AfterEvent(_ => statement(scope.Db, scope.Seq));
        return Task.CompletedTask;
    });

    public async ValueTask DisposeAsync() => await Database.DisposeAsync();

    internal static ExtractFile File(ChangeScope scope, Extract extract, ExtractFileKind kind, int stored, int setAside, int? claimed)
    {
        var id = scope.NewId();
        if (setAside > 0)
        {
            scope.Add(new SetAsideLine { Id = scope.NewId(), ExtractFileId = id, Line = stored + 2, Reason = SetAsideReason.TotalRow, Words = "", Raw = "Total" });
        }

        return new ExtractFile
        {
            Id = id, ExtractId = extract.Id, Kind = kind, FileName = kind.ToString().ToLowerInvariant() + ".csv", StoredFileId = 0, UploadedSha256 = Hashes.Genesis, StoredSha256 = Hashes.Genesis,
            Bytes = 1, Lines = stored + setAside, Stored = stored, SetAside = setAside, System = "Heap, production", Report = "Users", Filters = "none", ExportedBy = "Ada",
            ExportedAt = extract.AsOf, Claimed = claimed, Mapping = "{}", Format = "CSV",
        };
    }

    private sealed record Seeded : EventBody;
}
