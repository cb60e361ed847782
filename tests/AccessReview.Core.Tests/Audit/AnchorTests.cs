using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Operation;
using AccessReview.Core.Reviewing;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.Evidence;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Audit;

/// <summary>Whoever has the whole database can make it agree with itself; not with what was kept outside it.</summary>
public sealed class AnchorTests : IAsyncLifetime
{
    private static readonly Sha256 Nothing = new(Hashes.Genesis);
    private static readonly DateTime Noon = new(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc);
    private TestDatabase database = null!;

    private string Folder => database.Get<AnchorOptions>().Folder;

    private List<string> Files => [.. System.IO.Directory.EnumerateFiles(Folder, "*.anchor").Order(StringComparer.Ordinal)];

    public async ValueTask InitializeAsync() => database = await TestDatabase.CreateAsync();

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task The_record_is_anchored_once_a_day_and_after_each_close()
    {
        await HappensAsync(2);
        await FollowAsync();
        Assert.Single(Files);
        await HappensAsync(1);
        await FollowAsync();
        Assert.Single(Files);

        await HappensAsync(1, new CampaignClosed(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, Nothing, Nothing, new DateOnly(2033, 1, 1)));
        await FollowAsync();
        await FollowAsync();
        Assert.Equal(2, Files.Count);

        database.Time.Advance(TimeSpan.FromDays(2));
        await FollowAsync();
        Assert.Equal(2, Files.Count);
        await HappensAsync(1);
        await FollowAsync();
        Assert.Equal(3, Files.Count);
        Assert.Equal((3, 0, 0), await CountsAsync());
    }

    [Fact]
    public async Task Each_signature_is_anchored_and_so_is_the_end_when_the_product_stops()
    {
        await HappensAsync(1);
        await FollowAsync();
        await HappensAsync(1, new ReviewSignedOff(1, 0, 0, 0, 0, Nothing));
        await FollowAsync();
        Assert.Equal(2, Files.Count);
        await HappensAsync(1);
        await database.Get<WriteAnchors>().BeforeStopAsync(default);
        await database.Get<WriteAnchors>().BeforeStopAsync(default);
        Assert.Equal(3, Files.Count);
        Assert.Equal((3, 0, 0), await CountsAsync());
    }

