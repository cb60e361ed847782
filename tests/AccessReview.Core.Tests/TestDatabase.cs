using AccessReview.Core.Notifications;
using AccessReview.Core.Persistence;
using AccessReview.Core.Sample;
using AccessReview.Core.SignIn;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AccessReview.Core.Tests;

/// <summary>A real database of its own, upgraded as at start, with every use case and a clock that tests set: a SQLite file, or a
/// database on the SQL Server that the environment names.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly OneReaderAtATime Readers = new();
    private readonly string folder = NewFolder();
    private readonly ServiceProvider services;
    private readonly string? server;
    private readonly bool drops;

    private TestDatabase(DateTime now, IInterceptor? interceptor, string? server = null, bool drops = true, int? patience = null, SignInRules? rules = null, Mailing? mailing = null)
    {
        (this.server, this.drops) = (server, drops);
        Time = new FakeTimeProvider(new DateTimeOffset(now, TimeSpan.Zero));
        var collection = new ServiceCollection();
        collection.AddSingleton<TimeProvider>(Time);
        collection.AddSingleton(new AccessReview.Connectors.Http.OutboundRules { AllowLoopback = true });
        collection.AddSingleton<AccessReview.Core.Connections.ISecretVault>(new CrashHost.PlainVault());
        foreach (var one in new[] { interceptor, Readers, AlsoForSqlServer.Always }.OfType<IInterceptor>())
        {
            collection.AddSingleton(one);
        }

        if (rules is not null)
        {
            collection.AddSingleton(rules);
        }

        if (mailing is not null)
        {
            collection.AddSingleton(mailing);
        }

        collection.AddAccessReviewCore(new DatabaseOptions
        {
            Folder = folder,
            Provider = server is null ? DatabaseProvider.Sqlite : DatabaseProvider.SqlServer,
            ConnectionString = server ?? (patience is { } seconds ? new SqliteConnectionStringBuilder { DataSource = File, DefaultTimeout = seconds }.ToString() : null),
            Strategy = dependencies => new LikeSqlServer(dependencies),
        });
        services = collection.BuildServiceProvider(validateScopes: true);
    }

    /// <summary>The SQLite file.</summary>
    public string File => Path.Combine(folder, "accessreview.db");

    /// <summary>The clock.</summary>
    public FakeTimeProvider Time { get; }

    /// <summary>Every use case.</summary>
    public IServiceProvider Services => services;

    /// <summary>The databases.</summary>
    public Databases Databases => services.GetRequiredService<Databases>();

    /// <summary>The door for writes.</summary>
    public Change Change => services.GetRequiredService<Change>();

    /// <summary>A fresh database; <paramref name="patience"/> is how many seconds a writer waits for another program.</summary>
    public static async Task<TestDatabase> CreateAsync(DateTime? now = null, IInterceptor? interceptor = null, int? patience = null, SignInRules? rules = null, Mailing? mailing = null)
    {
        now ??= new DateTime(2026, 11, 23, 9, 0, 0, DateTimeKind.Utc);
        if (TestServer.IsUsed)
        {
            return await UpgradedAsync(new TestDatabase(now.Value, interceptor, TestServer.NewDatabase(), rules: rules, mailing: mailing));
        }

        var database = new TestDatabase(now.Value, interceptor, patience: patience, rules: rules, mailing: mailing);
        System.IO.File.Copy(await TemplateDatabase.PathAsync(), database.File);
        return database;
    }

    /// <summary>A database made earlier, as it lies: not upgraded.</summary>
    public static async Task<TestDatabase> OfAsync(Stream made, DateTime now, IInterceptor? interceptor = null)
    {
        var database = new TestDatabase(now, interceptor);
        await using var file = System.IO.File.Create(database.File);
        await made.CopyToAsync(file);
        return database;
    }

    /// <summary>A node on a database of SQL Server that others may use too; the first one drops it.</summary>
    internal static Task<TestDatabase> OnAsync(string connectionString, bool isFirst = true) =>
        UpgradedAsync(new TestDatabase(new DateTime(2026, 11, 23, 9, 0, 0, DateTimeKind.Utc), interceptor: null, connectionString, isFirst));

    /// <summary>A use case or another service of the core.</summary>
    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>Loads the sample organisation: on SQLite as a person does, on SQL Server into the database under test.</summary>
    public async Task LoadSampleAsync()
    {
        if (server is null)
        {
            (await Get<LoadSample>().RunAsync(CancellationToken.None)).Require();
            return;
        }

        await Get<LoadSample>().FillAsync(Clock.Truncate(Time.GetUtcNow().UtcDateTime), CancellationToken.None);
    }

    /// <summary>A context of its own, for looking.</summary>
    public ReviewDb Look() => Databases.CreateDbContext();

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        if (server is not null && drops)
        {
            await TestServer.DropAsync(server);
        }

        System.IO.Directory.Delete(folder, recursive: true);
    }

    // What survives a power cut is the crash tests' matter; here memory is as good as a disk.
    private static string NewFolder() => System.IO.Directory.Exists("/dev/shm")
        ? System.IO.Directory.CreateDirectory(Path.Combine("/dev/shm", "accessreview-" + Guid.NewGuid().ToString("N"))).FullName
        : System.IO.Directory.CreateTempSubdirectory("accessreview-").FullName;

    private static async Task<TestDatabase> UpgradedAsync(TestDatabase database)
    {
        await database.Get<Upgrade>().RunAsync(DatabaseName.Own, CancellationToken.None);
        return database;
    }
}
