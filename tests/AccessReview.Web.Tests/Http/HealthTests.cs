using System.Net;
using AccessReview.Core;
using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Web.Tests.Http;

/// <summary>What a watcher is told when something is not as it should be: a status it can act on, and a sentence.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task A_disk_with_too_little_room_is_told_before_it_is_full()
    {
        using var full = new TestApp(new() { ["Health:MinimumFreeMegabytes"] = "2000000000" });
        var (status, words) = await ReadyAsync(full);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.StartsWith("Unhealthy\nThe disk of the data folder has ", words, StringComparison.Ordinal);

        // Between the minimum and a tenth of it the product works on, and says so.
        var free = new DriveInfo(Path.GetTempPath()).AvailableFreeSpace / (1024 * 1024);
        using var tight = new TestApp(new() { ["Health:MinimumFreeMegabytes"] = $"{free * 3}" });
        (status, words) = await ReadyAsync(tight);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.StartsWith("Degraded\nThe disk of the data folder has ", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_disk_of_a_database_that_lies_elsewhere_is_looked_at_too()
    {
        var elsewhere = Directory.CreateTempSubdirectory("accessreview-elsewhere-").FullName;
        using (var full = new TestApp(new() { ["Health:MinimumFreeMegabytes"] = "2000000000", ["Database:ConnectionString"] = $"Data Source={Path.Combine(elsewhere, "review.db")}" }))
        {
            var (status, words) = await ReadyAsync(full);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
            Assert.Contains("The disk of the database has ", words, StringComparison.Ordinal);
        }

        Directory.Delete(elsewhere, recursive: true);
    }

    [Fact]
    public async Task A_guard_that_somebody_took_away_is_named()
    {
        using var app = new TestApp();
        await using (var db = app.Get<Databases>().CreateDbContext())
        {
            await db.Database.ExecuteSqlRawAsync("DROP TRIGGER \"guard_Decisions_delete\"", TestContext.Current.CancellationToken);
        }

        var (status, words) = await ReadyAsync(app);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("guard lacks guard_Decisions_delete", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_a_newer_version_made_is_told()
    {
        using var app = new TestApp();
        await using (var db = app.Get<Databases>().CreateDbContext())
        {
            await db.Database.ExecuteSqlRawAsync("INSERT INTO \"__EFMigrationsHistory\" VALUES ('20990101000000_Later', '12.0.0')", TestContext.Current.CancellationToken);
        }

        var (status, words) = await ReadyAsync(app);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("of a newer version of the product (20990101000000_Later)", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_that_nobody_anchored_for_two_days_is_told()
    {
        using var app = new TestApp();
        await app.World.PeopleAsync([]);
        (await app.Get<SetPolicy>().RunAsync(Guid.NewGuid(), app.World.As("Ada"), new Policy(), null, TestContext.Current.CancellationToken)).Require();
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await ReadyAsync(app));

        app.Clock.Set(app.Clock.GetUtcNow().UtcDateTime.AddDays(3));
        var (status, words) = await ReadyAsync(app);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.StartsWith("Degraded\nThe record was last anchored never", words, StringComparison.Ordinal);
        await app.Get<FollowUps>().RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await ReadyAsync(app));
    }

    [Fact]
    public async Task An_anchor_made_while_the_clock_ran_ahead_hides_no_two_days_without_one()
    {
        using var app = new TestApp();
        await app.World.PeopleAsync([]);
        await app.Get<WriteAnchors>().BeforeStopAsync(TestContext.Current.CancellationToken);
        app.Clock.Advance(TimeSpan.FromDays(30));
        (await app.Get<SetPolicy>().RunAsync(Guid.NewGuid(), app.World.As("Ada"), new Policy(), null, TestContext.Current.CancellationToken)).Require();
        await app.Get<WriteAnchors>().BeforeStopAsync(TestContext.Current.CancellationToken);
        app.Clock.Advance(-TimeSpan.FromDays(30));
        Assert.DoesNotContain("last anchored", (await ReadyAsync(app)).Words, StringComparison.Ordinal);

        // The time of events never goes back: what happens now is of that day, too.
        (await app.Get<SetPolicy>().RunAsync(Guid.NewGuid(), app.World.As("Ada"), new Policy { RemovalDueDays = 9 }, null, TestContext.Current.CancellationToken)).Require();
        app.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Contains("The record was last anchored at 2026-11-23 ", (await ReadyAsync(app)).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_that_lies_ahead_of_the_clock_is_told_until_the_clock_has_caught_up()
    {
        using var app = new TestApp();
        await app.World.PeopleAsync([]);
        app.Clock.Advance(TimeSpan.FromHours(5));
        (await app.Get<SetPolicy>().RunAsync(Guid.NewGuid(), app.World.As("Ada"), new Policy(), null, TestContext.Current.CancellationToken)).Require();
        app.Clock.Advance(-TimeSpan.FromHours(5));
        var (status, words) = await ReadyAsync(app);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.StartsWith("Degraded\nThe record's last event is of 2026-11-23 14:", words, StringComparison.Ordinal);

        app.Clock.Advance(TimeSpan.FromHours(5));
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await ReadyAsync(app));
    }

    [Fact]
    public async Task A_stranger_is_told_whether_it_is_well_and_not_why_and_not_without_end()
    {
        using var app = new TestApp(new() { ["Health:MinimumFreeMegabytes"] = "2000000000", ["Proxy:Addresses:0"] = "127.0.0.1" });
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), await ReadyAsync(app, "203.0.113.7"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 61).Select(_ => ReadyAsync(app, "203.0.113.8")));
        Assert.Contains(HttpStatusCode.TooManyRequests, answers.Select(a => a.Status));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), await ReadyAsync(app, "203.0.113.9"));
    }

    [Fact]
    public async Task A_follow_up_that_fails_is_named_with_since_when_until_it_ends_well()
    {
        using var app = new TestApp();
        await app.World.PeopleAsync([]);
        (await app.Get<SetPolicy>().RunAsync(Guid.NewGuid(), app.World.As("Ada"), new Policy(), null, TestContext.Current.CancellationToken)).Require();

        // Nothing can be added to a folder that is a file.
        var folder = app.Get<AnchorFolder>().Path;
        await File.WriteAllTextAsync(folder, "", TestContext.Current.CancellationToken);
        app.Clock.Set(app.Clock.GetUtcNow().UtcDateTime.AddHours(36));
        await Assert.ThrowsAsync<IOException>(() => app.Get<FollowUps>().RunAsync(TestContext.Current.CancellationToken));
        var (status, words) = await ReadyAsync(app);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.StartsWith($"Degraded\nThe follow-up {nameof(WriteAnchors)} has failed since 2026-11-24 21:", words, StringComparison.Ordinal);

        File.Delete(folder);
        await app.Get<FollowUps>().RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await ReadyAsync(app));
    }

    [Fact]
    public async Task A_share_of_anchors_that_goes_is_told_and_its_mount_point_gets_none_until_it_is_back()
    {
        var disk = Directory.CreateTempSubdirectory("accessreview-share-").FullName;
        var (share, unmounted) = (Path.Combine(disk, "share"), Path.Combine(disk, "unmounted"));
        try
        {
            using var app = new TestApp(new() { ["Evidence:AnchorFolder"] = share });
            await app.World.PeopleAsync([]);
            await app.Get<WriteAnchors>().BeforeStopAsync(TestContext.Current.CancellationToken);
            Assert.Equal((HttpStatusCode.OK, "Healthy"), await ReadyAsync(app));

            Directory.Move(share, unmounted);
            Directory.CreateDirectory(share);
            await Assert.ThrowsAsync<IOException>(() => app.Get<FollowUps>().RunAsync(TestContext.Current.CancellationToken));
            var (status, words) = await ReadyAsync(app);
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.StartsWith($"Degraded\nEvidence:AnchorFolder {share} lacks the anchor of event ", words, StringComparison.Ordinal);
            Assert.Contains($"The follow-up {nameof(WriteAnchors)} has failed", words, StringComparison.Ordinal);
            Assert.Empty(Directory.EnumerateFileSystemEntries(share));

            Directory.Delete(share);
            Directory.Move(unmounted, share);
            await app.Get<FollowUps>().RunAsync(TestContext.Current.CancellationToken);
            Assert.Equal((HttpStatusCode.OK, "Healthy"), await ReadyAsync(app));
        }
        finally
        {
            Directory.Delete(disk, recursive: true);
        }
    }

    private static async Task<(HttpStatusCode Status, string Words)> ReadyAsync(TestApp app, string? through = null)
    {
        using var http = app.Http();
        if (through is not null)
        {
            http.DefaultRequestHeaders.Add("X-Forwarded-For", through);
        }

        using var answer = await http.GetAsync("/health/ready");
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
