using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;

namespace AccessReview.Core.Tests.Histories;

/// <summary>What a review is, in its simplest words: who has which item, what is in force on it, and what is signed. Says of each act
/// whether it may be, and what it changes.</summary>
internal sealed partial class ReviewModel
{
    private readonly Dictionary<long, (long Signer, bool Withdrawn)> signOffs = [];

    /// <summary>One item before its reviewer.</summary>
    public sealed class Turn
    {
        public required long Id { get; init; }

        public required int Number { get; init; }

        public required long ItemId { get; init; }

        public required long? ParentItemId { get; init; }

        public required long? HolderId { get; init; }

        /// <summary>The account's name.</summary>
        public required string Holder { get; init; }

        /// <summary>The account's role.</summary>
        public required string Role { get; init; }

        /// <summary>The group, for an assignment.</summary>
        public required long? GroupId { get; init; }

        public required Finding Findings { get; init; }

        public required Recommendation Recommendation { get; init; }

        public required long ReviewerId { get; set; }

        /// <summary>Who is away, where the reviewer stands in for them.</summary>
        public required long? ForId { get; set; }

        /// <summary>What was decided, the one in force on top; an undo brings back the one beneath.</summary>
        public Stack<Decided> InForce { get; } = [];

        public long? SignOffId { get; set; }

        public TurnState State => !InForce.TryPeek(out var top) ? TurnState.Undecided
            : top.Kind switch { DecisionKind.Certify => TurnState.Certified, DecisionKind.Change => TurnState.Changed, _ => TurnState.Revoked };

        public bool WentWithAccount => InForce.TryPeek(out var top) && top.WithAccount;

        public bool IsCarried => InForce.TryPeek(out var top) && top.Carried;
    }

    /// <summary>A decision, by whom, and the sign-offs that covered it.</summary>
    public sealed record Decided(DecisionKind Kind, long By, bool WithAccount)
    {
        /// <summary>As it was certified the time before, and not looked at again.</summary>
        public bool Carried { get; init; }

        public List<long> CoveredBy { get; } = [];
    }

    /// <summary>The campaign.</summary>
    public required long Id { get; init; }

    /// <summary>Its number.</summary>
    public required int Number { get; init; }

    /// <summary>Who owns it, and closes it.</summary>
    public required long OwnerId { get; init; }

    /// <summary>The turns, in the order of their numbers.</summary>
    public required IReadOnlyList<Turn> Turns { get; init; }

    /// <summary>What becomes of items that nobody has decided.</summary>
    public required DeadlineRule Deadline { get; init; }

    /// <summary>The day on which it is due.</summary>
    public required DateOnly Due { get; set; }

    /// <summary>How the campaign stands.</summary>
    public CampaignState State { get; private set; } = CampaignState.Active;

    /// <summary>The campaign is open.</summary>
    public bool Open => State == CampaignState.Active;

    /// <summary>Sign-offs given so far, withdrawn ones too.</summary>
    public IReadOnlyCollection<long> SignOffs => signOffs.Keys;

    public long SignerOf(long signOffId) => signOffs[signOffId].Signer;

    public bool IsWithdrawn(long signOffId) => signOffs[signOffId].Withdrawn;

    /// <summary>Whether it may be decided so.</summary>
    public bool MayDecide(Turn turn, long actor, DecisionKind kind, bool reason) =>
        Stands(turn, actor) && Account(turn)?.State != TurnState.Revoked && (reason || !NeedsReason(turn, kind));

    /// <summary>The roles that an account could be kept at: of the others in its reading those without privilege.</summary>
    public List<string> Lower(Turn turn) =>
        turn.ParentItemId is not null ? [] : [.. Frozen.Accounts.Values.Select(a => a.Role).Distinct().Where(r => r != turn.Role && r != SmallCompany.Privileged).Order(StringComparer.Ordinal)];

    public void Decide(Turn turn, long actor, DecisionKind kind, bool carried = false)
    {
        Push(turn, new Decided(kind, actor, false) { Carried = carried });
        Follow(turn);
    }

    public bool MayUndo(Turn turn, long actor) => Stands(turn, actor) && turn.InForce.Count > 0 && !turn.WentWithAccount && Account(turn)?.State != TurnState.Revoked;

    public void Undo(Turn turn)
    {
        turn.InForce.Pop();
        turn.SignOffId = null;
        Follow(turn);
    }

    /// <summary>Whether it may be given to somebody else, by whoever may.</summary>
    public bool MayGive(Turn turn, long to) => Open && turn.ReviewerId != to && turn.SignOffId is null && turn.HolderId != to;

    /// <summary>The new reviewer decides for themselves; what went with its account stays gone with it.</summary>
    public void Give(Turn turn, long to)
    {
        if (turn.InForce.Count > 0 && !turn.WentWithAccount)
        {
            turn.InForce.Clear();
            Follow(turn);
            if (Account(turn) is { State: TurnState.Revoked } account)
            {
                Push(turn, new Decided(DecisionKind.Revoke, account.ReviewerId, true));
            }
        }

        (turn.ReviewerId, turn.ForId) = (to, null);
    }

