using System.Security.Cryptography;
using AccessReview.Core.Evidence.Pack;
using Xunit;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>The fear: somebody changes a pack and its own checks do not see it.</summary>
public sealed class PackTests : IAsyncLifetime
{
    private static readonly string[] Scripts = [.. ((string[])["verify", "recompute", "leftout", "readpack"]).SelectMany(s => (string[])[s + ".py", s + ".ps1"])];
    private readonly string scripts = System.IO.Directory.CreateTempSubdirectory("accessreview-scripts-").FullName;
    private string folder = "";
    private PackReceipt receipt = null!;

    public async ValueTask InitializeAsync()
    {
        (folder, receipt) = await PackSample.UnpackAsync(PackSample.Contents(key: PackSample.NewKey(scripts)));

        // The scripts are run from a pristine copy: one changed byte in the pack's own may keep it from running.
        foreach (var script in Scripts)
        {
            File.Copy(Path.Combine(folder, script), Path.Combine(scripts, script));
        }
    }

    public ValueTask DisposeAsync()
    {
        System.IO.Directory.Delete(folder, recursive: true);
        System.IO.Directory.Delete(scripts, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_untouched_pack_passes_both_scripts_and_sha256sum()
    {
        foreach (var (exit, output) in new[] { await PythonAsync(), await PowerShellAsync() })
        {
            Assert.True(exit == 0, output);
            Assert.Contains("files: 18 files as listed", output, StringComparison.Ordinal);
            Assert.Contains("ok      signature", output, StringComparison.Ordinal);
            Assert.Contains("chain: 5 events without a gap to event 9", output, StringComparison.Ordinal);
            Assert.Contains("(3 of this campaign)", output, StringComparison.Ordinal);
            Assert.Contains("rows: 5 rows under 2 events", output, StringComparison.Ordinal);
            Assert.Contains("texts: 1 checked, 0 purged", output, StringComparison.Ordinal);
            Assert.All(["4 under review, 1 left out, each for its reason", "checks: 17 lines of the sheet Completeness come out as printed"], w => Assert.Contains(w, output, StringComparison.Ordinal));
        }

        Assert.Equal(0, (await SumsAsync()).ExitCode);
    }

    [Theory]
    [InlineData("2026-06-30T18:00:00")]
    [InlineData("2026-06-30T18:00:00.123Z")]
    [InlineData("/Date(1700000000000)/")]
    [InlineData("\"text\":\"2026-06-30\"")]
    public async Task A_reason_that_reads_as_a_time_is_checked_as_the_text_it_is(string words)
    {
        var (dated, _) = await PackSample.UnpackAsync(PackSample.Contents(key: PackSample.NewKey(scripts), words: words));
        var both = new[] { await PythonAsync(dated), await PowerShellAsync(dated) };
        System.IO.Directory.Delete(dated, recursive: true);
        Assert.All(both, ran => Assert.True(ran.ExitCode == 0 && ran.Output.Contains("texts: 1 checked", StringComparison.Ordinal), ran.Output));
    }

    [Fact]
    public void The_sources_have_safe_and_different_names() =>
        Assert.Equal(
            ["sources/caf__1.csv", "sources/users-2.csv", "sources/users.csv"],
            receipt.Files.Select(f => f.Name).Where(n => n.StartsWith("sources/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public async Task The_workbook_prints_the_hash_of_every_file_but_its_own_and_the_manifests()
    {
        using var book = new RawWorkbook(new MemoryStream(await File.ReadAllBytesAsync(Path.Combine(folder, "evidence.xlsx"))));
        var printed = Enumerable.Range(3, book["Integrity"].RowCount).Select(i => (book["Integrity"].Text($"A{i}"), book["Integrity"].Text($"B{i}")));
        Assert.Equal(
            receipt.Files.Where(f => f.Name != "evidence.xlsx").Select(f => ((string?)f.Name, (string?)Convert.ToHexStringLower(f.Sha256))).Order(),
            printed.Order());
        Assert.Equal(receipt.ManifestSha256, SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(folder, "manifest.sha256"))));
    }

    [Fact]
    public async Task One_changed_byte_in_any_file_is_found()
    {
        // A PowerShell takes a second to start: the small files are left to the other script.
        var files = receipt.Files.Select(f => f.Name).Append("manifest.sha256").Append("manifest.sha256.sig").ToList();
        var random = new Random(20261123);
        foreach (var name in files)
        {
            var path = Path.Combine(folder, name);
            var original = await File.ReadAllBytesAsync(path);
            int[] places = [0, original.Length - 1, .. Enumerable.Range(0, 2).Select(_ => random.Next(original.Length))];
            foreach (var place in places)
            {
                var changed = original.ToArray();
                changed[place] ^= (byte)(1 << random.Next(8));
                await File.WriteAllBytesAsync(path, changed);
                var (exit, output) = await PythonAsync();
                Assert.True(exit == 1, $"{name} at {place}: exit {exit}\n{output}");
                if (place == places[^1] && !Scripts.Contains(name) && name != "VERIFY.txt" && !name.EndsWith(".csv", StringComparison.Ordinal))
                {
                    Assert.Equal(1, (await PowerShellAsync()).ExitCode);
                }

                if (!name.StartsWith("manifest.sha256", StringComparison.Ordinal))
                {
                    Assert.Equal(1, (await SumsAsync()).ExitCode);
                }
            }

            await File.WriteAllBytesAsync(path, original);
        }

        Assert.Equal((0, 0), ((await PythonAsync()).ExitCode, (await PowerShellAsync()).ExitCode));
    }

    [Theory]
    [InlineData("events.jsonl", "ItemDecided", "ItemUndecided", "its body was changed")]
    [InlineData("events.jsonl", "\"type\":\"ItemDecided\"", "\"type\":\"ItemRevoked\"", "says otherwise than its body")]
    [InlineData("events.jsonl", "\"at\":\"2026-11-23T10:42:07.123Z\",\"prev\"", "\"at\":\"2026-11-23T10:42:07.124Z\",\"prev\"", "says otherwise than its body")]
    [InlineData("events.jsonl", "\"seq\":\"7\",\"campaign\":\"3\",", "\"seq\":\"8\",\"campaign\":\"3\",", "does not follow")]
    [InlineData("events.jsonl", "\"hash\":", "\"hash\":\"00\",\"hash\":", "stands twice")]
    [InlineData("records.jsonl", "decision=Revoke", "decision=Certify", "a row of event 7 was changed")]
    [InlineData("records.jsonl", "Left in June", "Left in July", "a text of event 7 was changed")]
    [InlineData("records.jsonl", "\"event\":\"7\",\"table\":\"D", "\"event\":\"5\",\"table\":\"D", "event 5 covers other rows")]
    public async Task A_change_whose_manifest_was_made_again_is_found_by_the_chain(string file, string old, string changed, string sentence)
    {
        await ReplaceAsync(file, text => text.Replace(old, changed, StringComparison.Ordinal));
        var (exit, output) = await PythonAsync();
        Assert.True(exit == 1, output);
        Assert.Contains("ok      files", output, StringComparison.Ordinal);
        Assert.Contains(sentence, output, StringComparison.Ordinal);
        var (windowsExit, windowsOutput) = await PowerShellAsync();
        Assert.True(windowsExit == 1, windowsOutput);
        Assert.Contains("ok      files", windowsOutput, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("events.jsonl", 1, "does not follow")]
    [InlineData("records.jsonl", 2, "event 5 covers other rows than these 3")]
    [InlineData("records.jsonl", 4, "event 7 covers other rows than these 0")]
    public async Task A_line_taken_away_is_found(string file, int line, string sentence)
    {
        await ReplaceAsync(file, text => string.Join('\n', text.Split('\n').Where((_, i) => i != line)));
        Assert.Contains(sentence, (await PythonAsync()).Output, StringComparison.Ordinal);
        Assert.Contains(sentence, (await PowerShellAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_in_another_order_are_found()
    {
        await ReplaceAsync("records.jsonl", text =>
        {
            var lines = text.Split('\n');
            (lines[0], lines[1]) = (lines[1], lines[0]);
            return string.Join('\n', lines);
        });
        Assert.Contains("event 5 covers other rows than these 4", (await PythonAsync()).Output, StringComparison.Ordinal);
        Assert.Contains("event 5 covers other rows than these 4", (await PowerShellAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_was_added_or_taken_away_is_found()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "sources", "more.csv"), "x");
        File.Delete(Path.Combine(folder, "sources", "users.csv"));
        var (exit, output) = await PythonAsync();
        Assert.Equal(1, exit);
        Assert.Contains("missing sources/users.csv; not listed sources/more.csv", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_manifest_itself_is_compared_with_the_receipt()
    {
        Assert.Equal(0, (await PythonAsync(".", Convert.ToHexStringLower(receipt.ManifestSha256))).ExitCode);
        Assert.Equal(1, (await PythonAsync(".", new string('0', 64))).ExitCode);
        Assert.Equal(0, (await PowerShellAsync(".", Convert.ToHexStringLower(receipt.ManifestSha256))).ExitCode);
        Assert.Equal(1, (await PowerShellAsync(".", new string('0', 64))).ExitCode);
    }

    [Fact]
    public async Task A_folder_that_is_no_pack_cannot_be_checked()
    {
        var empty = System.IO.Directory.CreateTempSubdirectory("accessreview-pack-");
        Assert.Equal(3, (await PythonAsync(empty.FullName)).ExitCode);
        Assert.Equal(3, (await PowerShellAsync(empty.FullName)).ExitCode);
        empty.Delete();
    }

    [Fact]
    public async Task A_purged_text_is_reported_as_purged_and_not_as_broken()
    {
        var (purged, _) = await PackSample.UnpackAsync(PackSample.Contents(purged: true));
        var (exit, output) = await PythonAsync(purged);
        System.IO.Directory.Delete(purged, recursive: true);
        Assert.Equal(0, exit);
        Assert.Contains("texts: 0 checked, 1 purged", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Equal_content_makes_an_equal_pack()
    {
        using var first = new MemoryStream();
        using var second = new MemoryStream();
        await EvidencePack.WriteAsync(PackSample.Contents(), first);
        await EvidencePack.WriteAsync(PackSample.Contents(), second);
        Assert.Equal(SHA256.HashData(first.ToArray()), SHA256.HashData(second.ToArray()));
    }

    [Fact]
    public async Task The_scripts_are_short_enough_to_read()
    {
        foreach (var script in Scripts)
        {
            Assert.InRange((await File.ReadAllLinesAsync(Path.Combine(folder, script))).Length, 20, 149);
        }
    }

    private async Task ReplaceAsync(string file, Func<string, string> change)
    {
        var path = Path.Combine(folder, file);
        var old = await File.ReadAllTextAsync(path);
        var changed = change(old);
        Assert.NotEqual(old, changed);
        await File.WriteAllTextAsync(path, changed);
        var manifest = await File.ReadAllLinesAsync(Path.Combine(folder, "manifest.sha256"));
        var sum = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path)));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "manifest.sha256"), string.Concat(manifest.Select(l => (l.EndsWith("  " + file, StringComparison.Ordinal) ? sum + "  " + file : l) + "\n")));
    }

    private async Task<(int ExitCode, string Output)> PythonAsync(params string[] arguments)
    {
        var ran = await PackSample.RunAsync(folder, "python3", [Path.Combine(scripts, "verify.py"), .. arguments.DefaultIfEmpty(folder)]);
        Assert.SkipWhen(ran is null, "python3 is not on this machine.");
        return ran!.Value;
    }

    private async Task<(int ExitCode, string Output)> PowerShellAsync(params string[] arguments)
    {
        string[] where = [.. arguments.DefaultIfEmpty(folder).Select(a => a == "." ? folder : a)];
        return await PackSample.PowerShellAsync(Path.Combine(scripts, "verify.ps1"), where);
    }

    private async Task<(int ExitCode, string Output)> SumsAsync()
    {
        var ran = await PackSample.RunAsync(folder, "sha256sum", "-c", "--strict", "--quiet", "manifest.sha256");
        Assert.SkipWhen(ran is null, "sha256sum is not on this machine.");
        return ran!.Value;
    }
}
