using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>The columns a reviewer may add, in words.</summary>
public static class ColumnWords
{
    /// <summary>The name of a column.</summary>
    public static string Label(ListColumn column) => column switch
    {
        ListColumn.Item => "Item",
        ListColumn.Department => "Department",
        ListColumn.LastUse => "Last use",
        ListColumn.SinceLastReview => "Since last review",
        ListColumn.Application => "Application",
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, null),
    };

    /// <summary>What the chosen columns say of a row.</summary>
    public static IReadOnlyList<(string Label, string Text)> Of(IReadOnlyList<ListColumn> columns, SliceRow row, int campaign, IReadOnlyDictionary<long, string> applications) =>
        columns.Count == 0 ? [] : [.. columns.Select(c => (Label(c), Text(c, row, campaign, applications)))];

    private static string Text(ListColumn column, SliceRow row, int campaign, IReadOnlyDictionary<long, string> applications) => column switch
    {
        ListColumn.Item => ReviewItem.Name(campaign, row.Number),
        ListColumn.Department => row.Department.Length == 0 ? "not known" : row.Department,
        ListColumn.LastUse => ListWords.Uses.Single(u => u.Value == row.Used).Label,
        ListColumn.SinceLastReview => string.Join(", ", ListWords.Changes.Where(c => c.Value == ReviewChange.None ? row.Change == ReviewChange.None : row.Change.HasFlag(c.Value)).Select(c => c.Label)),
        ListColumn.Application => applications.GetValueOrDefault(row.ApplicationId, "not known"),
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, null),
    };
}
