using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;

namespace AccessReview.Core.Tests.Histories;

/// <summary>What a review has to do with others: the reading it froze, the review before it, its addenda; and the questions asked in it.</summary>
internal sealed partial class ReviewModel
{
    private readonly Dictionary<long, bool> answered = [];

    /// <summary>Why routine rows are one line.</summary>
    public sealed record RoutineLine(bool Carries, string? Role, long? GroupId, long? ForId);

    /// <summary>The reading it was launched on.</summary>
    public required ReadingsModel.Reading Frozen { get; init; }

    /// <summary>The review over everybody that was closed last before it; null: none.</summary>
    public required ReviewModel? Before { get; init; }

    /// <summary>The review whose second wave it is.</summary>
    public required ReviewModel? Main { get; init; }

    /// <summary>The policy lets rows be carried forward.</summary>
    public required bool MayCarry { get; init; }

    /// <summary>Second waves of it that were not given up, in their order.</summary>
    public List<ReviewModel> Addenda { get; } = [];

    /// <summary>Items about which their holder was asked, with whether they answered.</summary>
    public IReadOnlyDictionary<long, bool> Questions => answered;

    /// <summary>What a person revoked in the review before, or last in an addendum of it that had ended by this launch, and is here again: holder and
    /// group.</summary>
    public IReadOnlySet<(string Holder, long? GroupId)> RevokedBefore { get; init; } = new HashSet<(string, long?)>();

    /// <summary>The last words of this review and of its closed addenda, as far as they are a person's revokes.</summary>
    public IReadOnlySet<(string Holder, long? GroupId)> LastRevoked()
    {
        var last = Turns.ToDictionary(t => (t.Holder, t.GroupId), t => t);
        foreach (var turn in Addenda.Where(a => a.State == CampaignState.Closed).SelectMany(a => a.Turns).Where(t => t.InForce.TryPeek(out var top) && (top.By != 0 || top.WithAccount)))
        {
            last[(turn.Holder, turn.GroupId)] = turn;
        }

        return last.Where(l => l.Value.State == TurnState.Revoked && l.Value.InForce.Peek().By != 0).Select(l => l.Key).ToHashSet();
    }

    /// <summary>Whether a person revoked it the time before, so that it is decided by itself.</summary>
    public bool IsRevokedBefore(Turn turn) => RevokedBefore.Contains((turn.Holder, turn.GroupId));

    /// <summary>Why a row is of a routine line; null: it stands by itself. Everybody here is of one department and matched alike.</summary>
    public RoutineLine? Line(Turn turn) =>
        (turn.Findings | (Account(turn)?.Findings ?? Finding.None)) != Finding.None || answered.ContainsKey(turn.ItemId) || IsRevokedBefore(turn) ? null
        : Carries(turn) ? new RoutineLine(true, null, null, turn.ForId)
        : turn.ParentItemId is null ? new RoutineLine(false, turn.Role, null, turn.ForId) : new RoutineLine(false, null, turn.GroupId, turn.ForId);

    /// <summary>What a person certified and signed the time before, and did not carry forward then, is as it was: role, teams and findings.</summary>
    public bool Carries(Turn turn) => MayCarry && Before?.Turns.SingleOrDefault(t => t.Holder == turn.Holder && t.GroupId == turn.GroupId) is { } then
        && then is { State: TurnState.Certified, SignOffId: not null, IsCarried: false }
        && Before.Frozen.Accounts[turn.Holder].Role == Frozen.Accounts[turn.Holder].Role
        && Before.Frozen.Accounts[turn.Holder].Teams.ToHashSet().SetEquals(Frozen.Accounts[turn.Holder].Teams)
        && Own(Before.Account(then) ?? then) == Own(Account(turn) ?? turn);

    /// <summary>Whose accounts a second wave would review by a later reading: those that nobody froze, and those that came to be privileged since they
    /// were frozen last.</summary>
    public IReadOnlySet<string> Unreviewed(ReadingsModel.Reading later) => later == Frozen ? new HashSet<string>() : later.Accounts.Where(a =>
    {
        var frozen = Addenda.FindLast(w => w.Turns.Any(t => t.Holder == a.Key))?.Frozen ?? Frozen;
        return !frozen.Accounts.TryGetValue(a.Key, out var then) || (a.Value.Role == SmallCompany.Privileged && then.Role != SmallCompany.Privileged);
    }).Select(a => a.Key).ToHashSet();

    /// <summary>Whether the holder, who works here, may be asked about an item: once.</summary>
    public bool MayAsk(Turn turn, long actor, long left) => Stands(turn, actor) && turn.HolderId is { } holder && holder != left && !answered.ContainsKey(turn.ItemId);

    public void Ask(Turn turn) => answered.Add(turn.ItemId, false);

    public bool MayAnswer(Turn turn, long actor) => Open && turn.HolderId == actor && answered.TryGetValue(turn.ItemId, out var was) && !was;

    public void Answer(Turn turn) => answered[turn.ItemId] = true;

    private static Finding Own(Turn account) => account.Findings & ~(Finding.ChangedSinceLastReview | Finding.NewSinceLastReview);
}