    [Fact]
    public async Task Nodes_that_make_the_key_at_once_sign_with_one()
    {
        var options = new AnchorOptions(Folder, Path.Combine(Folder, "keys", "made-at-once.pem"));
        using var ready = new Barrier(4);
        var keys = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            ready.SignalAndWait();
            return new AnchorKey(options).PublicPem;
        })));

        Assert.Single(keys.Distinct());
        Assert.Single(System.IO.Directory.EnumerateFiles(Path.Combine(Folder, "keys")));
    }

    [Fact]
    public async Task Nodes_that_anchor_the_same_head_in_the_same_second_make_one_anchor()
    {
        var (options, key, installation) = (database.Get<AnchorOptions>(), database.Get<AnchorKey>(), Guid.NewGuid());
        for (var seq = 1; seq <= 25; seq++)
        {
            var (head, hash) = (seq, new byte[Hashes.Length]);
            using var ready = new Barrier(4);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            {
                var node = new AnchorFolder(options, key);
                ready.SignalAndWait();
                node.Add(installation, head, hash, Noon);
                Assert.True(node.Newest(installation, Noon)?.Seq >= head - 1 || head == 1);
            })));
            Assert.Equal(head, new AnchorFolder(options, key).Newest(installation, Noon)?.Seq);
        }

        Assert.Equal(25, Files.Count);
        Assert.All(Files, f => Assert.True(AnchorKey.IsSigned(key.PublicPem, File.ReadAllBytes(f), File.ReadAllBytes(f + AnchorFolder.SignatureEnding)), f));
        Assert.Equal(51, System.IO.Directory.EnumerateFiles(Folder).Count());
    }

    [Fact]
    public async Task Another_key_is_an_event_of_the_record_once_and_old_anchors_still_hold()
    {
        await HappensAsync(1);
        await FollowAsync();
        var options = database.Get<AnchorOptions>();
        File.Delete(options.KeyFile);
        var key = new AnchorKey(options);
        var restarted = new WriteAnchors(database.Databases, new AnchorFolder(options, key), key, database.Change, database.Time);
        database.Time.Advance(TimeSpan.FromSeconds(1));
        await restarted.RunAsync(default);
        await restarted.RunAsync(default);
        await using var db = database.Look();
        Assert.Equal(1, await db.AuditEvents.CountAsync(e => e.Type == nameof(AnchorKeyChanged)));
        Assert.Equal(2, Files.Count);
        Assert.Equal(2, System.IO.Directory.EnumerateFiles(Folder, "*" + AnchorKey.PublicName).Count());
        var report = await new CheckAnchors(database.Databases, key).RunAsync([Folder], default);
        Assert.Equal((2, 0, 0), (report.Checked, report.Wrong.Count, report.Missing.Count));
    }

    [Fact]
    public async Task Two_nodes_with_keys_of_their_own_do_not_change_the_key_each_minute()
    {
        await HappensAsync(1);
        await FollowAsync();
        var options = database.Get<AnchorOptions>();
        var key = new AnchorKey(options with { KeyFile = options.KeyFile + "-of-the-other" });
        var other = new WriteAnchors(database.Databases, new AnchorFolder(options, key), key, database.Change, database.Time);
        for (var minute = 0; minute < 3; minute++)
        {
            database.Time.Advance(TimeSpan.FromMinutes(1));
            await other.RunAsync(default);
            database.Time.Advance(TimeSpan.FromMinutes(1));
            await FollowAsync();
            await HappensAsync(1, new ReviewSignedOff(1, 0, 0, 0, 0, Nothing));
        }

        await using var db = database.Look();
        Assert.Equal(1, await db.AuditEvents.CountAsync(e => e.Type == nameof(AnchorKeyChanged)));
    }

    [Fact]
    public async Task An_anchor_is_checked_by_OpenSSL_without_the_product()
    {
        await HappensAsync(1);
        await FollowAsync();
        var (anchor, key) = (Path.GetFileName(Files[0]), Path.GetFileName(Assert.Single(System.IO.Directory.EnumerateFiles(Folder, "*" + AnchorKey.PublicName))));
        var ran = await PackSample.RunAsync(Folder, "openssl", "dgst", "-sha256", "-verify", key, "-signature", anchor + ".sig", anchor);
        Assert.SkipWhen(ran is null, "openssl is not on this machine.");
        Assert.True(ran!.Value.ExitCode == 0, ran.Value.Output);
    }

    [SqliteFact]
    public async Task An_end_that_was_cut_off_verifies_by_itself_and_not_against_the_anchor()
    {
        await HappensAsync(5);
        await FollowAsync();
        await SqlAsync(
            """
            PRAGMA foreign_keys = OFF; DROP TRIGGER "guard_chain_delete"; DROP TRIGGER "guard_head_update"; DROP TRIGGER "guard_PolicyVersions_delete";
            DELETE FROM "AuditEvents" WHERE "Seq" > 3; DELETE FROM "PolicyVersions" WHERE "EventSeq" > 3; DELETE FROM "CommandReceipts" WHERE "EventSeq" > 3;
            UPDATE "ChainHeads" SET "Seq" = 3, "Hash" = (SELECT "Hash" FROM "AuditEvents" WHERE "Seq" = 3), "At" = (SELECT "At" FROM "AuditEvents" WHERE "Seq" = 3);
            """);
        await using (var db = database.Look())
        {
            await Core.Persistence.Guard.InstallAsync(db, default);
        }

        Assert.Empty((await database.Get<VerifyChain>().RunAsync(Actor.Product, null, default)).Require().Findings);
        Assert.Equal((0, 1, 0), await CountsAsync());
    }

    [SqliteFact]
    public async Task A_record_that_was_rewritten_is_found()
    {
        await HappensAsync(3);
        await FollowAsync();
        await SqlAsync("DROP TRIGGER \"guard_chain_update\"; UPDATE \"AuditEvents\" SET \"Hash\" = randomblob(32) WHERE \"Seq\" = 3");
        Assert.Equal((0, 1, 0), await CountsAsync());
    }

    [Fact]
    public async Task An_anchor_that_was_changed_and_one_that_is_not_there_are_named()
    {
        await HappensAsync(3);
        await FollowAsync();
        var file = Files[0];
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, text.Replace("\nseq 3\n", "\nseq 2\n", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.Contains("signature is wrong", Assert.Single((await CheckAsync(Folder)).Wrong), StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, "no anchor", TestContext.Current.CancellationToken);
        Assert.Single((await CheckAsync(Folder)).Wrong);
        Assert.Single((await CheckAsync(Path.Combine(Folder, "nowhere"))).Missing);
    }

    [SqliteFact]
    public async Task Events_that_a_restore_lost_are_called_lost_and_not_broken()
    {
        await HappensAsync(2);
        var backup = Path.Combine(Folder, "..", "backup.db");
        (await database.Get<MakeBackup>().RunAsync(backup, null, default)).Require();
        await HappensAsync(2);
        await FollowAsync();
        Assert.Equal(RestoreEnd.InPlace, (await database.Get<RestoreBackup>().RunAsync(backup, null, "no-such.key", "The disk broke.", default)).Require().End);
        var report = await CheckAsync(Folder);
        Assert.Empty(report.Wrong);
        Assert.Contains("event 4 was lost by the restore that event 3 records", Assert.Single(report.Explained), StringComparison.Ordinal);

        // Nobody explained this one away: the record has gone on, and its later events are anchored anew, beside the restore's own.
        database.Time.Advance(TimeSpan.FromDays(1));
        await HappensAsync(3);
        await FollowAsync();
        Assert.Equal((2, 0, 0), await CountsAsync());
    }

    private Task FollowAsync() => database.Get<FollowUps>().RunAsync(default);

    private async Task HappensAsync(int times, EventBody? what = null)
    {
        for (var i = 0; i < times; i++)
        {
            database.Time.Advance(TimeSpan.FromSeconds(1));
            _ = what is null
                ? (await database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), Actor.Product, new Policy { RemovalDueDays = 5 + (database.Time.GetUtcNow().Second % 50) }, null, default)).Require()
                : (await database.Change.RunAsync<int>(Guid.NewGuid(), Actor.Product, "Seed", (scope, _) =>
                {
                    scope.Record(what);
                    return Task.FromResult<Outcome<int>>(1);
                }, default)).Require();
        }
    }

    private Task<AnchorReport> CheckAsync(string path) => database.Get<CheckAnchors>().RunAsync([path], default);

    private async Task<(int Checked, int Wrong, int Missing)> CountsAsync()
    {
        var report = await CheckAsync(Folder);
        return (report.Checked, report.Wrong.Count, report.Missing.Count);
    }

    private async Task SqlAsync(string sql)
    {
        await using var db = database.Look();
        await db.Database.ExecuteSqlRawAsync(sql);
    }
}
