using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>The reason of an act, as it is recorded.</summary>
/// <param name="Text">The stored text; null when none was given.</param>
/// <param name="Reused">0: new; k: used again for the k-th time.</param>
internal sealed record ActReason(PrivateText? Text, int Reused)
{
    public static ActReason None { get; } = new(null, 0);
}

/// <summary>One command's decisions while they are gathered: each new decision row, where its turn ends up, and what that does to the
/// counts. Written by the database in one INSERT and one UPDATE after the event.</summary>
internal sealed class ReviewAct(ChangeScope scope, Campaign campaign)
{
    private readonly List<(int Number, Decision Row)> rows = [];
    private readonly Dictionary<(long ItemId, int Stage), (TurnFacts From, TurnMove To)> moves = [];
    private readonly ProgressChange progress = new();
    private readonly string by = scope.Actor.Key;

    /// <summary>The reason all decisions of this act share.</summary>
    public ActReason Reason { get; init; } = ActReason.None;

    /// <summary>The selection, for an act on several items.</summary>
    public long? BatchId { get; init; }

    /// <summary>How many items the selection had.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>The rule that made the group.</summary>
    public string? Rule { get; init; }

    /// <summary>The most seconds the reviewer took over an earlier decision on the turn: whoever mends a decision has looked already. Null: none was measured.</summary>
    public int? LookedBefore { get; init; }

    /// <summary>Items with a decision recorded so far.</summary>
    public int Items => rows.Select(r => r.Row.ItemId).Distinct().Count();

    /// <summary>Where a turn ends up, or stands.</summary>
    public TurnState StateOf(TurnFacts turn) => moves.TryGetValue((turn.ItemId, turn.Stage), out var move) ? move.To.State : turn.State;

    /// <summary>The decision in force on a turn, this act included.</summary>
    public long? InForce(TurnFacts turn) => moves.TryGetValue((turn.ItemId, turn.Stage), out var move) ? move.To.DecisionId : turn.DecisionId;

    /// <summary>Whether one of its stages revokes an account, this act included.</summary>
    public bool IsRevoked(TurnFacts account) => StateOf(account) == TurnState.Revoked
        || (moves.TryGetValue((account.ItemId, 3 - account.Stage), out var other) ? other.To.State == TurnState.Revoked : account.RevokedBeside);

    /// <summary>Records a decision.</summary>
    public void Decide(TurnFacts turn, DecisionKind kind, DecisionMode mode, Shown? shown = null, string? changeTo = null)
    {
        var recommended = kind == DecisionKind.Revoke && Reason.Text is null;
        var row = Row(turn, kind, mode, InForce(turn), Reason.Text, recommended, turn.IsRoutine ? null : shown, changeTo);
        Move(turn, StateAfter(kind), row.Id, signOffId: null);
    }

    /// <summary>Takes the decision in force back, so that the one before it is in force again.</summary>
    public void Withdraw(TurnFacts turn, long? signOffId = null)
    {
        Row(turn, DecisionKind.Withdrawn, turn.Mode!.Value, InForce(turn), reason: null, recommended: false, shown: null);
        Move(turn, turn.ReplacedKind is { } kind ? StateAfter(kind) : TurnState.Undecided, turn.ReplacedId, signOffId);
    }

    /// <summary>Takes the decision in force back for good: the turn is undecided, whatever was decided before.</summary>
    public void Clear(TurnFacts turn)
    {
        Row(turn, DecisionKind.Withdrawn, turn.Mode!.Value, InForce(turn), reason: null, recommended: false, shown: null);
        Move(turn, TurnState.Undecided, decisionId: null, signOffId: null);
    }

    /// <summary>Counts a turn that goes to another reviewer, undecided.</summary>
    public void Give(TurnFacts turn, long reviewerId)
    {
        progress.Add(turn.Stage, turn.ReviewerId, StateOf(turn), -1);
        progress.Add(turn.Stage, reviewerId, StateOf(turn), +1);
    }

