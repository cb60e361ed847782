using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Evidence;
using AccessReview.Core.Extracts;
using AccessReview.Core.Tests.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>The key that signs editions may lie on a share that is not mounted.</summary>
public sealed class EditionKeyTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)] // with the anchors that it signed
    public async Task No_edition_brings_another_key_into_use_while_the_named_one_is_not_there(bool andAnchors)
    {
        await using var world = await ReviewWorld.CreateAsync();
        (await world.DecideAsync("Mia", "Vera", DecisionKind.Revoke)).Require();
        var (database, cancel) = (world.Database, TestContext.Current.CancellationToken);
        var data = database.Databases.Folder;
        var (share, mounted) = (Path.Combine(data, "share"), Path.Combine(data, "keys-share"));
        var options = new AnchorOptions(share, Path.Combine(mounted, "key.pem")) { NoteFile = Path.Combine(data, "anchored.txt"), KeyIsNamed = true };
        var key = new AnchorKey(options);
        var anchors = new AnchorFolder(options, key);
        var make = new MakeEdition(database.Databases, database.Get<FileStore>(), database.Change, key, anchors, database.Time);
        long campaign;
        await using (var db = database.Look())
        {
            campaign = await db.Campaigns.Select(c => c.Id).SingleAsync(cancel);
            anchors.Note(anchors.Add(await db.Installations.Select(i => i.Key).SingleAsync(cancel), 1, new byte[Hashes.Length], database.Time.Now())!);
        }

        var kept = await File.ReadAllBytesAsync(options.KeyFile, cancel);
        File.Delete(options.KeyFile);
        if (andAnchors)
        {
            System.IO.Directory.Delete(share, recursive: true);
            System.IO.Directory.CreateDirectory(share);
        }

        var refused = (await make.RunAsync(campaign, Actor.Product.Key, null, cancel)).Problem;
        Assert.NotNull(refused);
        Assert.True(refused.IsForNow, refused.Sentence);
        Assert.StartsWith($"{options.KeyFile} is not found, and the last anchor, of event 1, is signed with the key ", refused.Sentence, StringComparison.Ordinal);
        Assert.Empty(System.IO.Directory.EnumerateFileSystemEntries(mounted));

        await File.WriteAllBytesAsync(options.KeyFile, kept, cancel);
        (await make.RunAsync(campaign, Actor.Product.Key, null, cancel)).Require();
    }
}