    /// <summary>What is undecided is before whoever stands in for its reviewer while that one is away, but never before its own holder, and before
    /// the reviewer otherwise.</summary>
    /// <returns>How many went to a stand-in, and how many came back.</returns>
    public (int Gone, int Back) StandIn(IReadOnlyDictionary<long, long> away)
    {
        var (gone, back) = (0, 0);
        foreach (var turn in Turns.Where(t => Open && t.State == TurnState.Undecided))
        {
            var (was, own) = ((turn.ReviewerId, turn.ForId), turn.ForId ?? turn.ReviewerId);
            (turn.ReviewerId, turn.ForId) = away.TryGetValue(own, out var standIn) && standIn != turn.HolderId ? (standIn, (long?)own) : (own, null);
            gone += was != (turn.ReviewerId, turn.ForId) && turn.ForId is not null ? 1 : 0;
            back += was.ForId is not null && turn.ForId is null ? 1 : 0;
        }

        return (gone, back);
    }

    /// <summary>What the reviewer would sign: own decisions, and what went with accounts they revoked.</summary>
    public List<Turn> ToSign(long reviewer) =>
        [.. Turns.Where(t => t.SignOffId is null && t.InForce.Count > 0 && (t.WentWithAccount ? Account(t)!.ReviewerId == reviewer : t.ReviewerId == reviewer))];

    public bool MaySign(long reviewer) => Open && Turns.All(t => t.ReviewerId != reviewer || t.InForce.Count > 0) && ToSign(reviewer).Count > 0;

    public void Sign(long reviewer, long signOffId)
    {
        signOffs[signOffId] = (reviewer, false);
        foreach (var turn in ToSign(reviewer))
        {
            turn.SignOffId = signOffId;
            turn.InForce.Peek().CoveredBy.Add(signOffId);
        }
    }

    public void Withdraw(long signOffId)
    {
        signOffs[signOffId] = (signOffs[signOffId].Signer, true);
        foreach (var turn in Turns.Where(t => t.SignOffId == signOffId))
        {
            turn.SignOffId = null;
        }
    }

    /// <summary>Whether its owner may close it on a day: what the deadline revokes waits for it.</summary>
    public bool MayClose(DateOnly day) => Open && (Deadline != DeadlineRule.Revoke || day > Due || Turns.All(t => t.State != TurnState.Undecided));

    /// <summary>Nobody decides any more. Where the deadline revokes, it revokes what nobody has decided, and with an account all that belongs to it.</summary>
    /// <returns>How many items the deadline revoked.</returns>
    public int Close()
    {
        State = CampaignState.Closed;
        if (Deadline != DeadlineRule.Revoke)
        {
            return 0;
        }

        var undecided = Turns.Where(t => t.State == TurnState.Undecided).ToHashSet();
        List<Turn> fallen = [.. Turns.Where(t => t.State != TurnState.Revoked && (undecided.Contains(t) || (Account(t) is { } account && undecided.Contains(account))))];
        fallen.ForEach(t => Push(t, new Decided(DecisionKind.Revoke, 0, !undecided.Contains(t))));
        return fallen.Count;
    }

    /// <summary>It is given up: what is decided stays as it is, and nothing is decided any more.</summary>
    public void Cancel() => State = CampaignState.Cancelled;

    public Turn? Account(Turn turn) => turn.ParentItemId is { } parent ? Turns.Single(t => t.ItemId == parent) : null;

    private bool Stands(Turn turn, long actor) => Open && turn.ReviewerId == actor && turn.HolderId != actor && turn.SignOffId is null;

    // To keep what has privilege, or should go; to take away what need not; and to lower.
    private static bool NeedsReason(Turn turn, DecisionKind kind) =>
        kind == DecisionKind.Certify ? turn.Findings.HasFlag(Finding.Privileged) || turn.Recommendation == Recommendation.Revoke
        : kind == DecisionKind.Change || turn.Recommendation != Recommendation.Revoke;

    private static void Push(Turn turn, Decided decided)
    {
        turn.InForce.Push(decided);
        turn.SignOffId = null;
    }

    /// <summary>A revoked account takes its assignments along and gives them back as they were, but never a decision to somebody who
    /// did not make it.</summary>
    private void Follow(Turn account)
    {
        foreach (var line in Turns.Where(t => t.ParentItemId == account.ItemId))
        {
            if (account.State == TurnState.Revoked && !line.WentWithAccount && !(line.State == TurnState.Revoked && line.SignOffId is not null))
            {
                Push(line, new Decided(DecisionKind.Revoke, account.ReviewerId, true));
            }
            else if (account.State != TurnState.Revoked && line.WentWithAccount)
            {
                line.InForce.Pop();
                if (line.InForce.TryPeek(out var back) && back.By != line.ReviewerId)
                {
                    line.InForce.Clear();
                }

                line.SignOffId = line.InForce.TryPeek(out back) ? back.CoveredBy.Where(s => signOffs[s] == (line.ReviewerId, false)).Cast<long?>().LastOrDefault() : null;
            }
        }
    }
}