    /// <summary>Registers the writing and says what the event covers: the decisions in the order of the items' numbers, then
    /// <paramref name="others"/>.</summary>
    public async Task<CoveredRows> WriteAsync(IEnumerable<byte[]> others, CancellationToken cancel)
    {
        await progress.ApplyAsync(scope.Db, campaign.Id, cancel);
        List<Decision> ordered = [.. rows.OrderBy(r => r.Number).ThenBy(r => r.Row.Id).Select(r => r.Row)];
        Hash(ordered);
        using var hash = new RowsHash();
        foreach (var row in ordered.Select(d => d.RowHash).Concat(others))
        {
            hash.Add(row);
        }

        scope.AfterEvent(async token =>
        {
            if (ordered.Count == 0)
            {
                return;
            }

            var inserted = await TurnStatements.InsertAsync(scope.Db, ordered, scope.Seq, token);
            var moved = await TurnStatements.MoveAsync(scope.Db, [.. moves.Values.Select(m => m.To)], scope.Seq, token);
            if (inserted != ordered.Count || moved != moves.Count)
            {
                throw new InvalidOperationException($"{ordered.Count} decisions on {moves.Count} turns became {inserted} on {moved}: a turn moved under the writers' lock.");
            }
        });
        return hash.ToCovered();
    }

    /// <summary>The answer for every turn touched.</summary>
    public IEnumerable<ItemAnswer> Answers() =>
        moves.Values.Select(m => new ItemAnswer(m.From.TurnId, m.From.Name, ItemAnswerKind.Saved, m.To.State, scope.Seq));

    /// <summary>How a turn stands after a decision.</summary>
    public static TurnState StateAfter(DecisionKind kind) => kind switch
    {
        DecisionKind.Certify => TurnState.Certified,
        DecisionKind.Revoke => TurnState.Revoked,
        DecisionKind.Change => TurnState.Changed,
        DecisionKind.Withdrawn => TurnState.Undecided,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static void Hash(List<Decision> decisions)
    {
        static RowText Next(Decision row, RowText text)
        {
            row.RowHash = text.Of(row).Hash();
            return text;
        }

        if (decisions.Count > TurnStatements.FewDecisions)
        {
            // Every writer waits for it.
            Parallel.ForEach(decisions, () => new RowText(), (row, _, text) => Next(row, text), _ => { });
            return;
        }

        var one = new RowText();
        foreach (var row in decisions)
        {
            Next(row, one);
        }
    }

    private void Move(TurnFacts turn, TurnState state, long? decisionId, long? signOffId)
    {
        progress.Add(turn.Stage, turn.ReviewerId, StateOf(turn), -1);
        progress.Add(turn.Stage, turn.ReviewerId, state, +1);
        moves[(turn.ItemId, turn.Stage)] = (turn, new TurnMove(turn.TurnId, turn.EventSeq, state, decisionId, signOffId));
    }

    private Decision Row(
        TurnFacts turn, DecisionKind kind, DecisionMode mode, long? replaces, PrivateText? reason, bool recommended, Shown? shown, string? changeTo = null)
    {
        var decision = new Decision
        {
            Id = scope.NewId(), CampaignId = campaign.Id, ItemId = turn.ItemId, TurnId = turn.TurnId, Kind = kind, Mode = mode, By = by, At = scope.At,
            ReplacesId = replaces, ReasonId = reason?.Id, ReasonHash = reason?.Hash, ReasonRecommended = recommended, ReasonReused = reason is null ? 0 : Reason.Reused,
            BatchId = BatchId, BatchSize = BatchSize, Rule = Rule, FirstShownAt = shown?.FirstAt, Seconds = shown is null ? null : Math.Max(shown.SecondsUntil(scope.At), LookedBefore ?? 0),
            Recommendation = turn.Recommendation, RecommendationRules = turn.Rules, Late = scope.At > campaign.DueAt,
            ChangeTo = changeTo, Method = scope.Actor.Method, Session = scope.Actor.Session,
        };
        rows.Add((turn.Number, decision));
        return decision;
    }
}

/// <summary>When an exception's row came before the reviewer's eyes, as the server saw it. Nothing else is recorded about looking.</summary>
/// <param name="FirstAt">When it was first shown.</param>
/// <param name="LastDecisionAt">When this reviewer decided last in this session; null: not yet.</param>
public sealed record Shown(DateTime FirstAt, DateTime? LastDecisionAt)
{
    /// <summary>The most seconds counted for one decision.</summary>
    public const int MaxSeconds = 60;

    /// <summary>Whole seconds since the later of both, at most <see cref="MaxSeconds"/>.</summary>
    public int SecondsUntil(DateTime at)
    {
        var from = LastDecisionAt is { } last && last > FirstAt ? last : FirstAt;
        return (int)Math.Clamp((at - from).TotalSeconds, 0, MaxSeconds);
    }
}
