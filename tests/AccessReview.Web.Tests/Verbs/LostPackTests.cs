using System.IO.Compression;
using AccessReview.Core;
using AccessReview.Core.Audit;
using AccessReview.Core.Evidence;
using AccessReview.Core.Evidence.Pack;
using AccessReview.Web.Verbs;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Web.Tests.Verbs;

/// <summary>The fear: an honest restore loses an edition, and the pack that an auditor holds of it is called tampered.</summary>
public sealed class LostPackTests
{
    /// <param name="eventsToo">Whether the restore lost the pack's last events as well, or its edition alone.</param>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pack_that_a_stated_restore_lost_is_missing_from_the_record_and_not_changed(bool eventsToo)
    {
        await using var machine = await Installed.CreateAsync();
        var pack = await LostAsync(machine, eventsToo);

        var found = await machine.RunAsync("verify", "--pack", pack);
        Assert.True(found.Code == ExitCodes.Incomplete, found.Said);
        Assert.Contains($"MISSING {pack}: the record does not have its edition any more", found.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("BROKEN", found.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pack_that_nothing_but_a_restore_speaks_for_is_not_believed()
    {
        await using var machine = await Installed.CreateAsync();
        var (pack, folder) = (await LostAsync(machine, eventsToo: true), machine.At("unpacked"));
        await ZipFile.ExtractToDirectoryAsync(pack, folder, TestContext.Current.CancellationToken);
        File.Delete(Path.Combine(folder, EvidencePack.SignatureName));
        Assert.Equal(ExitCodes.Tampered, await NotKnownAsync(machine, folder));

        // Nor is one with its signature, where no signed statement confirms the restore.
        foreach (var statement in Directory.EnumerateFiles(machine.At("data"), "*-loss.anchor", SearchOption.AllDirectories).ToList())
        {
            File.Delete(statement);
        }

        Assert.Equal(ExitCodes.Tampered, await NotKnownAsync(machine, pack));
    }

    private static async Task<int> NotKnownAsync(Installed machine, string pack)
    {
        var found = await machine.RunAsync("verify", "--pack", pack);
        Assert.Contains($"BROKEN  {pack}: no edition of this database has its manifest", found.Said, StringComparison.Ordinal);
        return found.Code;
    }

    /// <summary>A Follow-up that was downloaded after the backup which is then restored.</summary>
    private static async Task<string> LostAsync(Installed machine, bool eventsToo)
    {
        var (backup, pack) = (machine.At("backup.db"), machine.At("follow-up.zip"));
        await machine.StartAsync();
        await machine.AnchorAsync();
        if (!eventsToo)
        {
            await machine.Get<FollowUps>().RunAsync(default);
        }

        Assert.Equal(ExitCodes.Ok, (await machine.RunAsync("backup", backup)).Code);
        await machine.Get<FollowUps>().RunAsync(default);
        await using (var db = machine.Look())
        {
            var edition = (await machine.Get<MakeEdition>().RunAsync(await db.Campaigns.Select(c => c.Id).FirstAsync(), Actor.Product.Key, null, default)).Require();
            await using var zip = File.Create(pack);
            await machine.Get<Core.Extracts.FileStore>().CopyToAsync(await db.EvidenceEditions.Where(e => e.Id == edition && e.Kind == EditionKind.FollowUp).Select(e => e.PackFileId).SingleAsync(), zip, default);
        }

        await machine.Get<WriteAnchors>().BeforeStopAsync(default);
        await machine.StopAsync();
        var restored = await machine.RunAsync("restore", backup, "--reason", "The disk broke.");
        Assert.True(restored.Code == ExitCodes.Ok, restored.Said);
        return pack;
    }
}
