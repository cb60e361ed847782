using System.Security.Cryptography;
using System.Text;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;

namespace AccessReview.Core.Reviewing;

/// <summary>Why routine rows belong together: the same application, the same role (user accounts) or group (assignments), the same
/// department, the same kind of match, and the same person they are reviewed for.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="RoleKey">The role as a key, for user accounts; else null.</param>
/// <param name="GroupId">The group, for assignments; else null.</param>
/// <param name="Department">The department; empty when not known.</param>
/// <param name="Match">How the accounts were linked.</param>
/// <param name="Carries">They are as they were certified last time, whatever their role, group and department, and are carried forward.</param>
/// <param name="ForId">Who is away, where the reviewer is their delegate.</param>
public readonly record struct RoutineKey(long ApplicationId, string? RoleKey, long? GroupId, string Department, MatchKind Match, bool Carries = false, long? ForId = null)
{
    /// <summary>The code of the rule as a decision of user accounts records it.</summary>
    public const string AccountsRule = "same-role-department-match";

    /// <summary>The code of the rule as a decision of assignments records it.</summary>
    public const string AssignmentsRule = "same-group-department-match";

    /// <summary>The code of the rule as a decision that was carried forward records it.</summary>
    public const string CarriesRule = "same-as-last-review";

    /// <summary>The rule as a decision records it.</summary>
    public string Rule => Carries ? CarriesRule : GroupId is null ? AccountsRule : AssignmentsRule;

    /// <summary>The key of a row; null when the row never collapses: it, or its account, carries a finding, its holder was
    /// asked about it, or it was revoked last time.</summary>
    public static RoutineKey? Of(SliceRow row) => !row.IsPlain || row.Question != QuestionState.NotAsked || row.Change.HasFlag(ReviewChange.RevokedLast) ? null
        : row.MayCarry ? new RoutineKey(row.ApplicationId, null, null, "", MatchKind.Id, Carries: true, row.ForId)
        : row.IsAccount ? new RoutineKey(row.ApplicationId, row.RoleKey, null, row.Department, row.Match, ForId: row.ForId)
        : new RoutineKey(row.ApplicationId, null, row.GroupId, row.Department, row.Match, ForId: row.ForId);

    /// <summary>The name in the browser of the key's line in one group of the list: the same for the same key in the same group.</summary>
    public string Id(string group) => "L" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{group}\n{ApplicationId}\n{RoleKey}\n{GroupId}\n{Department}\n{Match}\n{Carries}\n{ForId}")))[..16];
}

/// <summary>Like routine rows as one line.</summary>
/// <param name="Id">Its name in the browser.</param>
/// <param name="Key">Why they belong together.</param>
/// <param name="Rows">They, in the order of their numbers; at least <see cref="Fewest"/>.</param>
/// <param name="Open">Their names are shown.</param>
/// <param name="Filter">The list it is a line of.</param>
public sealed record RoutineLine(string Id, RoutineKey Key, IReadOnlyList<SliceRow> Rows, bool Open, QueueFilter Filter)
{
    /// <summary>Fewer stand by themselves.</summary>
    public const int Fewest = 2;

    /// <summary>The first, whose words stand for all.</summary>
    public SliceRow First => Rows[0];

    /// <summary>Rows nobody has decided.</summary>
    public IEnumerable<SliceRow> Undecided => Rows.Where(r => r.State == TurnState.Undecided);

    /// <summary>The last event that touched one of those: a row touched after it is not as the line shows it.</summary>
    public long Seq => Undecided.Max(r => r.EventSeq);

    /// <summary>How many that are.</summary>
    public int Left => Undecided.Count();

    /// <summary>A row of what was done last in it, by which that is taken back; null where nothing can be.</summary>
    public SliceRow? Last => Rows.Where(MayGoBack).MaxBy(r => r.EventSeq);

    /// <summary>How many of its rows what was done last touched: those and no others are taken back with <see cref="Last"/>.</summary>
    public int DoneLast => Last is { } last ? Rows.Count(r => r.EventSeq == last.EventSeq && MayGoBack(r)) : 0;

    /// <summary>How many were certified.</summary>
    public int Certified => Rows.Count(r => r.State == TurnState.Certified);

    /// <summary>How many were kept at a lower role.</summary>
    public int Changed => Rows.Count(r => r.State == TurnState.Changed);

    /// <summary>How many were revoked.</summary>
    public int Revoked => Rows.Count(r => r.State == TurnState.Revoked);

    /// <summary>How many nobody has decided about in a closed campaign.</summary>
    public int NotReviewedBefore => Rows.Count(r => r.Change.HasFlag(ReviewChange.NotReviewedBefore));

    /// <summary>How many were decided before, but not in the last closed campaign.</summary>
    public int NotReviewedLast => Rows.Count(r => r.Change.HasFlag(ReviewChange.NotReviewedLast));

    /// <summary>How many whose last use is not known.</summary>
    public int UseNotKnown => Rows.Count(r => r.Used == LastUse.NotKnown);

    private static bool MayGoBack(SliceRow row) => row is { State: not TurnState.Undecided, Signed: false, WentWithAccount: false };
}
