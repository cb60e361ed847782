using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Persistence;

/// <summary>The picture of the data model in the README cannot drift from the model.</summary>
public sealed partial class TheReadmesPictureTests
{
    [Fact]
    public void The_picture_names_every_table_and_no_other()
    {
        using var db = TheModelTests.Database("Sqlite");
        var tables = db.Model.GetEntityTypes().Select(e => e.GetTableName()!).ToHashSet();
        var drawn = Lines().SelectMany(l => l.Split("-->", StringSplitOptions.TrimEntries)).ToHashSet();
        Assert.Empty(tables.Except(drawn));
        Assert.Empty(drawn.Except(tables));
    }

    [Fact]
    public void Every_table_stands_in_exactly_one_group_and_the_unaudited_ones_stand_apart()
    {
        using var db = TheModelTests.Database("Sqlite");
        var groups = Regex.Matches(Picture(), @"subgraph (\w+).*?\n(.*?)\n  end", RegexOptions.Singleline)
            .ToDictionary(m => m.Groups[1].Value, m => Drawn(m.Groups[2].Value).SelectMany(l => l.Split("-->", StringSplitOptions.TrimEntries)).Distinct().ToList());
        var audited = db.Model.GetEntityTypes().Where(e => typeof(Core.Audit.IAudited).IsAssignableFrom(e.ClrType)).Select(e => e.GetTableName()!).ToHashSet();
        Assert.DoesNotContain(groups["work"], audited.Contains);
        Assert.Empty(groups.Where(g => g.Key is not ("work" or "chain")).SelectMany(g => g.Value).Where(t => !audited.Contains(t)));

        var owners = groups.SelectMany(g => g.Value).ToList();
        Assert.Empty(db.Model.GetEntityTypes().Select(e => e.GetTableName()!).Where(t => owners.Count(o => o == t) != 1));
    }

    private static string Picture()
    {
        var readme = File.ReadAllText(Repository.At("README.md"));
        var picture = PictureText().Match(readme);
        Assert.True(picture.Success, "README.md has no mermaid picture between <!-- data model --> and <!-- /data model -->.");
        return picture.Groups[1].Value;
    }

    private static IEnumerable<string> Lines() => Drawn(Picture());

    private static IEnumerable<string> Drawn(string text) =>
        text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(l => l != "end" && !l.StartsWith("subgraph", StringComparison.Ordinal) && !l.StartsWith("flowchart", StringComparison.Ordinal));

    [GeneratedRegex("<!-- data model -->.*```mermaid\n(.*?)```.*<!-- /data model -->", RegexOptions.Singleline)]
    private static partial Regex PictureText();
}
