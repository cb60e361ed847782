using System.Globalization;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Matching;
using AccessReview.Core.Reviewing;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>A routine line in words: why its rows belong together, what is known of them, and what cannot be known.</summary>
public static class RoutineWords
{
    /// <summary>The role, or the group.</summary>
    public static string Title(RoutineLine line) => line.Key.Carries ? $"As certified in {line.First.Previous}" : line.First.Group ?? (line.First.Role.Length == 0 ? "No role" : line.First.Role);

    /// <summary>How many.</summary>
    public static string Count(RoutineLine line) => line.Key.Carries ? $"{N(line.Rows.Count)} items" : line.First.IsAccount ? $"{N(line.Rows.Count)} accounts" : $"{N(line.Rows.Count)} hold the group";

    /// <summary>For whom the reviewer reviews them as delegate; null: for themselves.</summary>
    public static string? For(RoutineLine line) => line.First.For is { } away ? $"for {away}" : null;

    /// <summary>Whose it is, and for an assignment of which group.</summary>
    public static string Name(string account, string? group) => group is null ? account : $"{account}, group {group}";

    /// <summary>What they have in common beside that.</summary>
    public static string Alike(RoutineLine line) => line.Key.Carries ? "Same role, groups, employment and manager" : $"{Department(line)}, linked {MatchSentences.Label(line.Key.Match)}";

    /// <summary>Why they are one line.</summary>
    public static string Why(RoutineLine line) => line.Key.Carries
        ? $"Role, groups, employment, manager and findings are the same as when each was certified in the last review, and each was used lately. None was carried forward then.{ForAll(line)}"
        : $"The same {(line.First.IsAccount ? $"role, {Title(line)}" : $"group, {Title(line)}")}; {(line.Key.Department.Length == 0 ? "a department that is not known" : $"the same department, {line.Key.Department}")}; each linked to its person {MatchSentences.Label(line.Key.Match)}. None of them carries a finding.{ForAll(line)}";

    /// <summary>What is known and what is not, for the row.</summary>
    public static string Known(RoutineLine line, string application) => string.Join(". ", Facts(line, application));

    /// <summary>What is known and what is not, one sentence each.</summary>
    public static IEnumerable<string> Facts(RoutineLine line, string application)
    {
        if (line.Key.Carries)
        {
            yield return "Carried forward is not reviewed: it is named in your sign-off and counted apart, and next time each needs a look";
        }

        var (all, unused) = (line.Rows.Count, line.UseNotKnown);
        yield return Before(line);
        if (unused == all)
        {
            yield return $"Last use not known for {application}";
        }
        else
        {
            var lately = line.Rows.Count(r => r.Used == LastUse.Within30Days);
            yield return $"{(lately == all ? "All" : N(lately))} used in the last 30 days" + (unused > 0 ? $", {N(unused)} not known" : "");
        }
    }

    /// <summary>How a decided line stands.</summary>
    public static string Verdict(RoutineLine line) => string.Join(", ", Verdicts(line).Select(v => v.Words));

    /// <summary>The same in its parts, each of which has a colour of its own.</summary>
    public static IReadOnlyList<(string Words, bool Revoked)> Verdicts(RoutineLine line) => line switch
    {
        { Changed: 0, Revoked: 0, Certified: > 0 } => [($"{(line.Key.Carries ? "Carried forward" : "Certified")} {N(line.Certified)}", false)],
        { Certified: 0, Changed: 0, Revoked: > 0 } => [($"Revoked {N(line.Revoked)}", true)],
        _ => [.. new (int Count, string Word, bool Revoked)[] { (line.Certified, "certified", false), (line.Changed, "changed", false), (line.Revoked, "revoked", true) }
            .Where(p => p.Count > 0).Select(p => ($"{N(p.Count)} {p.Word}", p.Revoked))],
    };

    /// <summary>When an account was last used.</summary>
    public static string Used(LastUse used) => used switch
    {
        LastUse.Within30Days => "used in the last 30 days",
        LastUse.Within90Days => "used 31 to 90 days ago",
        LastUse.Longer => "used over 90 days ago",
        LastUse.Never => "never used",
        LastUse.NotKnown => "last use not known",
        _ => throw new ArgumentOutOfRangeException(nameof(used), used, null),
    };

    /// <summary>How a row stands.</summary>
    public static string State(TurnState state) => state switch
    {
        TurnState.Undecided => "to decide",
        TurnState.Certified => "certified",
        TurnState.Revoked => "revoked",
        TurnState.Changed => "changed",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    private static string Before(RoutineLine line)
    {
        var (all, fresh, left, since) = (line.Rows.Count, line.NotReviewedBefore, line.NotReviewedLast, line.First.Previous);
        if (fresh == 0 && since is null)
        {
            return "What was decided before is not known";
        }

        var same = all - fresh - left;
        (int Count, string Words)[] parts = [(same, $"unchanged since {since}"), (left, same > 0 ? "not reviewed then" : $"not reviewed in {since}"), (fresh, "not reviewed before")];
        return parts.FirstOrDefault(p => p.Count == all) is { Words: { } words }
            ? char.ToUpperInvariant(words[0]) + words[1..]
            : string.Join(", ", parts.Where(p => p.Count > 0).Select(p => $"{N(p.Count)} {p.Words}"));
    }

    private static string ForAll(RoutineLine line) => line.First.For is { } away ? $" You review all of them for {away}, as their delegate." : "";

    private static string Department(RoutineLine line) => line.Key.Department.Length == 0 ? "Department not known" : line.Key.Department;

    private static string N(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
