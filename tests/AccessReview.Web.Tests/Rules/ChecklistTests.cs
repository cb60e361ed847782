using System.Text.RegularExpressions;

namespace AccessReview.Web.Tests.Rules;

/// <summary>The security checklist names what is there.</summary>
public sealed class ChecklistTests
{
    private static readonly string[] Lines = File.ReadAllLines(Repository.Path("tests", "security-checklist.md"));

    [Fact]
    public void Every_file_it_names_exists()
    {
        var here = new[] { "src", "tests" }.SelectMany(folder => Directory.EnumerateFiles(Repository.Path(folder), "*", SearchOption.AllDirectories)).Select(Path.GetFileName).ToHashSet(StringComparer.Ordinal);
        var named = Lines.SelectMany(line => Regex.Matches(line, @"`(?<file>[A-Za-z.-]+\.(?:cs|razor|js|md|sh))`", RegexOptions.None, TimeSpan.FromSeconds(1))).Select(m => m.Groups["file"].Value).Distinct().ToList();
        Assert.True(named.Count > 40, $"{named.Count} files");
        Assert.Equal([], named.Except(here));
    }

    [Fact]
    public void Every_item_names_what_holds_it() => Assert.All(
        Lines.Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1),
        line => Assert.Contains('`', line.Split(" | ")[2]));
}
