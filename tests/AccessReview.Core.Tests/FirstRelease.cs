using System.IO.Compression;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AccessReview.Core.Tests;

/// <summary>The database that the first release left, upgraded: a closed campaign with its evidence, a second one open.</summary>
internal static class FirstRelease
{
    /// <summary>A copy of it.</summary>
    public static async Task<TestDatabase> OpenAsync(DateTime now, IInterceptor? interceptor = null)
    {
        await using var made = new GZipStream(File.OpenRead(Repository.At("tests", "data", "first-release", "accessreview.db.gz")), CompressionMode.Decompress);
        var database = await TestDatabase.OfAsync(made, now, interceptor);
        await database.Get<Upgrade>().RunAsync(DatabaseName.Own, CancellationToken.None);
        return database;
    }

    /// <summary>An actor signed in as the person with this work address.</summary>
    public static async Task<Actor> PersonAsync(this TestDatabase database, string name)
    {
        await using var db = database.Look();
        var key = TextKey.Of(name + "@harbourlight.example");
        return Actor.Demo(await db.PersonRecords.Where(p => p.EmailKey == key).Select(p => p.PersonId).FirstAsync());
    }
}
