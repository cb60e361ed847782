using System.Text.RegularExpressions;

namespace AccessReview.Web.Tests.Rules;

/// <summary>The security checklist names what is there.</summary>
public sealed class ChecklistTests
{
    private static readonly string[] Lines = File.ReadAllLines(Repository.Path("tests", "security-checklist.md"));
    private static readonly string[][] Rows = [.. Lines.Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Select(line => line[2..].Split(" | "))];

    [Fact]
    public void Every_file_it_names_exists()
    {
        var here = new[] { "src", "tests" }.SelectMany(folder => Directory.EnumerateFiles(Repository.Path(folder), "*", SearchOption.AllDirectories)).Select(Path.GetFileName).ToHashSet(StringComparer.Ordinal);
        var named = Lines.SelectMany(line => Regex.Matches(line, @"`(?<file>[A-Za-z.-]+\.(?:cs|razor|js|md|sh))`", RegexOptions.None, TimeSpan.FromSeconds(1))).Select(m => m.Groups["file"].Value).Distinct().ToList();
        Assert.True(named.Count > 40, $"{named.Count} files");
        Assert.Equal([], named.Except(here));
    }

    [Fact]
    public void Every_item_names_what_holds_it() => Assert.All(Rows, row => Assert.Contains('`', row[2]));

    /// <summary>Of 17 chapters of the standard the last is about WebRTC, and of the one about OAuth and OpenID Connect a client has three sections.</summary>
    [Fact]
    public void Every_chapter_that_applies_has_items_and_every_section_about_a_provider_of_sign_ins()
    {
        var items = Rows.SelectMany(row => Regex.Matches(row[0], @"\b(?<chapter>\d+)\.(?<section>\d+|x)", RegexOptions.None, TimeSpan.FromSeconds(1))).ToList();
        Assert.Equal([], Enumerable.Range(1, 16).Select(c => $"{c}").Except(items.Select(m => m.Groups["chapter"].Value)));
        Assert.Equal([], new[] { "6.8", "7.6", "9.1", "9.2", "10.1", "10.2", "10.5" }.Except(items.Select(m => m.Value)));
    }

    [Fact]
    public void What_people_search_for_stands_in_addresses_and_is_a_deviation_by_name() =>
        Assert.NotEqual("", Rows.Single(row => row[0].StartsWith("14.2.1 ", StringComparison.Ordinal))[3].Trim(' ', '|'));
}
