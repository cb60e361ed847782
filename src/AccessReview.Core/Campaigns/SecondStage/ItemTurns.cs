namespace AccessReview.Core.Campaigns.SecondStage;

/// <summary>A turn as lists of items need it.</summary>
/// <param name="Id">The key.</param>
/// <param name="ReviewerId">The reviewer.</param>
/// <param name="State">How it stands.</param>
/// <param name="Signed">Whether a sign-off covers it.</param>
internal sealed record StageTurn(long Id, long ReviewerId, TurnState State, bool Signed)
{
    /// <summary>The turn of an outer join; null where there is none.</summary>
    public static StageTurn? Of(long? id, long? reviewerId, TurnState? state, long? signOffId) => id is { } key ? new StageTurn(key, reviewerId!.Value, state!.Value, signOffId is not null) : null;
}

/// <summary>The turns of one item, for lists that say how it stands by both.</summary>
/// <param name="First">The first.</param>
/// <param name="Second">The second, once it is open.</param>
/// <param name="NeedsSecond">Whether the item needs a second reviewer.</param>
internal sealed record ItemTurns(StageTurn First, StageTurn? Second, bool NeedsSecond)
{
    /// <summary>How the item stands.</summary>
    public TurnState State => ItemEnd.Of(First.State, Second?.State, NeedsSecond);

    /// <summary>The turn that makes it so, or that it waits for.</summary>
    public StageTurn Telling => Second is { } second && (ItemEnd.Stage(First.State, second.State, NeedsSecond) == 2 || (State == TurnState.Undecided && First.State != TurnState.Undecided)) ? second : First;

    /// <summary>Whether the decisions that make it so are signed.</summary>
    public bool Signed => State switch { TurnState.Undecided => false, TurnState.Revoked => Telling.Signed, _ => First.Signed && Second is not { Signed: false } };

    /// <summary>Who reviews it, the second after the first.</summary>
    public string Reviewers(IReadOnlyDictionary<long, string> names) =>
        names.GetValueOrDefault(First.ReviewerId, "not known") + (Second is { } second ? ", then " + names.GetValueOrDefault(second.ReviewerId, "not known") : "");
}
