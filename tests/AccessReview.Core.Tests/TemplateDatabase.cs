using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AccessReview.Core.Tests;

/// <summary>An upgraded, empty database, made once and copied for each test that is not about how one is made.</summary>
internal static class TemplateDatabase
{
    private static readonly Lazy<Task<string>> Made = new(MakeAsync);

    /// <summary>Where it lies: a file that nobody has open.</summary>
    public static Task<string> PathAsync() => Made.Value;

    private static async Task<string> MakeAsync()
    {
        var folder = Directory.CreateTempSubdirectory("accessreview-template-").FullName;
        var collection = new ServiceCollection();
        collection.AddSingleton<TimeProvider>(new FakeTimeProvider(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        collection.AddAccessReviewCore(new DatabaseOptions { Folder = folder });
        await using var services = collection.BuildServiceProvider();
        await services.GetRequiredService<Upgrade>().RunAsync(DatabaseName.Own, CancellationToken.None);
        var template = Path.Combine(folder, "template.db");
        await using var db = services.GetRequiredService<Databases>().CreateDbContext();
        await db.Database.ExecuteSqlAsync($"VACUUM INTO {template}");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return template;
    }
}
