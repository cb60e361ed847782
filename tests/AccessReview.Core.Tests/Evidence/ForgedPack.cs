using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>A copy of a pack in which a forger changes what they like and makes every hash anew, the manifest's among them, and takes the signature away:
/// only what says the same twice still tells.</summary>
internal sealed partial class ForgedPack : IDisposable
{
    private ForgedPack(string folder) => Folder = folder;

    internal string Folder { get; }

    internal static ForgedPack Of(string folder)
    {
        var copy = System.IO.Directory.CreateTempSubdirectory("accessreview-forged-").FullName;
        foreach (var file in System.IO.Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(folder, file));
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return new ForgedPack(copy);
    }

    /// <summary>Changes the first row of a sheet that says all of this; it is taken away where there is nothing to change it into.</summary>
    internal ForgedPack Row(string sheet, string[] saying, Func<string, string>? change = null)
    {
        using var zip = ZipFile.Open(Path.Combine(Folder, "evidence.xlsx"), ZipArchiveMode.Update);
        var id = Regex.Match(Text(zip, "xl/workbook.xml"), $"<[^>]*name=\"{sheet}\"[^>]*r:id=\"(?<id>[^\"]+)\"").Groups["id"].Value;
        var relation = Relation().Matches(Text(zip, "xl/_rels/workbook.xml.rels")).Select(m => m.Value).Single(r => r.Contains($"Id=\"{id}\"", StringComparison.Ordinal));
        var target = Regex.Match(relation, "Target=\"/?(?<to>[^\"]+)\"").Groups["to"].Value;
        var entry = zip.GetEntry(target.StartsWith("xl/", StringComparison.Ordinal) ? target : "xl/" + target)!;
        var xml = Text(zip, entry.FullName);
        var row = Rows().Matches(xml).Select(m => m.Value).First(r => saying.All(s => r.Contains($">{s}<", StringComparison.Ordinal)));
        var changed = change?.Invoke(row) ?? "";
        Assert.NotEqual(row, changed);
        using var stream = entry.Open();
        stream.SetLength(0);
        stream.Write(System.Text.Encoding.UTF8.GetBytes(xml.Replace(row, changed, StringComparison.Ordinal)));
        return this;
    }

    /// <summary>Changes a file.</summary>
    internal ForgedPack Of(string file, Func<string, string> change)
    {
        var path = Path.Combine(Folder, file);
        var old = File.ReadAllText(path);
        File.WriteAllText(path, change(old));
        Assert.NotEqual(old, File.ReadAllText(path));
        return this;
    }

    /// <summary>Takes a file away.</summary>
    internal ForgedPack Without(string file)
    {
        File.Delete(Path.Combine(Folder, file));
        return this;
    }

    /// <summary>Makes the hashes anew and lets the pack's own script look.</summary>
    internal async Task<(int ExitCode, string Output)> VerifiedAsync()
    {
        File.Delete(Path.Combine(Folder, "manifest.sha256.sig"));
        await File.WriteAllTextAsync(Path.Combine(Folder, "manifest.sha256"), string.Concat(System.IO.Directory.GetFiles(Folder, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Folder, f).Replace('\\', '/')).Where(f => f != "manifest.sha256").Order(StringComparer.Ordinal)
            .Select(f => $"{Sha256(f)}  {f}\n")));
        var ran = await PackSample.RunAsync(Folder, "python3", "verify.py");
        Assert.SkipWhen(ran is null, "python3 is not on this machine.");
        Assert.Contains("ok      files", ran!.Value.Output, StringComparison.Ordinal);
        return ran.Value;
    }

    /// <summary>What Windows' script says of it.</summary>
    internal Task<(int ExitCode, string Output)> OnWindowsAsync() => PackSample.PowerShellAsync(Path.Combine(Folder, "verify.ps1"), Folder);

    internal string Sha256(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Folder, file))));

    public void Dispose() => System.IO.Directory.Delete(Folder, recursive: true);

    /// <summary>What a script says of completeness: its checks, and what it did not compute again.</summary>
    internal static List<string> OfCompleteness(string output) =>
        [.. output.Split('\n').Select(l => l.TrimEnd('\r')).Where(l => l.Contains("left out:", StringComparison.Ordinal) || l.Contains("  checks:", StringComparison.Ordinal) || l.Contains("not computed again:", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static string Text(ZipArchive zip, string entry)
    {
        using var reader = new StreamReader(zip.GetEntry(entry)!.Open());
        return reader.ReadToEnd();
    }

    [GeneratedRegex("<row .*?</row>", RegexOptions.Singleline)]
    private static partial Regex Rows();

    [GeneratedRegex("<[^<>]*Relationship [^<>]*>")]
    private static partial Regex Relation();
}
