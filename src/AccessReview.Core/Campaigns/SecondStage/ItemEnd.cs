namespace AccessReview.Core.Campaigns.SecondStage;

/// <summary>How an item stands by both its stages: any revoke wins; it is kept only when every stage that it needs has kept it; and kept at
/// a lower role where one of them said so.</summary>
public static class ItemEnd
{
    /// <summary>How it stands.</summary>
    /// <param name="first">Its first turn.</param>
    /// <param name="second">Its second turn, once it is open.</param>
    /// <param name="needsSecond">Whether it needs a second reviewer.</param>
    public static TurnState Of(TurnState first, TurnState? second, bool needsSecond) =>
        first == TurnState.Revoked || second == TurnState.Revoked ? TurnState.Revoked
        : first == TurnState.Undecided || second == TurnState.Undecided || (needsSecond && second is null) ? TurnState.Undecided
        : first == TurnState.Changed || second == TurnState.Changed ? TurnState.Changed
        : TurnState.Certified;

    /// <summary>Whose decision makes it so: 1 or 2; 0: nobody's, it is not reviewed.</summary>
    public static int Stage(TurnState first, TurnState? second, bool needsSecond) => Of(first, second, needsSecond) switch
    {
        TurnState.Undecided => 0,
        TurnState.Revoked => first == TurnState.Revoked ? 1 : 2,
        TurnState.Changed => second == TurnState.Changed ? 2 : 1,
        TurnState.Certified => second is null ? 1 : 2,
        _ => throw new ArgumentOutOfRangeException(nameof(first), first, null),
    };
}
