using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;

namespace AccessReview.Core.Reviewing;

/// <summary>Sorts a selection by the same rule as a single item, and by the rules of bulk: certify takes routine items only, and none
/// that was revoked last time; revoke takes anything recommended for it or anything with one reason, and never the last administrator.</summary>
internal sealed class Selection(CampaignState campaign, Actor actor, DecisionKind kind, string reason, Administrators administrators, IReadOnlySet<long> revokedLast)
{
    private readonly List<ItemAnswer> refused = [];
    private readonly List<TurnFacts> conflicting = [];

    /// <summary>The one reason.</summary>
    public string Reason => reason;

    /// <summary>What the rule refused.</summary>
    public IReadOnlyList<ItemAnswer> Refused => refused;

    /// <summary>What somebody else was faster with.</summary>
    public IReadOnlyList<TurnFacts> Conflicting => conflicting;

    /// <summary>The question that names the counts by role.</summary>
    /// <param name="kind">Certify or Revoke.</param>
    /// <param name="mode">How.</param>
    /// <param name="chosen">What is decided.</param>
    /// <param name="left">How many of the selection are not.</param>
    public static string Question(DecisionKind kind, DecisionMode mode, IReadOnlyCollection<TurnFacts> chosen, int left)
    {
        var accounts = chosen.Where(t => t.IsAccount).GroupBy(t => t.Role.Length == 0 ? "no role" : t.Role).OrderByDescending(g => g.Count()).Select(g => $"{g.Count()} {g.Key}");
        var lines = chosen.Count(t => !t.IsAccount);
        var parts = lines == 0 ? accounts : accounts.Append(lines == 1 ? "1 group assignment" : $"{lines} group assignments");
        return mode == DecisionMode.CarriedForward
            ? $"Carry forward {chosen.Count} items without reviewing them: {string.Join(", ", parts)}?"
            : $"{(kind == DecisionKind.Certify ? "Certify" : "Revoke")} {chosen.Count}{(left > 0 ? $" of {chosen.Count + left}" : "")} items: {string.Join(", ", parts)}?{Stay(left)}";
    }

    /// <summary>The items that may be decided, in the order of their numbers; the others are noted. An assignment chosen beside its
    /// account goes with the account.</summary>
    public List<TurnFacts> Sort(IReadOnlyList<TurnFacts> turns, IReadOnlyDictionary<long, long> seen)
    {
        var chosen = new List<TurnFacts>();
        var revokedAccounts = new HashSet<long>();
        foreach (var turn in turns.Where(t => seen.ContainsKey(t.TurnId)))
        {
            if (DecisionRule.Decide(turn, campaign, actor, kind, reason) is { } problem)
            {
                Refuse(turn, problem);
            }
            else if (turn.EventSeq != seen[turn.TurnId])
            {
                conflicting.Add(turn);
            }
            else if (Bulk(turn) is { } no)
            {
                Refuse(turn, no);
            }
            else if (turn.ParentItemId is not { } parent || !revokedAccounts.Contains(parent))
            {
                chosen.Add(turn);
                if (kind == DecisionKind.Revoke && turn.IsAccount)
                {
                    revokedAccounts.Add(turn.ItemId);
                }
            }
        }

        return chosen;
    }

    private static string Stay(int left) => left switch { 0 => "", 1 => " 1 stays as it is, and is named with why.", _ => $" {left} stay as they are, and are named with why." };

    private Problem? Bulk(TurnFacts turn) =>
        kind == DecisionKind.Certify && !turn.IsRoutine ? new Problem("item.exception", "This carries a finding, so it is decided by itself.")
        : kind == DecisionKind.Certify && revokedLast.Contains(turn.TurnId) ? new Problem("item.revoked-last", "This was revoked in the last review and is still there, so it is decided by itself.")
        : kind == DecisionKind.Revoke && turn.IsAccount && !administrators.MayGo(turn) ? new Problem("item.last-administrator", "This is the last administrator of the application, so a selection does not revoke it.")
        : null;

    private void Refuse(TurnFacts turn, Problem problem) =>
        refused.Add(turn.ReviewerId == actor.PersonId
            ? new ItemAnswer(turn.TurnId, turn.Name, ItemAnswerKind.Refused, turn.State, turn.EventSeq, problem.Code, problem.Sentence)
            : new ItemAnswer(turn.TurnId, "An item of somebody else", ItemAnswerKind.Refused, TurnState.Undecided, 0, problem.Code, problem.Sentence));
}
