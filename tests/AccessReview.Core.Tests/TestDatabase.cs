using AccessReview.Core.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AccessReview.Core.Tests;

/// <summary>A real SQLite database in a folder of its own, upgraded as at start, with every use case and a clock that tests set.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);
    private readonly string folder = NewFolder();
    private readonly ServiceProvider services;

    private TestDatabase(DateTime now, IInterceptor? interceptor)
    {
        Time = new FakeTimeProvider(new DateTimeOffset(now, TimeSpan.Zero));
        var collection = new ServiceCollection();
        collection.AddSingleton<TimeProvider>(Time);
        if (interceptor is not null)
        {
            collection.AddSingleton(interceptor);
        }

        collection.AddAccessReviewCore(new DatabaseOptions { Folder = folder });
        services = collection.BuildServiceProvider(validateScopes: true);
    }

    /// <summary>The clock.</summary>
    public FakeTimeProvider Time { get; }

    /// <summary>The databases.</summary>
    public Databases Databases => services.GetRequiredService<Databases>();

    /// <summary>The door for writes.</summary>
    public Change Change => services.GetRequiredService<Change>();

    /// <summary>A fresh database.</summary>
    public static async Task<TestDatabase> CreateAsync(DateTime? now = null, IInterceptor? interceptor = null)
    {
        var database = new TestDatabase(now ?? new DateTime(2026, 11, 23, 9, 0, 0, DateTimeKind.Utc), interceptor);
        File.Copy(await Template.Value, Path.Combine(database.folder, "accessreview.db"));
        return database;
    }

    /// <summary>A database made earlier, as it lies: not upgraded.</summary>
    public static async Task<TestDatabase> OfAsync(Stream made, DateTime now)
    {
        var database = new TestDatabase(now, interceptor: null);
        await using var file = File.Create(Path.Combine(database.folder, "accessreview.db"));
        await made.CopyToAsync(file);
        return database;
    }

    /// <summary>A use case or another service of the core.</summary>
    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>A context of its own, for looking.</summary>
    public ReviewDb Look() => Databases.CreateDbContext();

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "accessreview.db") }.ToString());
        SqliteConnection.ClearPool(connection);
        System.IO.Directory.Delete(folder, recursive: true);
    }

    // What survives a power cut is the crash tests' matter; here memory is as good as a disk.
    private static string NewFolder() => System.IO.Directory.Exists("/dev/shm")
        ? System.IO.Directory.CreateDirectory(Path.Combine("/dev/shm", "accessreview-" + Guid.NewGuid().ToString("N"))).FullName
        : System.IO.Directory.CreateTempSubdirectory("accessreview-").FullName;

    /// <summary>An upgraded, empty database, made once and copied for each test.</summary>
    private static async Task<string> MakeTemplateAsync()
    {
        var made = new TestDatabase(new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc), interceptor: null);
        await made.Get<Upgrade>().RunAsync(DatabaseName.Own, CancellationToken.None);
        var template = Path.Combine(System.IO.Directory.CreateTempSubdirectory("accessreview-template-").FullName, "template.db");
        await using (var db = made.Look())
        {
            await db.Database.ExecuteSqlAsync($"VACUUM INTO {template}");
        }

        await made.DisposeAsync();
        return template;
    }
}
