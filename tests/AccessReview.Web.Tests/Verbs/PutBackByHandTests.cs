using AccessReview.Core;
using AccessReview.Core.Settings;
using AccessReview.Web.Setup;
using AccessReview.Web.Verbs;
using Microsoft.AspNetCore.Builder;

namespace AccessReview.Web.Tests.Verbs;

/// <summary>A database that went back to an earlier state: what it has due may have been taken back since.</summary>
public sealed class PutBackByHandTests
{
    [Fact]
    public async Task A_copy_put_back_by_hand_does_not_start_until_resume_states_what_it_lost()
    {
        await using var machine = await Installed.CreateAsync();
        await machine.StartAsync();
        await machine.AnchorAsync();
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("backup", machine.At("copy.db"))).Code);
        await machine.WorkAsync();
        await machine.AnchorAsync();
        await machine.StopAsync();
        Assert.Null(await StartAsync(machine));

        Forget(machine);
        File.Copy(machine.At("copy.db"), machine.Database);
        var refused = Assert.IsType<StartRefusedException>(await StartAsync(machine));
        Assert.Contains("had come to event 545 at least, and ends with event 542", refused.Message, StringComparison.Ordinal);
        Assert.Contains("resume --reason", refused.Message, StringComparison.Ordinal);

        var resumed = await machine.RunAsync("resume", "--reason", "The old version was put back.");
        Assert.True(resumed.Code == ExitCodes.Ok && resumed.Said.Contains("goes on with event 543", StringComparison.Ordinal), resumed.Said);
        Assert.Null(await StartAsync(machine));
    }

    [Fact]
    public async Task A_record_that_goes_on_after_a_copy_was_put_back_does_not_start_either()
    {
        await using var machine = await Installed.CreateAsync();
        await PutBackAsync(machine);

        // As a version did that asked no anchor.
        await machine.StartAsync();
        (await machine.Get<SetPolicy>().RunAsync(Guid.NewGuid(), Actor.Product, new Policy { Organisation = "Another way" }, null, TestContext.Current.CancellationToken)).Require();
        await machine.WorkAsync();
        await machine.StopAsync();
        Assert.Contains("ends with event 546", Assert.IsType<StartRefusedException>(await StartAsync(machine)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loss_is_seen_by_the_public_key_beside_the_anchors_where_the_key_itself_is_damaged()
    {
        await using var machine = await Installed.CreateAsync();
        await PutBackAsync(machine);
        await File.WriteAllTextAsync(Assert.Single(Directory.EnumerateFiles(machine.At("data"), "anchor-key.pem", SearchOption.AllDirectories)), "", TestContext.Current.CancellationToken);
        Assert.Contains("resume --reason", Assert.IsType<StartRefusedException>(await StartAsync(machine)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_anchor_that_nobody_signed_stops_no_start()
    {
        await using var machine = await Installed.CreateAsync();
        await PutBackAsync(machine);
        await File.WriteAllTextAsync(Assert.Single(Directory.EnumerateFiles(machine.At("data", "anchors"), "*.sig")), "no signature", TestContext.Current.CancellationToken);
        Assert.Null(await StartAsync(machine));
    }

    [Fact]
    public async Task The_copy_of_before_an_upgrade_is_restored_in_the_place_of_the_newer_database_and_its_log()
    {
        await using var machine = await Installed.CreateAsync();
        await machine.StartAsync();
        await machine.WorkAsync();
        Installed.Sql(machine.Database, """INSERT INTO "__EFMigrationsHistory" VALUES ('20990101000000_Later', '12.0.0')""");
        foreach (var ending in new[] { "", "-wal" })
        {
            File.Copy(machine.Database + ending, machine.At("killed") + ending);
        }

        await machine.StopAsync();
        Forget(machine);
        foreach (var ending in new[] { "", "-wal" })
        {
            File.Copy(machine.At("killed") + ending, machine.Database + ending);
        }

        Assert.Contains("restore FILE", Assert.IsType<StartRefusedException>(await StartAsync(machine)).Message, StringComparison.Ordinal);
        var before = Assert.Single(Directory.EnumerateFiles(machine.At("data"), "accessreview.db.before-*"));
        var asked = await machine.RunAsync("restore", before);
        Assert.True(asked.Code == ExitCodes.Incomplete && asked.Said.Contains("lacks   events 543 to 545 (3)", StringComparison.Ordinal), asked.Said);
        var restored = await machine.RunAsync("restore", before, "--reason", "The new version is put off.");
        Assert.True(restored.Code == ExitCodes.Ok && restored.Said.Contains("goes on with event 543", StringComparison.Ordinal), restored.Said);
        Assert.Null(await StartAsync(machine));
    }

    /// <summary>What a start does before it serves; why it is refused.</summary>
    /// <summary>A copy of before some work lies in the place of the database, and an anchor knows of more.</summary>
    private static async Task PutBackAsync(Installed machine)
    {
        await machine.StartAsync();
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("backup", machine.At("copy.db"))).Code);
        await machine.WorkAsync();
        await machine.AnchorAsync();
        await machine.StopAsync();
        Forget(machine);
        File.Copy(machine.At("copy.db"), machine.Database);
    }

    private static async Task<Exception?> StartAsync(Installed machine)
    {
        var builder = WebApplication.CreateBuilder(["--Data:Folder", machine.At("data")]);
        builder.AddDatabase();
        await using var app = builder.Build();
        return await Record.ExceptionAsync(() => app.UpgradeDatabaseAsync());
    }

    private static void Forget(Installed machine)
    {
        foreach (var ending in new[] { "", "-wal", "-shm" })
        {
            File.Delete(machine.Database + ending);
        }
    }
}
