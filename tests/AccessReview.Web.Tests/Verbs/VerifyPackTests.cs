using System.IO.Compression;
using System.Text.Json;
using AccessReview.Core;
using AccessReview.Core.Audit;
using AccessReview.Core.Evidence;
using AccessReview.Core.Evidence.Pack;
using AccessReview.Web.Verbs;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Web.Tests.Verbs;

/// <summary><c>verify --pack</c> beside the installation that made the pack: what was changed, exchanged or signed by somebody else is found.</summary>
public sealed class VerifyPackTests
{
    [Fact]
    public async Task A_pack_is_verified_with_the_database_and_a_changed_one_is_found()
    {
        await using var machine = await Installed.CreateAsync();
        await machine.StartAsync();
        var (pack, folder) = await CloseAsync(machine);
        var whole = await machine.RunAsync("verify", "--pack", pack, "--pack", folder);
        Assert.True(whole.Code == 0, whole.Said);
        Assert.Equal(2, whole.Said.Split("Close 1 of campaign C1").Length - 1);
        Assert.Equal(2, whole.Said.Split(", not signed").Length - 1);

        foreach (var (name, from, to) in new[] { ("records.jsonl", "kind=Revoke", "kind=Certify"), ("events.jsonl", "\"revoked\\\":\\\"", "\"revoked\\\":\\\"1"), ("manifest.sha256", "a", "b") })
        {
            var original = await File.ReadAllTextAsync(Path.Combine(folder, name));
            var at = original.IndexOf(from, StringComparison.Ordinal);
            Assert.True(at >= 0, name);
            await File.WriteAllTextAsync(Path.Combine(folder, name), original[..at] + to + original[(at + from.Length)..]);
            var changed = await machine.RunAsync("verify", "--pack", folder, "--json");
            Assert.Equal(1, changed.Code);
            Assert.NotEmpty(JsonDocument.Parse(changed.Said).RootElement.GetProperty("packs")[0].GetProperty("wrong").EnumerateArray());
            await File.WriteAllTextAsync(Path.Combine(folder, name), original);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "added.txt"), "");
        Assert.Contains("added.txt is not listed", (await machine.RunAsync("verify", "--pack", folder)).Said, StringComparison.Ordinal);

