using AccessReview.Core.Audit;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Persistence;

/// <summary>The picture of the data model in the README cannot drift from the model.</summary>
public sealed class TheReadmesPictureTests
{
    [Fact]
    public void The_picture_names_every_table_and_no_other()
    {
        var drawn = Picture().SelectMany(l => l.Tables).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(Tables().Select(t => t.Name).Order(StringComparer.Ordinal), drawn);
    }

    [Fact]
    public void Every_table_stands_in_one_group_and_those_without_events_stand_apart()
    {
        var placed = Picture().Where(l => l.Group != "").SelectMany(l => l.Tables.Select(t => (Table: t, l.Group))).Distinct().ToList();
        Assert.Equal(Tables().Select(t => t.Name).Order(StringComparer.Ordinal), placed.Select(p => p.Table).Order(StringComparer.Ordinal));
        var audited = Tables().Where(t => t.Audited).Select(t => t.Name).ToHashSet();
        Assert.DoesNotContain(placed, p => p.Group == "work" && audited.Contains(p.Table));
        Assert.DoesNotContain(placed, p => p.Group is not ("work" or "chain") && !audited.Contains(p.Table));
    }

    private static List<(string Name, bool Audited)> Tables()
    {
        using var db = TheModelTests.Database("Sqlite");
        return [.. db.Model.GetEntityTypes().Select(e => (e.GetTableName()!, typeof(IAudited).IsAssignableFrom(e.ClrType)))];
    }

    /// <summary>Lines of the mermaid picture: the group a line stands in, and the tables it names.</summary>
    private static List<(string Group, string[] Tables)> Picture()
    {
        var readme = File.ReadAllText(Repository.At("README.md"));
        var section = readme.Split("<!-- data model -->")[1].Split("<!-- /data model -->")[0];
        var drawing = section.Split("```mermaid")[1].Split("```")[0];
        var (group, lines) = ("", new List<(string, string[])>());
        foreach (var line in drawing.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            group = line == "end" ? "" : line.StartsWith("subgraph", StringComparison.Ordinal) ? line.Split(' ', '[')[1] : group;
            if (line != "end" && !line.StartsWith("subgraph", StringComparison.Ordinal))
            {
                lines.Add((group, line.Split("-->", StringSplitOptions.TrimEntries)));
            }
        }

        return lines;
    }
}
