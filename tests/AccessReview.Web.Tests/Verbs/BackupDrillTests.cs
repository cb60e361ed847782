using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml.Linq;
using AccessReview.Core;
using AccessReview.Core.Roles;
using AccessReview.Web.Setup.Keys;
using AccessReview.Web.Verbs;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccessReview.Web.Tests.Verbs;

/// <summary>The README's backup and restore drill, step by step, by the verbs themselves.</summary>
public sealed class BackupDrillTests
{
    private const string Secret = "the-secret-of-the-keys-0123456789";

    [Fact]
    public async Task The_drill_of_the_README_brings_everything_back_and_says_what_was_lost()
    {
        await using var machine = await Installed.CreateAsync();
        await machine.StartAsync();
        await machine.KeyAsync(Secret);
        var (backup, keys) = (machine.At("backup.db"), machine.At("keys.xml"));

        var made = await machine.RunAsync("backup", backup, "--keys", keys);
        Assert.True(made.Code == ExitCodes.Ok, made.Said);
        Assert.Contains("events 1 to 542", made.Said, StringComparison.Ordinal);
        Assert.Contains(Installed.Sha256(backup), made.Said, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(backup)), StringComparison.Ordinal);
        Assert.Contains(Secret, await File.ReadAllTextAsync(keys), StringComparison.Ordinal);
        Assert.False(File.Exists(backup + ".partial"));
        Assert.Equal(ExitCodes.CouldNotRun, (await machine.RunAsync("backup", backup)).Code);

        await machine.WorkAsync();
        var running = await machine.RunAsync("restore", backup);
        Assert.Equal(ExitCodes.CouldNotRun, running.Code);
        Assert.Contains("Stop it first", running.Said, StringComparison.Ordinal);
        await machine.AnchorAsync();
        await machine.StopAsync();

        var asked = await machine.RunAsync("restore", backup);
        Assert.Equal(ExitCodes.Incomplete, asked.Code);
        Assert.Contains("lacks   events 543 to 545 (3)", asked.Said, StringComparison.Ordinal);
        Assert.Contains("545", (await machine.RunAsync("verify")).Said, StringComparison.Ordinal);

        var restored = await machine.RunAsync("restore", backup, "--reason", "The disk of the server broke.");
        Assert.True(restored.Code == ExitCodes.Ok, restored.Said);
        Assert.Contains("goes on with event 543", restored.Said, StringComparison.Ordinal);
        Assert.Equal(Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows(), restored.Said.Contains("owner   root has the files", StringComparison.Ordinal));
        Assert.False(Directory.Exists(machine.At("data", "restoring")));
        var replaced = Assert.Single(Directory.EnumerateFiles(machine.At("data"), "accessreview.db.replaced-*"));
        var (code, said) = await machine.RunAsync("verify", "--Database:ConnectionString", $"Data Source={replaced}", "--Evidence:AnchorFolder", machine.At("none"));
        Assert.True(code == ExitCodes.Incomplete && said.Contains("head    545", StringComparison.Ordinal), said);