        var other = Path.Combine(folder, "records.jsonl");
        var refused = await machine.RunAsync("verify", "--pack", other);
        Assert.True(refused.Code == 3 && refused.Said.Contains($"{other} is no evidence pack", StringComparison.Ordinal), refused.Said);
    }

    [Fact]
    public async Task A_packs_signature_is_verified_and_a_key_that_is_none_of_this_installation_is_named()
    {
        await using var machine = await Installed.CreateAsync();
        await machine.StartAsync();
        var folder = machine.At("unpacked");
        await using (var db = machine.Look())
        {
            await machine.Get<FollowUps>().RunAsync(default);
            var edition = (await machine.Get<MakeEdition>().RunAsync(await db.Campaigns.Select(c => c.Id).FirstAsync(), Actor.Product.Key, null, default)).Require();
            var file = await db.EvidenceEditions.Where(e => e.Id == edition && e.Kind == EditionKind.FollowUp).Select(e => e.PackFileId).SingleAsync();
            using var zip = new MemoryStream();
            await machine.Get<Core.Extracts.FileStore>().CopyToAsync(file, zip, default);
            await ZipFile.ExtractToDirectoryAsync(zip, folder);
        }

        var signature = Path.Combine(folder, EvidencePack.SignatureName);
        var original = await File.ReadAllBytesAsync(signature);
        var whole = await machine.RunAsync("verify", "--pack", folder);
        Assert.True(whole.Code == 0, whole.Said);
        Assert.Contains($"signed with the key {Convert.ToHexStringLower(machine.Get<AnchorKey>().Fingerprint)}", whole.Said, StringComparison.Ordinal);

        // Without the key, as on another machine, whose it is cannot be said; beside the anchors it can.
        var (own, kept) = (machine.Get<AnchorOptions>().KeyFile, machine.At("kept"));
        Directory.CreateDirectory(kept);
        File.Move(own, machine.At("put-aside.pem"));
        var elsewhere = await machine.RunAsync("verify", "--pack", folder);
        Assert.Equal(2, elsewhere.Code);
        Assert.Contains($"MISSING {folder}: its signing key", elsewhere.Said, StringComparison.Ordinal);
        Assert.False(File.Exists(own));
        File.Copy(Path.Combine(folder, AnchorKey.PublicName), Path.Combine(kept, "first-" + AnchorKey.PublicName));
        Assert.DoesNotContain("signing key", (await machine.RunAsync("verify", "--pack", folder, "--anchor", kept)).Said, StringComparison.Ordinal);
        File.Move(machine.At("put-aside.pem"), own);

        await File.WriteAllBytesAsync(signature, [.. original[..^1], (byte)(original[^1] ^ 1)]);
        var changed = await machine.RunAsync("verify", "--pack", folder);
        Assert.Equal(1, changed.Code);
        Assert.Contains("the signature of the manifest is not by the key in anchor-key.pem", changed.Said, StringComparison.Ordinal);
        File.Delete(signature);
        var unsigned = await machine.RunAsync("verify", "--pack", folder);
        Assert.Equal(2, unsigned.Code);
        Assert.Contains($"MISSING {folder}: its signature is not there", unsigned.Said, StringComparison.Ordinal);
        Assert.Contains(", not signed", unsigned.Said, StringComparison.Ordinal);

        // Somebody else's key, with which everything in the pack agrees.
        var other = new AnchorKey(new AnchorOptions(machine.At("other"), Path.Combine(machine.At("other"), "key.pem")));
        var (manifest, publicKey) = (Path.Combine(folder, EvidencePack.ManifestName), Path.Combine(folder, AnchorKey.PublicName));
        var (before, after) = (Sha256(publicKey), "");
        await File.WriteAllTextAsync(publicKey, other.PublicPem);
        after = Sha256(publicKey);
        await File.WriteAllTextAsync(manifest, (await File.ReadAllTextAsync(manifest)).Replace(before, after, StringComparison.Ordinal));
        await File.WriteAllBytesAsync(signature, other.Sign(await File.ReadAllBytesAsync(manifest)));
        var foreign = await machine.RunAsync("verify", "--pack", folder, "--anchor", kept, "--json");
        Assert.Equal(1, foreign.Code);
        var wrong = JsonDocument.Parse(foreign.Said).RootElement.GetProperty("packs")[0].GetProperty("wrong").EnumerateArray().Select(w => w.GetString()).ToList();
        Assert.Contains($"its manifest is signed with the key {Convert.ToHexStringLower(other.Fingerprint)}, which is none of this installation", wrong);
        Assert.Contains("no edition of this database has its manifest", wrong);
        Assert.Equal(2, wrong.Count);
    }

    [Fact]
    public async Task A_forged_pack_is_found_where_the_edition_in_the_database_was_made_to_agree()
    {
        await using var machine = await Installed.CreateAsync();
        await machine.StartAsync();
        var (pack, folder) = await CloseAsync(machine);
        var (workbook, manifest) = (Path.Combine(folder, EvidencePack.WorkbookName), Path.Combine(folder, EvidencePack.ManifestName));
        var before = Sha256(workbook);
        await File.WriteAllTextAsync(workbook, "forged");
        await File.WriteAllTextAsync(manifest, (await File.ReadAllTextAsync(manifest)).Replace(before, Sha256(workbook), StringComparison.Ordinal));
        await using (var db = machine.Look())
        {
            await db.Database.ExecuteSqlRawAsync("DROP TRIGGER \"guard_EvidenceEditions_update\"");
            await db.EvidenceEditions.Where(e => e.Kind == EditionKind.Close).ExecuteUpdateAsync(set => set.SetProperty(e => e.ManifestSha256, Convert.FromHexString(Sha256(manifest))));
        }

        var forged = await machine.RunAsync("verify", "--pack", folder);
        Assert.Equal(1, forged.Code);
        Assert.Contains($"BROKEN  {folder}: no edition of this database has its manifest", forged.Said, StringComparison.Ordinal);
        Assert.Contains("edition Close of campaign", forged.Said, StringComparison.Ordinal);

        // What was handed out is still known, by the event that made it.
        Assert.Contains($"pack    {pack}: Close 1 of campaign C1", (await machine.RunAsync("verify", "--pack", pack)).Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zip_into_which_a_second_file_of_a_name_was_put_is_not_the_one_that_was_made()
    {
        await using var machine = await Installed.CreateAsync();
        await machine.StartAsync();
        var (pack, _) = await CloseAsync(machine);
        using (var zip = await ZipFile.OpenAsync(pack, ZipArchiveMode.Update))
        await using (var twin = await zip.CreateEntry(EvidencePack.WorkbookName).OpenAsync())
        {
            await twin.WriteAsync("forged"u8.ToArray());
        }

        var changed = await machine.RunAsync("verify", "--pack", pack, "--json");
        Assert.Equal(1, changed.Code);
        var wrong = JsonDocument.Parse(changed.Said).RootElement.GetProperty("packs")[0].GetProperty("wrong").EnumerateArray().Select(w => w.GetString()).ToList();
        Assert.Equal(["evidence.xlsx is in it more than once", "its files are those of the edition, but the zip is not the one that was made: its SHA-256 is another"], wrong);
    }

    /// <summary>The first release's Close edition, as a zip and unpacked.</summary>
    private static async Task<(string Pack, string Folder)> CloseAsync(Installed machine)
    {
        var (pack, folder) = (machine.At("close.zip"), machine.At("unpacked"));
        await using (var db = machine.Look())
        {
            var file = await db.EvidenceEditions.Where(e => e.Kind == EditionKind.Close).Select(e => e.PackFileId).SingleAsync();
            await using var zip = File.Create(pack);
            await machine.Get<Core.Extracts.FileStore>().CopyToAsync(file, zip, default);
        }

        await ZipFile.ExtractToDirectoryAsync(pack, folder);
        return (pack, folder);
    }

    private static string Sha256(string file) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)));
}
