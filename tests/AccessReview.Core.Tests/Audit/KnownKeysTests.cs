using AccessReview.Core.Audit;
using AccessReview.Core.Tests.Evidence;

namespace AccessReview.Core.Tests.Audit;

/// <summary>Whose key signed a pack is said by what was kept outside the database, and by nothing else.</summary>
public sealed class KnownKeysTests
{
    [Fact]
    public async Task A_key_is_ours_when_the_product_has_it_or_it_lies_beside_anchors_and_nobody_elses_is()
    {
        await using var database = await TestDatabase.CreateAsync();
        var options = database.Get<AnchorOptions>();
        var known = database.Get<KnownKeys>();
        var (first, other) = (database.Get<AnchorKey>(), PackSample.NewKey(System.IO.Path.Combine(options.Folder, "elsewhere")).PublicPem);
        var pem = first.PublicPem;
        Assert.Equal(KeyTrust.Ours, await known.OfAsync(pem, [], default));
        Assert.Equal(KeyTrust.NotHere, await known.OfAsync(other, [], default));

        // The key is replaced: editions that were kept are still signed by the one before.
        await HappensAsync(database);
        File.Delete(options.KeyFile);
        Assert.Equal(KeyTrust.NotHere, await known.OfAsync(pem, [], default));
        Assert.Equal(KeyTrust.Ours, await known.OfAsync(pem, [options.Folder], default));
        Assert.Equal(KeyTrust.Ours, await known.OfAsync(pem, [System.IO.Directory.EnumerateFiles(options.Folder, "*.anchor").First()], default));
        Assert.Equal(KeyTrust.Foreign, await known.OfAsync(other, [options.Folder], default));
    }

    [Fact]
    public async Task A_key_that_the_record_alone_names_is_neither_ours_nor_anybody_elses()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (options, known) = (database.Get<AnchorOptions>(), database.Get<KnownKeys>());
        await HappensAsync(database);
        var pem = database.Get<AnchorKey>().PublicPem;
        File.Delete(options.KeyFile);
        database.Time.Advance(TimeSpan.FromDays(2));
        await HappensAsync(database);
        foreach (var kept in System.IO.Directory.EnumerateFiles(options.Folder, "*" + AnchorKey.PublicName).Where(f => File.ReadAllText(f) == pem))
        {
            File.Delete(kept);
        }

        Assert.Equal(KeyTrust.NotHere, await known.OfAsync(pem, [options.Folder], default));
    }

    private static async Task HappensAsync(TestDatabase database)
    {
        (await database.Get<Settings.SetPolicy>().RunAsync(Guid.NewGuid(), Actor.Product, new Settings.Policy { RemovalDueDays = 7 }, null, default)).Require();
        await database.Get<WriteAnchors>().BeforeStopAsync(default);
    }
}
