using System.Globalization;
using AccessReview.Core.Findings;

namespace AccessReview.Core.Reviewing;

/// <summary>Makes the flat list of a slice: groups in their order, routine rows collapsed, everything one line high. Pure.</summary>
internal static class ListBuilder
{
    /// <summary>The list.</summary>
    /// <param name="rows">The rows to show, in the order of attention.</param>
    /// <param name="filter">What the list is grouped by.</param>
    /// <param name="open">The routine lines whose names are shown.</param>
    public static ListIndex Of(List<SliceRow> rows, QueueFilter filter, IReadOnlySet<string> open)
    {
        var lines = new List<ListLine>(rows.Count + 16);
        var heads = 0;
        foreach (var group in Groups(rows, filter.By))
        {
            var at = lines.Count;
            lines.Add(default);
            List<SliceRow> members = [.. group];
            var routine = Fill(lines, group.Key, members, filter, open);
            lines[at] = new ListLine(Head(filter.By, group.Key, members, routine), null, null);
            heads++;
        }

        return new ListIndex(lines, rows.Count, heads);
    }

    private static IEnumerable<IGrouping<string, SliceRow>> Groups(List<SliceRow> rows, QueueGrouping by) => by switch
    {
        QueueGrouping.Finding => rows.GroupBy(r => r.Rank.ToString()),
        QueueGrouping.Person => rows.GroupBy(r => r.PersonId is { } person ? "p" + person.ToString(CultureInfo.InvariantCulture) : "a" + r.AccountId.ToString(CultureInfo.InvariantCulture))
            .OrderBy(g => g.Min(r => r.Rank)).ThenBy(g => TextKey.Sort(g.First().Name), StringComparer.Ordinal),
        QueueGrouping.Group => rows.GroupBy(r => r.GroupId is { } group ? "g" + group.ToString(CultureInfo.InvariantCulture) : "r" + r.RoleKey)
            .OrderBy(g => g.Key[0]).ThenBy(g => TextKey.Sort(g.First().Group ?? g.First().Role), StringComparer.Ordinal),
        QueueGrouping.Change => rows.GroupBy(r => ListWords.Changes.First(c => FilterRule.Has(r.Change, c.Value)).Value)
            .OrderBy(g => ListWords.Changes.TakeWhile(c => c.Value != g.Key).Count()).SelectMany(g => g.GroupBy(_ => g.Key.ToString())),
        _ => throw new ArgumentOutOfRangeException(nameof(by), by, null),
    };

    private static SliceHead Head(QueueGrouping by, string key, List<SliceRow> rows, int routine)
    {
        var first = rows[0];
        return new SliceHead(
            by, key, by == QueueGrouping.Finding ? first.Rank : null, by == QueueGrouping.Change ? Enum.Parse<ReviewChange>(key) : null,
            by == QueueGrouping.Person ? first.Name : first.Group ?? first.Role, rows.Count, rows.Count(r => r.IsAccount), rows.Count(r => r.State == Campaigns.TurnState.Undecided), routine);
    }

    /// <summary>Adds the rows of a group: those that collapse as lines, in the place of their first.</summary>
    /// <returns>How many lines.</returns>
    private static int Fill(List<ListLine> lines, string group, List<SliceRow> rows, QueueFilter filter, IReadOnlySet<string> open)
    {
        var collapses = filter is { By: QueueGrouping.Finding or QueueGrouping.Group or QueueGrouping.Change, Show: QueueShow.ToDecide };
        var alikes = collapses ? Alike(rows) : new List<SliceRow>?[rows.Count];
        var made = 0;
        foreach (var (row, alike) in rows.Zip(alikes))
        {
            if (alike is null || alike.Count < RoutineLine.Fewest)
            {
                lines.Add(new ListLine(null, null, row));
            }
            else if (ReferenceEquals(alike[0], row))
            {
                var key = RoutineKey.Of(row)!.Value;
                var id = key.Id(group);
                var line = new RoutineLine(id, key, alike, open.Contains(id), filter);
                lines.Add(new ListLine(null, line, null));
                lines.AddRange(line.Open ? alike.Select(r => new ListLine(null, line, r)) : []);
                made++;
            }
        }

        return made;
    }

    /// <summary>For each row those of its key, itself among them; null for what never collapses.</summary>
    private static List<SliceRow>?[] Alike(List<SliceRow> rows)
    {
        var byKey = new Dictionary<RoutineKey, List<SliceRow>>();
        var alikes = new List<SliceRow>?[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            if (!rows[i].Signed && RoutineKey.Of(rows[i]) is { } key)
            {
                if (!byKey.TryGetValue(key, out var alike))
                {
                    byKey[key] = alike = [];
                }

                alike.Add(rows[i]);
                alikes[i] = alike;
            }
        }

        return alikes;
    }
}