        await machine.StartAsync();
        await using var db = machine.Look();
        var resumed = await db.AuditEvents.OrderByDescending(e => e.Seq).FirstAsync();
        Assert.Equal((543, "ChainResumed"), (resumed.Seq, resumed.Type));
        Assert.Contains("""
            "after":"542","sharedUpTo":"542","lostUpTo":"545"
            """, Encoding.UTF8.GetString(resumed.Body), StringComparison.Ordinal);
        Assert.Equal("The disk of the server broke.", await db.PrivateTexts.Where(t => t.EventSeq == 543).Select(t => t.Text).SingleAsync());
        Assert.Contains(Secret, (await db.DataProtectionKeys.SingleAsync()).Xml, StringComparison.Ordinal);
        var whole = await machine.RunAsync("verify");
        Assert.True(whole.Code == ExitCodes.Ok, whole.Said);
        Assert.Contains("event 545 was lost by the restore that event 543 records", whole.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restore_names_the_rights_that_come_back_by_it()
    {
        await using var machine = await Installed.CreateAsync();
        await machine.StartAsync();
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("backup", machine.At("backup.db"))).Code);
        await using (var db = machine.Look())
        {
            var owner = await db.RoleGrants.Where(g => g.Role == Role.CampaignOwner && g.EndedAt == null).Select(g => g.PersonId).FirstAsync();
            (await machine.Get<EndRole>().RunAsync(Guid.NewGuid(), Actor.Product, owner, Role.CampaignOwner, CancellationToken.None)).Require();
            var name = (await AccessReview.Core.Directories.CurrentPeople.FindAsync(db, owner, CancellationToken.None))!.Name;
            await machine.StopAsync();
            var asked = await machine.RunAsync("restore", machine.At("backup.db"));
            Assert.True(asked.Said.Contains($"lacks   that {name} lost the role campaign owner: it comes back, so end it again", StringComparison.Ordinal), asked.Said);
        }
    }

    [Fact]
    public async Task A_restore_that_another_program_made_is_stated_by_the_verb_resume()
    {
        await using var machine = await Installed.CreateAsync();
        await machine.StartAsync();
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("backup", machine.At("backup.db"))).Code);
        await machine.WorkAsync();
        await machine.AnchorAsync();
        Assert.Contains("Stop it first", (await machine.RunAsync("resume")).Said, StringComparison.Ordinal);
        await machine.StopAsync();
        var nothing = await machine.RunAsync("resume");
        Assert.True(nothing.Code == ExitCodes.Incomplete && nothing.Said.Contains("lacks   what happened after event 545 of ", StringComparison.Ordinal), nothing.Said);

        foreach (var ending in new[] { "", "-wal", "-shm" })
        {
            File.Delete(machine.Database + ending);
        }

        File.Copy(machine.At("backup.db"), machine.Database);
        var broken = await machine.RunAsync("verify");
        Assert.Equal(ExitCodes.Tampered, broken.Code);
        Assert.Contains("resume --reason", broken.Said, StringComparison.Ordinal);
        var asked = await machine.RunAsync("resume");
        Assert.True(asked.Code == ExitCodes.Incomplete && asked.Said.Contains("had come to event 545 at least, and ends with event 542", StringComparison.Ordinal), asked.Said);
        var resumed = await machine.RunAsync("resume", "--reason", "The volume was put back to Monday.");
        Assert.True(resumed.Code == ExitCodes.Ok && resumed.Said.Contains("goes on with event 543", StringComparison.Ordinal), resumed.Said);

        var whole = await machine.RunAsync("verify");
        Assert.True(whole.Code == ExitCodes.Ok && whole.Said.Contains("event 545 was lost by the restore that event 543 records", StringComparison.Ordinal), whole.Said);
    }

    [Fact]
    public async Task A_new_machine_gets_everything_from_the_backup_and_the_keys_from_their_file()
    {
        await using var machine = await Installed.CreateAsync();
        await machine.StartAsync();
        await machine.KeyAsync(Secret);
        await File.WriteAllTextAsync(machine.At("data", "accessreview.key"), "what encrypts the keys", TestContext.Current.CancellationToken);
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("backup", machine.At("backup.db"), "--keys", machine.At("keys.xml"))).Code);
        await machine.StopAsync();
        await File.WriteAllTextAsync(machine.At("data", "accessreview.key"), "another one", TestContext.Current.CancellationToken);
        Assert.Contains("another key file", (await machine.RunAsync("restore", machine.At("backup.db"), "--keys", machine.At("keys.xml"))).Said, StringComparison.Ordinal);
        Directory.Delete(machine.At("data"), recursive: true);

        var asked = await machine.RunAsync("restore", machine.At("backup.db"), "--keys", machine.At("keys.xml"));
        Assert.True(asked.Code == ExitCodes.Incomplete && asked.Said.Contains("lacks   what happened after event 542 of ", StringComparison.Ordinal), asked.Said);
        Assert.False(File.Exists(machine.Database) || File.Exists(machine.At("data", "accessreview.key")));
        var restored = await machine.RunAsync("restore", machine.At("backup.db"), "--keys", machine.At("keys.xml"), "--reason", "drill");
        Assert.True(restored.Code == ExitCodes.Ok, restored.Said);
        var verified = await machine.RunAsync("verify");
        Assert.True(verified.Code == ExitCodes.Ok && verified.Said.Contains("head    543", StringComparison.Ordinal), verified.Said);
        await machine.StartAsync();
        await using var db = machine.Look();
        Assert.Equal("drill", await db.PrivateTexts.Where(t => t.EventSeq == 543).Select(t => t.Text).SingleAsync());
        Assert.Equal("what encrypts the keys", await File.ReadAllTextAsync(machine.At("data", "accessreview.key"), TestContext.Current.CancellationToken));
        Assert.Contains(Secret, (await db.DataProtectionKeys.SingleAsync()).Xml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_not_written_without_the_key_file_that_encrypts_them()
    {
        await using var machine = await Installed.CreateAsync();
        await machine.StartAsync();
        var file = KeyFile.OpenOrMake(machine.At("data", "accessreview.key"));
        await machine.KeyAsync(new KeyFileEncryptor(file).Encrypt(new XElement("secret", Secret)).EncryptedElement.ToString());
        var another = KeyFile.OpenOrMake(machine.At("another.key"));
        Assert.NotEqual(file.Name, another.Name);
        foreach (var (place, because) in new[] { (machine.At("nothing.key"), "Keys:File"), (another.Path, "another key file") })
        {
            var refused = await machine.RunAsync("backup", machine.At("backup.db"), "--keys", machine.At("keys.xml"), "--Keys:File", place);
            Assert.True(refused.Code == ExitCodes.Incomplete && refused.Said.Contains(because, StringComparison.Ordinal), refused.Said);
            Assert.False(File.Exists(machine.At("backup.db")) || File.Exists(machine.At("keys.xml")) || File.Exists(machine.At("nothing.key")));
        }

        var made = await machine.RunAsync("backup", machine.At("backup.db"), "--keys", machine.At("keys.xml"));
        Assert.True(made.Code == ExitCodes.Ok, made.Said);
        Assert.Contains(Convert.ToBase64String(await File.ReadAllBytesAsync(file.Path, TestContext.Current.CancellationToken)), await File.ReadAllTextAsync(machine.At("keys.xml"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_says_that_the_certificate_which_encrypts_the_keys_is_to_be_kept_too()
    {
        using var made = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=accessreview", made, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var machine = await Installed.CreateAsync();
        await machine.StartAsync();
        await machine.KeyAsync(new CertificateXmlEncryptor(certificate, NullLoggerFactory.Instance).Encrypt(new XElement("secret", Secret)).EncryptedElement.ToString());

        var (code, said) = await machine.RunAsync("backup", machine.At("backup.db"), "--keys", machine.At("keys.xml"));
        Assert.True(code == ExitCodes.Ok && said.Contains("keep the certificate that encrypts them, with its private key, too", StringComparison.Ordinal), said);
    }

    [Fact]
    public async Task A_backup_that_cannot_get_its_name_leaves_no_keys_that_stand_in_the_way_of_the_next_try()
    {
        await using var machine = await Installed.CreateAsync();
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("migrate")).Code);
        Directory.CreateDirectory(machine.At("backup.db"));
        var refused = await machine.RunAsync("backup", machine.At("backup.db"), "--keys", machine.At("keys.xml"));
        Assert.True(refused.Code == ExitCodes.CouldNotRun && refused.Said.Contains($"{machine.At("backup.db")} and {machine.At("keys.xml")} could not be written: ", StringComparison.Ordinal), refused.Said);
        Assert.False(File.Exists(machine.At("keys.xml")) || File.Exists(machine.At("backup.db.partial")));

        Directory.Delete(machine.At("backup.db"));
        var again = await machine.RunAsync("backup", machine.At("backup.db"), "--keys", machine.At("keys.xml"));
        Assert.True(again.Code == ExitCodes.Ok, again.Said);
    }

    [Theory]
    [InlineData("nowhere", "")]
    [InlineData("", "nowhere")]
    public async Task A_folder_that_is_not_there_is_named_and_nothing_is_written(string backups, string keys)
    {
        await using var machine = await Installed.CreateAsync();
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("migrate")).Code);
        var refused = await machine.RunAsync("backup", machine.At(backups, "backup.db"), "--keys", machine.At(keys, "keys.xml"));
        Assert.True(refused.Code == ExitCodes.CouldNotRun && refused.Said.Contains($"There is no folder {machine.At("nowhere")} for ", StringComparison.Ordinal), refused.Said);
        Assert.Empty(Directory.EnumerateFiles(machine.Folder));
    }

    [Fact]
    public async Task A_backup_and_its_keys_are_not_written_to_one_file()
    {
        await using var machine = await Installed.CreateAsync();
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("migrate")).Code);
        var refused = await machine.RunAsync("backup", machine.At("backup.db"), "--keys", machine.At("data", "..", "backup.db"));
        Assert.True(refused.Code == ExitCodes.Incomplete && refused.Said.Contains("keep them apart", StringComparison.Ordinal), refused.Said);
        Assert.False(File.Exists(machine.At("backup.db")));
    }

    [Fact]
    public async Task What_is_no_sound_backup_is_refused_and_nothing_is_changed()
    {
        await using var machine = await Installed.CreateAsync();
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("migrate")).Code);
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("backup", machine.At("good.db"))).Code);
        var before = Installed.Sha256(machine.Database);
        async Task RefusesAsync(int code, string because, Action<string> spoil)
        {
            var spoiled = machine.At("spoiled.db");
            File.Copy(machine.At("good.db"), spoiled, overwrite: true);
            spoil(spoiled);
            var restored = await machine.RunAsync("restore", spoiled, "--reason", "A test.");
            Assert.True(restored.Code == code && restored.Said.Contains(because, StringComparison.Ordinal), restored.Said);
            Assert.Equal(before, Installed.Sha256(machine.Database));
        }

        await RefusesAsync(ExitCodes.Tampered, "row.changed", f => Installed.Sql(f, """DROP TRIGGER "guard_Decisions_update"; UPDATE "Decisions" SET "Kind" = 'Certify' WHERE "Kind" = 'Revoke'"""));
        await RefusesAsync(ExitCodes.Tampered, "chain.end", f => Installed.Sql(f, """PRAGMA foreign_keys = OFF; DROP TRIGGER "guard_chain_delete"; DELETE FROM "AuditEvents" WHERE "Seq" = 542"""));
        await RefusesAsync(ExitCodes.CouldNotRun, "not a whole database", f => File.WriteAllText(f, "not a database, but long enough to be read as one. " + new string('x', 5000)));
        await RefusesAsync(ExitCodes.CouldNotRun, "newer version", f => Installed.Sql(f, """INSERT INTO "__EFMigrationsHistory" VALUES ('20990101000000_Later', '12.0.0')"""));
        await RefusesAsync(ExitCodes.CouldNotRun, "not one of AccessReview", f =>
        {
            File.Delete(f);
            Installed.Sql(f, "CREATE TABLE Other (Id INTEGER)");
        });
    }

    [Fact]
    public async Task A_database_that_cannot_be_read_is_replaced_only_with_a_reason_and_kept()
    {
        await using var machine = await Installed.CreateAsync();
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("migrate")).Code);
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("backup", machine.At("good.db"))).Code);
        await File.WriteAllTextAsync(machine.Database, "the disk wrote something else here. " + new string('x', 5000), TestContext.Current.CancellationToken);

        var asked = await machine.RunAsync("restore", machine.At("good.db"));
        Assert.Equal(ExitCodes.Incomplete, asked.Code);
        Assert.Contains("cannot be read", asked.Said, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("restore", machine.At("good.db"), "--reason", "The disk broke.")).Code);
        Assert.Single(Directory.EnumerateFiles(machine.At("data"), "accessreview.db.replaced-*"));
        Assert.Contains("head    543", (await machine.RunAsync("verify")).Said, StringComparison.Ordinal);
    }
}
