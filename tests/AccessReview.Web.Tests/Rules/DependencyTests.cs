using System.Diagnostics;
using System.Text.Json;
using System.Xml.Linq;

namespace AccessReview.Web.Tests.Rules;

/// <summary>What the product is made of beside its own code: known by name, version and licence, and printed as a bill of materials.</summary>
public sealed class DependencyTests
{
    private static readonly string[] Permissive = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "MS-PL OR Apache-2.0"];

    /// <summary>Not permissive, and why it is here all the same.</summary>
    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["Microsoft.Data.SqlClient.SNI.runtime"] = "Microsoft's licence, may be passed on: the SQL Server client's own library on Windows.",
        ["Microsoft.Identity.Client.NativeInterop"] = "Microsoft's licence, may be passed on: comes with the client for Azure Key Vault, and is not called.",
    };

    /// <summary>What keeps design time out of the bill of materials, as the README has it.</summary>
    private const string ShippedOnly = "--exclude-dev --exclude-filter Microsoft.EntityFrameworkCore.Design,Microsoft.EntityFrameworkCore.Analyzers";

    private static readonly string List = Repository.Path("tests", "dependencies.md");

    [Fact]
    public async Task Every_dependency_stands_in_the_list_with_a_permissive_licence_or_the_reason_why_it_is_here()
    {
        var all = Packages();
        Assert.True(all.Count > 50, $"{all.Count} packages");
        Assert.Empty(all.Where(p => !Permissive.Contains(p.Licence) && !Exceptions.ContainsKey(p.Id)).Select(p => $"{p.Id} {p.Version}: {p.Licence}"));
        Assert.Empty(Exceptions.Keys.Except(all.Select(p => p.Id)));

        var lines = new[] { "# Dependencies of the product", "", "Every package that is shipped, checked by `DependencyTests`; the bill of materials is made as the README says.", "", "| Package | Version | Licence |", "|---|---|---|" }
            .Concat(all.Select(p => $"| {p.Id} | {p.Version} | {(Exceptions.TryGetValue(p.Id, out var why) ? why : p.Licence)} |"));
        var text = string.Join('\n', lines) + "\n";
        if (Environment.GetEnvironmentVariable("ACCESSREVIEW_WRITE_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(List, text);
        }

        Assert.True(await File.ReadAllTextAsync(List) == text, $"{List} is not of these packages. Run this test with ACCESSREVIEW_WRITE_GOLDEN=1, read what changed, and commit it.");
    }

    [Fact]
    public async Task The_bill_of_materials_names_each_of_them_with_its_hash_and_nothing_else()
    {
        Assert.Contains(ShippedOnly, await File.ReadAllTextAsync(Repository.Path("README.md")), StringComparison.Ordinal);
        var folder = Directory.CreateTempSubdirectory("accessreview-sbom-").FullName;
        try
        {
            var start = new ProcessStartInfo("dotnet", ["dotnet-CycloneDX", Repository.Path("src", "AccessReview.Web", "AccessReview.Web.csproj"), "-o", folder, "-F", "Json", "--disable-package-restore", .. ShippedOnly.Split(' ')])
            {
                WorkingDirectory = Repository.Folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            };
            using var tool = Process.Start(start)!;
            var (said, complained) = (tool.StandardOutput.ReadToEndAsync(), tool.StandardError.ReadToEndAsync());
            await tool.WaitForExitAsync();
            Assert.True(tool.ExitCode == 0, await said + await complained);
            using var bill = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "bom.json")));
            Assert.Equal("CycloneDX", bill.RootElement.GetProperty("bomFormat").GetString());
            var named = bill.RootElement.GetProperty("components").EnumerateArray().Where(c => c.GetProperty("purl").GetString()!.StartsWith("pkg:nuget/", StringComparison.Ordinal))
                .ToDictionary(c => c.GetProperty("purl").GetString()!["pkg:nuget/".Length..], c => c.TryGetProperty("hashes", out var hashes) && hashes.GetArrayLength() > 0);
            Assert.Equal(Packages().Select(p => ($"{p.Id}@{p.Version}", true)).Order(), named.Select(n => (n.Key, n.Value)).Order());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What the product's own project restores and passes on, by name. What only builds (analyzers, design time, and what nothing but those needs) is
    /// not shipped.</summary>
    private static List<(string Id, string Version, string Licence)> Packages()
    {
        using var assets = JsonDocument.Parse(File.ReadAllText(Repository.Path("src", "AccessReview.Web", "obj", "project.assets.json")));
        var folders = assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name).ToList();
        var shipped = Needed(assets.RootElement)
            .Where(p => p.Value.GetProperty("type").GetString() == "package" && new[] { "runtime", "runtimeTargets", "native" }.Any(part => p.Value.TryGetProperty(part, out _))).Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. assets.RootElement.GetProperty("libraries").EnumerateObject().Where(p => shipped.Contains(p.Name)).Select(p => (Name: p.Name.Split('/'), Folder: p.Value.GetProperty("path").GetString()!))
                .Select(p => (p.Name[0], p.Name[1], Licence(folders, p.Folder))).OrderBy(p => p.Item1, StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <summary>What is reached from the projects and from the packages that the product's own project names, but for those that it keeps to itself.</summary>
    private static List<JsonProperty> Needed(JsonElement assets)
    {
        var all = assets.GetProperty("targets").EnumerateObject().First().Value.EnumerateObject().ToDictionary(p => p.Name.Split('/')[0], StringComparer.OrdinalIgnoreCase);
        var named = assets.GetProperty("project").GetProperty("frameworks").EnumerateObject().First().Value.GetProperty("dependencies").EnumerateObject()
            .Where(d => !d.Value.TryGetProperty("suppressParent", out var kept) || kept.GetString() != "All").Select(d => d.Name);
        var ahead = new Queue<string>(named.Concat(all.Where(p => p.Value.Value.GetProperty("type").GetString() == "project").Select(p => p.Key)));
        var reached = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (ahead.TryDequeue(out var name))
        {
            if (all.TryGetValue(name, out var found) && reached.Add(name) && found.Value.TryGetProperty("dependencies", out var needs))
            {
                foreach (var need in needs.EnumerateObject())
                {
                    ahead.Enqueue(need.Name);
                }
            }
        }

        return [.. reached.Select(name => all[name])];
    }

    private static string Licence(List<string> folders, string package)
    {
        var folder = folders.Select(f => Path.Combine(f, package)).First(Directory.Exists);
        var metadata = XDocument.Load(Directory.EnumerateFiles(folder, "*.nuspec").Single()).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
        var licence = metadata.Elements().SingleOrDefault(e => e.Name.LocalName == "license");
        return (string?)licence?.Attribute("type") == "expression" ? licence!.Value : licence?.Value ?? (string?)metadata.Elements().SingleOrDefault(e => e.Name.LocalName == "licenseUrl") ?? "none named";
    }
}
