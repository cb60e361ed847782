using AccessReview.Connectors.Files;
using AccessReview.Connectors.Http;
using AccessReview.Core;
using AccessReview.Core.Applications;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Connections;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Benchmarks.World;

/// <summary>The product on a temporary SQLite file on disk (<c>synchronous=FULL</c>), filled through its own use cases.</summary>
internal sealed class Organisation : IAsyncDisposable
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly Actor Setup = Actor.FirstAdministrator();
    private readonly ServiceProvider services;

    private Organisation(string folder)
    {
        Folder = folder;
        services = new ServiceCollection().AddSingleton(new OutboundRules { AllowLoopback = true }).AddSingleton<ISecretVault, OpenVault>().AddAccessReviewCore(new DatabaseOptions { Folder = folder }).BuildServiceProvider();
    }

    /// <summary>Where everything lies.</summary>
    public string Folder { get; }

    /// <summary>The database's file.</summary>
    public string File => Path.Combine(Folder, "accessreview.db");

    /// <summary>The application.</summary>
    public long ApplicationId { get; private set; }

    /// <summary>The campaign owner, who is person 0.</summary>
    public Actor Owner { get; private set; } = Setup;

    /// <summary>An empty installation.</summary>
    public static async Task<Organisation> CreateAsync()
    {
        var made = new Organisation(System.IO.Directory.CreateTempSubdirectory("accessreview-bench-").FullName);
        (await made.Get<StartUp>().RunAsync(Never)).Require();
        return made;
    }

    /// <summary>An installation with the people, an application, and its first reading and assessment.</summary>
    public static async Task<Organisation> CreateAsync(int people, int accounts, int assignments)
    {
        var made = await CreateAsync();
        var directory = (await made.Get<RegisterDirectory>().RunAsync(Guid.NewGuid(), Setup, "Staff list", DirectoryKind.StaffList, Never)).Require();
        await made.ImportAsync(null, directory, (ExtractFileKind.People, "staff.csv", MadeUpFiles.Staff(people)));
        made.Owner = await made.PersonAsync(0);
        await made.RegisterAsync("Heap");
        (await made.Get<GrantRole>().RunAsync(Guid.NewGuid(), Setup, made.Owner.PersonId!.Value, Role.CampaignOwner, Never)).Require();
        if (accounts > 0)
        {
            await made.ImportAccessAsync(MadeUpFiles.Users(accounts), MadeUpFiles.Members(accounts, assignments));
        }

        return made;
    }

    /// <summary>A service of the core.</summary>
    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>A scope of the services, as a page has one.</summary>
    public IServiceScope Scope() => services.CreateScope();

    /// <summary>A context of its own.</summary>
    public ReviewDb Look() => Get<Databases>().CreateDbContext();

    /// <summary>The person of that number, signed in.</summary>
    public async Task<Actor> PersonAsync(int number)
    {
        await using var db = Look();
        var key = TextKey.Of(MadeUpFiles.Email(number));
        return Actor.Demo(await CurrentPeople.Of(db).Where(p => p.EmailKey == key).Select(p => p.PersonId).SingleAsync());
    }

    /// <summary>Registers an application, from now on <see cref="ApplicationId"/>.</summary>
    public async Task RegisterAsync(string name) => ApplicationId = (await Get<RegisterApplication>().RunAsync(
        Guid.NewGuid(), Setup, new Core.Applications.ApplicationFacts { Name = name, Kind = ApplicationKind.Heap, OwnerId = Owner.PersonId, PrivilegedRoles = ["Admin"] }, Never)).Require();

    /// <summary>Imports the application's two files.</summary>
    public Task<long> ImportAccessAsync(byte[] users, byte[] members) =>
        ImportAsync(ApplicationId, null, (ExtractFileKind.Users, "users.csv", users), (ExtractFileKind.Assignments, "members.csv", members));

    /// <summary>Uploads, states the origin, and imports, as a person would.</summary>
    public async Task<long> ImportAsync(long? application, long? directory, params (ExtractFileKind Kind, string Name, byte[] Bytes)[] files)
    {
        var draft = (await Get<StartImport>().RunAsync(Owner, application, directory, Never)).Require();
        foreach (var (kind, name, bytes) in files)
        {
            await AddAsync(draft, kind, name, new MemoryStream(bytes));
        }

        return (await Get<ImportExtract>().RunAsync(Guid.NewGuid(), Owner, draft, Never)).Require();
    }

    /// <summary>A method of its own: as the page, it holds nothing of the files while they are imported.</summary>
    private async Task AddAsync(long draft, ExtractFileKind kind, string name, Stream content)
    {
        (await Get<AddImportFile>().RunAsync(Owner, draft, kind, name, content, null, Never)).Require();
        var mapping = await GuessAsync(draft, kind);
        (await Get<ChangeImport>().RunAsync(Owner, draft, kind, state => state with
        {
            Mapping = mapping,
            Provenance = new Provenance { System = "Bench", Report = "All", Filters = "none", ExportedBy = "Bench", ExportedAt = MadeUpFiles.ExportedAt },
        }, Never)).Require();
    }

    private async Task<ColumnMapping> GuessAsync(long draft, ExtractFileKind kind) => (await Get<ReadImport>().RunAsync(Owner, draft, Never)).Require().File(kind)!.Guess.Mapping;

    /// <summary>A draft over the application, previewed: ready to launch.</summary>
    public async Task<int> DraftAsync(CampaignScope? scope = null)
    {
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var plan = new CampaignPlan("Bench", "Bench", "", today.AddDays(-90), today, today.AddDays(14), "UTC", DeadlineRule.NotReviewed);
        var number = (await Get<DraftCampaign>().RunAsync(Guid.NewGuid(), Owner, plan, Never)).Require();
        (await Get<AddCampaignApplication>().RunAsync(Guid.NewGuid(), Owner, number, ApplicationId, scope ?? CampaignScope.Default with { FallbackReviewerId = (await PersonAsync(50)).PersonId }, Never)).Require();
        (await Get<PreviewCampaign>().RunAsync(Owner, number, Never)).Require();
        return number;
    }

    /// <summary>Launches a draft; gives its items.</summary>
    public async Task<int> LaunchAsync(int number) => (await Get<LaunchCampaign>().RunAsync(Guid.NewGuid(), Owner, number, Never)).Require();

    /// <summary>A copy of the database as it is now, for the other side.</summary>
    public async Task<string> CopyAsync(string name)
    {
        var copy = Path.Combine(Folder, name);
        await using var db = Look();
        await db.Database.ExecuteSqlAsync($"VACUUM INTO {copy}");
        await using var connection = new SqliteConnection($"Data Source={copy};Pooling=False");
        await connection.OpenAsync();
        await using var wal = connection.CreateCommand();
        wal.CommandText = "PRAGMA journal_mode=WAL";
        await wal.ExecuteNonQueryAsync();
        return copy;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        System.IO.Directory.Delete(Folder, recursive: true);
    }

    /// <summary>What a benchmark connects to has no secret worth sealing.</summary>
    private sealed class OpenVault : ISecretVault
    {
        public byte[] Seal(long connectionId, string secret) => System.Text.Encoding.UTF8.GetBytes(secret);

        public string? Open(long connectionId, byte[] sealedSecret) => System.Text.Encoding.UTF8.GetString(sealedSecret);
    }
}
