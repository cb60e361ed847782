using System.IO.Compression;
using System.Security.Cryptography;
using AccessReview.Core.Audit;
using AccessReview.Core.Evidence.Pack;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>The fear: somebody changes a file of a pack and makes its manifest, and whatever else is in the pack, agree.</summary>
public sealed class SignedPackTests : IAsyncLifetime
{
    private readonly string keys = System.IO.Directory.CreateTempSubdirectory("accessreview-keys-").FullName;
    private AnchorKey key = null!;
    private string folder = "";
    private PackReceipt receipt = null!;

    /// <summary>SHA-256 of the public key's file, as an auditor kept it.</summary>
    private string KeptKey => Convert.ToHexStringLower(receipt.Files.Single(f => f.Name == AnchorKey.PublicName).Sha256);

    public async ValueTask InitializeAsync()
    {
        key = PackSample.NewKey(keys);
        (folder, receipt) = await PackSample.UnpackAsync(PackSample.Contents(key: key));
    }

    public ValueTask DisposeAsync()
    {
        System.IO.Directory.Delete(folder, recursive: true);
        System.IO.Directory.Delete(keys, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task OpenSSL_checks_the_signature_as_VERIFY_txt_says_without_the_product()
    {
        var said = await File.ReadAllLinesAsync(At("VERIFY.txt"), TestContext.Current.CancellationToken);
        var commands = said.Select(l => l.Trim()).Where(l => l.StartsWith("openssl dgst", StringComparison.Ordinal) && l.EndsWith("manifest.sha256", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, commands.Count);
        foreach (var command in commands)
        {
            var ran = await OpenSslAsync(command);
            Assert.True(ran.ExitCode == 0, ran.Output);
            Assert.Contains("Verified OK", ran.Output, StringComparison.Ordinal);
        }

        foreach (var name in new[] { EvidencePack.ManifestName, EvidencePack.SignatureName })
        {
            var original = await File.ReadAllBytesAsync(At(name), TestContext.Current.CancellationToken);
            for (var place = 0; place < original.Length; place += 1 + (original.Length / 20))
            {
                var changed = original.ToArray();
                changed[place] ^= 1;
                await File.WriteAllBytesAsync(At(name), changed, TestContext.Current.CancellationToken);
                Assert.NotEqual(0, (await OpenSslAsync(commands[0])).ExitCode);
            }

            await File.WriteAllBytesAsync(At(name), original, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_manifest_made_again_is_found_by_its_signature()
    {
        await ForgeAsync(signer: null);
        await ScriptsSayAsync(1, [], "ok      files", "BROKEN  signature");
    }

    [Fact]
    public async Task A_pack_signed_anew_with_another_key_is_found_by_whoever_kept_the_first_ones_fingerprint()
    {
        await ScriptsSayAsync(0, [KeptKey]);

        await ForgeAsync(PackSample.NewKey(keys));
        await ScriptsSayAsync(0, [], "ok      signature");

        await ScriptsSayAsync(1, [KeptKey], "BROKEN  kept");
    }

    [Fact]
    public async Task A_signature_that_is_not_there_is_said_and_broken_only_for_whoever_kept_the_key()
    {
        File.Delete(At(EvidencePack.SignatureName));
        await ScriptsSayAsync(0, [], "NOTE    signature: there is none");

        await ScriptsSayAsync(1, [KeptKey], "BROKEN  signature: there is none");
    }

    [Fact]
    public async Task Without_OpenSSL_the_script_says_what_it_did_not_check_and_vouches_for_no_key()
    {
        var python = await PackSample.RunAsync(folder, "python3", "-c", "import sys; print(sys.executable)");
        Assert.SkipWhen(python is null, "python3 is not on this machine.");
        var executable = python!.Value.Output.Trim();
        var without = await PackSample.RunAsync(folder, "env", "PATH=/nowhere", executable, "verify.py", ".");
        Assert.SkipWhen(without is null, "env is not on this machine.");
        Assert.True(without!.Value.ExitCode == 0, without.Value.Output);
        Assert.Contains("signature not checked: OpenSSL not found", without.Value.Output, StringComparison.Ordinal);
        Assert.Equal(3, (await PackSample.RunAsync(folder, "env", "PATH=/nowhere", executable, "verify.py", ".", KeptKey))!.Value.ExitCode);
    }

    [Fact]
    public async Task A_signature_differs_each_time_and_nothing_else_does()
    {
        using var first = new MemoryStream();
        using var second = new MemoryStream();
        await EvidencePack.WriteAsync(PackSample.Contents(key: key), first);
        await EvidencePack.WriteAsync(PackSample.Contents(key: key), second);
        var (a, b) = (Hashes(first), Hashes(second));
        Assert.Equal(a.Keys.Order(StringComparer.Ordinal), b.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([EvidencePack.SignatureName], a.Keys.Where(name => a[name] != b[name]));
        Assert.Equal(a.Keys.Except([EvidencePack.ManifestName, EvidencePack.SignatureName]).Order(StringComparer.Ordinal), receipt.Files.Select(f => f.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_key_that_is_replaced_while_the_product_runs_is_named_as_the_one_that_signs()
    {
        var options = new AnchorOptions(keys, Path.Combine(keys, "own.pem"));
        var running = new AnchorKey(options);
        var before = running.PublicPem;
        File.Delete(options.KeyFile);
        var signature = running.Sign([1, 2, 3]);
        Assert.NotEqual(before, running.PublicPem);
        Assert.True(AnchorKey.IsSigned(running.PublicPem, [1, 2, 3], signature));
    }

    private string At(string name) => Path.Combine(folder, name);

    /// <summary>Changes a file and its line in the manifest; the manifest is signed anew where there is a key, whose public half then lies in the pack.</summary>
    private async Task ForgeAsync(AnchorKey? signer)
    {
        // One that no sheet of the sample speaks of: completeness would not come out as printed else.
        await File.AppendAllTextAsync(At("sources/users-2.csv"), "vera@example.test;Admin\n");
        if (signer is not null)
        {
            await File.WriteAllTextAsync(At(AnchorKey.PublicName), signer.PublicPem);
        }

        var lines = (await File.ReadAllLinesAsync(At(EvidencePack.ManifestName))).Select(l => l[66..]).Select(name => $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(At(name))))}  {name}\n");
        await File.WriteAllTextAsync(At(EvidencePack.ManifestName), string.Concat(lines));
        if (signer is not null)
        {
            await File.WriteAllBytesAsync(At(EvidencePack.SignatureName), signer.Sign(await File.ReadAllBytesAsync(At(EvidencePack.ManifestName))));
        }
    }

    private async Task<(int ExitCode, string Output)> OpenSslAsync(string command)
    {
        var ran = await PackSample.RunAsync(folder, "openssl", command.Split(' ')[1..]);
        Assert.SkipWhen(ran is null, "openssl is not on this machine.");
        return ran!.Value;
    }

    /// <summary>What both scripts of the pack say.</summary>
    private async Task ScriptsSayAsync(int ends, string[] kept, params string[] words)
    {
        foreach (var (exit, output) in await ScriptsAsync(kept))
        {
            Assert.True(exit == ends, output);
            Assert.All(words, w => Assert.Contains(w, output, StringComparison.Ordinal));
        }
    }

    private async Task<IReadOnlyList<(int ExitCode, string Output)>> ScriptsAsync(params string[] kept)
    {
        var python = await PackSample.RunAsync(folder, "python3", ["verify.py", ".", .. kept]);
        Assert.SkipWhen(python is null, "python3 is not on this machine.");
        return [python!.Value, await PackSample.PowerShellAsync(At("verify.ps1"), [folder, .. kept])];
    }

    private static Dictionary<string, string> Hashes(MemoryStream pack)
    {
        using var zip = new ZipArchive(pack, ZipArchiveMode.Read);
        var hashes = new Dictionary<string, string>();
        foreach (var entry in zip.Entries)
        {
            using var bytes = entry.Open();
            hashes[entry.FullName] = Convert.ToHexStringLower(SHA256.HashData(bytes));
        }

        return hashes;
    }
}
