using System.Globalization;
using AccessReview.Core.Findings;

namespace AccessReview.Core.Reviewing;

/// <summary>One thing the list is filtered by.</summary>
[Flags]
internal enum Dimensions
{
    None = 0,
    Text = 1,
    Finding = 2,
    Advice = 4,
    What = 8,
    Application = 16,
    Role = 32,
    Group = 64,
    Department = 128,
    Used = 256,
    Change = 512,
    Question = 1024,
    Only = 2048,
}

/// <summary>Whether a filter leaves a row. Pure.</summary>
internal static class FilterRule
{
    /// <summary>Whether every part of the filter leaves the row; the state is not looked at.</summary>
    public static bool Leaves(QueueFilter filter, SliceRow row, FoundTurns? found) => Hides(filter, row, found) == Dimensions.None;

    /// <summary>The parts of the filter that hide the row.</summary>
    public static Dimensions Hides(QueueFilter filter, SliceRow row, FoundTurns? found)
    {
        var hides = Dimensions.None;
        void Ask(Dimensions part, bool leaves) => hides |= leaves ? Dimensions.None : part;

        Ask(Dimensions.Text, found?.ByText is not { } matching || matching.Contains(row.TurnId));
        Ask(Dimensions.Finding, filter.Finding is not { } finding || Has(row.Findings, finding));
        Ask(Dimensions.Advice, filter.Advice is not { } advice || row.Recommendation == advice);
        Ask(Dimensions.What, filter.What is not { } what || row.IsAccount == (what == QueueWhat.Accounts));
        Ask(Dimensions.Application, filter.Application is not { } application || row.ApplicationId == application);
        Ask(Dimensions.Role, filter.Role is not { } role || row.RoleKey == role);
        Ask(Dimensions.Group, filter.Group is not { } group || row.GroupId == group);
        Ask(Dimensions.Department, filter.Department is not { } department || row.Department == department);
        Ask(Dimensions.Used, filter.Used is not { } used || row.Used == used);
        Ask(Dimensions.Change, filter.Change is not { } change || Has(row.Change, change));
        Ask(Dimensions.Question, filter.Question is not { } question || row.Question == question);
        Ask(Dimensions.Only, filter.Only is not { } only || $",{only},".Contains(string.Create(CultureInfo.InvariantCulture, $",{row.Number},"), StringComparison.Ordinal));
        Ask(Dimensions.Only, filter.Signed is null || found?.Signed?.Contains(row.TurnId) == true);
        return hides;
    }

    /// <summary>Whether an item's findings hold one; none is held by those without any.</summary>
    public static bool Has(Finding findings, Finding one) => one == Finding.None ? findings == Finding.None : (findings & one) != Finding.None;

    /// <summary>Whether an item's changes hold one; none is held by those without any.</summary>
    public static bool Has(ReviewChange changes, ReviewChange one) => one == ReviewChange.None ? changes == ReviewChange.None : (changes & one) != ReviewChange.None;
}
