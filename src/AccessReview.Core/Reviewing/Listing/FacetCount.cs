using System.Runtime.InteropServices;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;

namespace AccessReview.Core.Reviewing;

/// <summary>Counts a slice by everything it can be filtered by, in one pass: a row that one part of the filter hides counts in that part
/// alone, a row that none hides counts in all.</summary>
internal sealed class FacetCount(QueueFilter filter)
{
    private readonly Dictionary<Finding, int> findings = [];
    private readonly Dictionary<Recommendation, int> advice = [];
    private readonly Dictionary<QueueWhat, int> what = [];
    private readonly Dictionary<long, int> applications = [];
    private readonly Dictionary<string, (string Label, int Count)> roles = new(StringComparer.Ordinal);
    private readonly Dictionary<long, (string Label, int Count)> groups = [];
    private readonly Dictionary<string, (string Label, int Count)> departments = new(StringComparer.Ordinal);
    private readonly Dictionary<LastUse, int> used = [];
    private readonly Dictionary<ReviewChange, int> changes = [];
    private readonly Dictionary<QuestionState, int> questions = [];
    private int toDecide;
    private int decided;

    /// <summary>The counts.</summary>
    public static Facets Of(List<SliceRow> rows, IReadOnlyDictionary<long, string> applications, QueueFilter filter, FoundTurns? found)
    {
        var count = new FacetCount(filter);
        rows.ForEach(row => count.Add(row, FilterRule.Hides(filter, row, found)));
        count.KeepChosen(rows);
        return count.ToFacets(applications);
    }

    private static void One<T>(Dictionary<T, int> counts, T value)
        where T : notnull => CollectionsMarshal.GetValueRefOrAddDefault(counts, value, out _)++;

    private static void One<T>(Dictionary<T, (string Label, int Count)> counts, T value, string label)
        where T : notnull
    {
        ref var at = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, value, out _);
        at = (at.Label ?? label, at.Count + 1);
    }

    private static IReadOnlyList<Facet<T>> Known<T>(IEnumerable<(T Value, string Label)> all, Dictionary<T, int> counts, T? chosen)
        where T : struct, Enum =>
        [.. all.Select(a => new Facet<T>(a.Value, a.Label, counts.GetValueOrDefault(a.Value))).Where(f => f.Count > 0 || f.Value.Equals(chosen))];

    private static IReadOnlyList<Facet<T>> MostFirst<T>(Dictionary<T, (string Label, int Count)> counts)
        where T : notnull =>
        [.. counts.Select(c => new Facet<T>(c.Key, c.Value.Label, c.Value.Count)).OrderByDescending(f => f.Count).ThenBy(f => f.Label, StringComparer.Ordinal)];

    private static string RoleLabel(string role) => role.Length == 0 ? "No role" : role;

    private static string DepartmentLabel(string department) => department.Length == 0 ? "Not known" : department;

    /// <summary>The chosen application where the campaign does not review it: a view saved over another campaign may name one, and it can be dropped.</summary>
    private IEnumerable<Facet<long>> Elsewhere(IReadOnlyDictionary<long, string> names) =>
        filter.Application is { } chosen && !names.ContainsKey(chosen) ? [new Facet<long>(chosen, "Not in this campaign", 0)] : [];

    /// <summary>A chosen value that no row is left of, or that another list was filtered by, stands with a count of 0, so that it can be dropped.</summary>
    private void KeepChosen(List<SliceRow> rows)
    {
        if (filter.Role is { } role)
        {
            roles.TryAdd(role, (RoleLabel(rows.Find(r => r.RoleKey == role)?.Role ?? role), 0));
        }

        if (filter.Group is { } group)
        {
            groups.TryAdd(group, (rows.Find(r => r.GroupId == group)?.Group ?? "Not in this list", 0));
        }

        if (filter.Department is { } department)
        {
            departments.TryAdd(department, (DepartmentLabel(department), 0));
        }
    }

    private void Add(SliceRow row, Dimensions hidden)
    {
        var shown = filter.NamesItems || (row.State == TurnState.Undecided) == (filter.Show == QueueShow.ToDecide);

        // What is to decide and what is decided are lists of their own: single items are not asked for there.
        if ((hidden & ~Dimensions.Only) == Dimensions.None)
        {
            (toDecide, decided) = row.State == TurnState.Undecided ? (toDecide + 1, decided) : (toDecide, decided + 1);
        }

        bool In(Dimensions part) => shown && (hidden & ~part) == Dimensions.None;
        if (In(Dimensions.Finding))
        {
            Each(FindingSentences.Labels.Select(l => l.Finding), row.Findings, FilterRule.Has, findings, Finding.None);
        }

        if (In(Dimensions.Change))
        {
            Each(ListWords.Changes.Select(c => c.Value), row.Change, FilterRule.Has, changes, ReviewChange.None);
        }

        if (In(Dimensions.Advice))
        {
            One(advice, row.Recommendation);
        }

        if (In(Dimensions.Question))
        {
            One(questions, row.Question);
        }

        if (In(Dimensions.What))
        {
            One(what, row.IsAccount ? QueueWhat.Accounts : QueueWhat.Assignments);
        }

        if (In(Dimensions.Application))
        {
            One(applications, row.ApplicationId);
        }

        if (In(Dimensions.Role))
        {
            One(roles, row.RoleKey, RoleLabel(row.Role));
        }

        if (In(Dimensions.Group) && row.GroupId is { } group)
        {
            One(groups, group, row.Group!);
        }

        if (In(Dimensions.Department))
        {
            One(departments, row.Department, DepartmentLabel(row.Department));
        }

        if (In(Dimensions.Used))
        {
            One(used, row.Used);
        }
    }

    /// <summary>Most items have none, and the others one or two.</summary>
    private static void Each<T>(IEnumerable<T> all, T held, Func<T, T, bool> has, Dictionary<T, int> counts, T none)
        where T : struct, Enum
    {
        if (has(held, none))
        {
            One(counts, none);
            return;
        }

        foreach (var one in all)
        {
            if (!one.Equals(none) && has(held, one))
            {
                One(counts, one);
            }
        }
    }

    private Facets ToFacets(IReadOnlyDictionary<long, string> names) => new()
    {
        ToDecide = toDecide,
        Decided = decided,
        Findings = Known(FindingSentences.Labels.Append((Finding.None, "No finding of its own")), findings, filter.Finding),
        Advice = Known(ListWords.Advice, advice, filter.Advice),
        What =
        [
            new(QueueWhat.Accounts, "User accounts", what.GetValueOrDefault(QueueWhat.Accounts)),
            new(QueueWhat.Assignments, "Group assignments", what.GetValueOrDefault(QueueWhat.Assignments)),
        ],
        Applications = [.. names.Where(n => applications.ContainsKey(n.Key) || n.Key == filter.Application)
            .Select(n => new Facet<long>(n.Key, n.Value, applications.GetValueOrDefault(n.Key))).OrderBy(f => f.Label, StringComparer.Ordinal), .. Elsewhere(names)],
        Roles = MostFirst(roles),
        Groups = MostFirst(groups),
        Departments = MostFirst(departments),
        Used = Known(ListWords.Uses, used, filter.Used),
        Changes = Known(ListWords.Changes, changes, filter.Change),
        Questions = Known(ListWords.Questions, questions, filter.Question),
    };
}
