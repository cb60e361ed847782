using AccessReview.Core;
using AccessReview.Core.SignIn;
using AccessReview.Web.Verbs;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Web.Tests.Verbs;

/// <summary>What a restore makes of the database in place.</summary>
public sealed class RestoreDrillTests
{
    private const string Secret = "the-secret-of-the-keys-0123456789";

    [Fact]
    public async Task A_restore_that_loses_nothing_records_no_loss_whatever_reason_is_given()
    {
        await using var machine = await Installed.CreateAsync();
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("migrate")).Code);
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("backup", machine.At("backup.db"))).Code);
        await LosesNothingAsync(machine, machine.At("backup.db"), 542);
    }

    [Fact]
    public async Task The_backup_of_a_product_that_never_had_a_campaign_is_restored_on_an_empty_machine_without_a_reason()
    {
        await using var machine = await Installed.CreateAsync();
        File.Delete(machine.Database);
        await machine.StartAsync();
        await machine.WorkAsync();
        await machine.StopAsync();
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("backup", machine.At("backup.db"))).Code);
        Directory.Delete(machine.At("data"), recursive: true);
        await LosesNothingAsync(machine, machine.At("backup.db"), 3);
    }

    [Fact]
    public async Task A_database_that_had_not_come_as_far_as_the_backup_does_not_say_what_happened_after_it()
    {
        await using var machine = await Installed.CreateAsync();
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("migrate")).Code);
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("backup", machine.At("backup.db"))).Code);
        File.Delete(machine.Database);
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("migrate")).Code);

        var asked = await machine.RunAsync("restore", machine.At("backup.db"));
        Assert.True(asked.Code == ExitCodes.Incomplete && asked.Said.Contains("lacks   what happened after event 542 of ", StringComparison.Ordinal), asked.Said);
    }

    [Fact]
    public async Task A_database_that_another_program_holds_is_not_replaced_and_keeps_its_keys_once_it_is()
    {
        await using var machine = await Installed.CreateAsync();
        await machine.StartAsync();
        await machine.KeyAsync(Secret);
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("backup", machine.At("backup.db"))).Code);
        await machine.StopAsync();
        await using (var reader = new SqliteConnection($"Data Source={machine.Database};Pooling=False"))
        {
            await reader.OpenAsync(TestContext.Current.CancellationToken);
            await using var reading = reader.BeginTransaction(deferred: true);
            await using var command = reader.CreateCommand();
            (command.Transaction, command.CommandText) = (reading, """SELECT COUNT(*) FROM "AuditEvents" """);
            Assert.Equal(542L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));

            var held = await machine.RunAsync("restore", machine.At("backup.db"), "--reason", "A drill.");
            Assert.True(held.Code == ExitCodes.CouldNotRun && held.Said.Contains("Another program holds", StringComparison.Ordinal), held.Said);
            Assert.Empty(Directory.EnumerateFiles(machine.At("data"), "accessreview.db.replaced-*"));
        }

        var restored = await machine.RunAsync("restore", machine.At("backup.db"));
        Assert.True(restored.Code == ExitCodes.Ok, restored.Said);
        await machine.StartAsync();
        await using var db = machine.Look();
        Assert.Contains(Secret, (await db.DataProtectionKeys.SingleAsync()).Xml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_an_earlier_release_says_what_is_lost_with_it_and_keeps_its_keys()
    {
        await using var machine = await Installed.CreateAsync();
        await using (var other = await Installed.CreateAsync())
        {
            File.Delete(other.Database);
            Assert.Equal(ExitCodes.Ok, (await other.RunAsync("migrate")).Code);
            Assert.Equal(ExitCodes.Ok, (await other.RunAsync("backup", machine.At("new.db"))).Code);
        }

        Installed.Sql(machine.Database, $"""INSERT INTO "DataProtectionKeys" ("FriendlyName", "Xml") VALUES ('key-1', '<key><value>{Secret}</value></key>')""");
        var before = Installed.Sha256(machine.Database);
        var asked = await machine.RunAsync("restore", machine.At("new.db"));
        Assert.True(asked.Code == ExitCodes.Incomplete && asked.Said.Contains("lacks   events 1 to 542 (542)", StringComparison.Ordinal), asked.Said);
        Assert.Contains("was given the role", asked.Said, StringComparison.Ordinal);
        Assert.Equal(before, Installed.Sha256(machine.Database));

        var restored = await machine.RunAsync("restore", machine.At("new.db"), "--reason", "Begun anew.");
        Assert.True(restored.Code == ExitCodes.Ok && restored.Said.Contains("goes on with event 1,", StringComparison.Ordinal), restored.Said);
        await machine.StartAsync();
        await using var db = machine.Look();
        Assert.Contains(Secret, (await db.DataProtectionKeys.SingleAsync()).Xml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_killed_restore_left_goes_at_the_next_start()
    {
        await using var machine = await Installed.CreateAsync();
        Directory.CreateDirectory(machine.At("data", "restoring"));
        File.Copy(machine.Database, machine.At("data", "restoring", "accessreview.db"));
        await machine.StartAsync();
        Assert.False(Directory.Exists(machine.At("data", "restoring")));
    }

    [Fact]
    public async Task The_keys_of_a_database_that_cannot_be_read_whole_stay()
    {
        await using var machine = await Installed.CreateAsync();
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("migrate")).Code);
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("backup", machine.At("good.db"))).Code);
        Installed.Sql(machine.Database, $"""INSERT INTO "DataProtectionKeys" ("FriendlyName", "Xml") VALUES ('key-1', '<key><value>{Secret}</value></key>')""");
        Installed.Sql(machine.Database, """PRAGMA foreign_keys = OFF; DROP TRIGGER "guard_head_delete"; DELETE FROM "ChainHeads" """);

        var asked = await machine.RunAsync("restore", machine.At("good.db"));
        Assert.True(asked.Code == ExitCodes.Incomplete && asked.Said.Contains("cannot be read", StringComparison.Ordinal), asked.Said);
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("restore", machine.At("good.db"), "--reason", "The disk broke.")).Code);
        await machine.StartAsync();
        await using var db = machine.Look();
        Assert.Contains(Secret, (await db.DataProtectionKeys.SingleAsync()).Xml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_that_nobody_may_write_to_becomes_a_database_that_its_owner_alone_reads_and_writes()
    {
        await using var machine = await Installed.CreateAsync();
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("migrate")).Code);
        var backup = machine.At("backup.db");
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("backup", backup)).Code);
        File.SetAttributes(backup, FileAttributes.ReadOnly);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(backup, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        var restored = await machine.RunAsync("restore", backup);
        Assert.True(restored.Code == ExitCodes.Ok, restored.Said);
        Assert.False(new FileInfo(machine.Database).IsReadOnly);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(machine.Database));
        }

        File.SetAttributes(backup, FileAttributes.Normal);
    }

    [Fact]
    public async Task A_restore_whose_loss_could_not_be_stated_is_in_place_and_ends_as_verify_will_until_it_is()
    {
        await using var machine = await Installed.CreateAsync();
        await machine.StartAsync();
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("backup", machine.At("backup.db"))).Code);
        await machine.WorkAsync();
        await machine.StopAsync();
        var (code, said) = await machine.RunAsync("restore", machine.At("backup.db"), "--reason", "A drill.", "--Evidence:AnchorFolder", Path.Combine(machine.At("backup.db"), "anchors"));
        Assert.True(code == ExitCodes.Tampered && said.Contains("could not be added to the anchors", StringComparison.Ordinal), said);
        Assert.Contains("head    543", (await machine.RunAsync("verify")).Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_session_that_was_ended_after_the_backup_does_not_last_again_whoever_restores_it(bool ourselves)
    {
        const string Stolen = "the-session-of-a-stolen-laptop";
        await using var machine = await Installed.CreateAsync();
        await machine.StartAsync();
        await machine.Get<Sessions>().StartAsync(Stolen, personId: null, AuthenticationMethod.OpenIdConnect, signOutHint: null, CancellationToken.None);
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("backup", machine.At("backup.db"))).Code);
        await machine.Get<Sessions>().EndAsync(Stolen, CancellationToken.None);
        await machine.StopAsync();
        if (!ourselves)
        {
            foreach (var ending in new[] { "", "-wal", "-shm" })
            {
                File.Delete(machine.Database + ending);
            }

            File.Copy(machine.At("backup.db"), machine.Database);
        }

        var restored = await (ourselves ? machine.RunAsync("restore", machine.At("backup.db")) : machine.RunAsync("resume", "--reason", "The volume was put back."));
        Assert.True(restored.Code == ExitCodes.Ok && restored.Said.Contains("ended   every session", StringComparison.Ordinal), restored.Said);
        await machine.StartAsync();
        Assert.False(await machine.Get<Sessions>().IsAliveAsync(Stolen, CancellationToken.None));
    }

    private static async Task LosesNothingAsync(Installed machine, string backup, int head)
    {
        var restored = await machine.RunAsync("restore", backup, "--reason", "A drill.");
        Assert.True(restored.Code == ExitCodes.Ok && restored.Said.Contains("lacks   nothing", StringComparison.Ordinal), restored.Said);
        Assert.DoesNotContain("goes on with event", restored.Said, StringComparison.Ordinal);
        Assert.Contains($"head    {head}", (await machine.RunAsync("verify")).Said, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(machine.At("data"), "*-loss.anchor", SearchOption.AllDirectories));
    }
}
