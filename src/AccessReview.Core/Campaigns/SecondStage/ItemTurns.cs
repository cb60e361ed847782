namespace AccessReview.Core.Campaigns.SecondStage;

/// <summary>A turn as lists of items need it.</summary>
/// <param name="Id">The key.</param>
/// <param name="ReviewerId">The reviewer.</param>
/// <param name="ForId">Who is away, where the reviewer is their delegate.</param>
/// <param name="State">How it stands.</param>
/// <param name="Signed">Whether a sign-off covers it.</param>
internal sealed record StageTurn(long Id, long ReviewerId, long? ForId, TurnState State, bool Signed)
{
    /// <summary>The turn of an outer join; null where there is none.</summary>
    public static StageTurn? Of(long? id, long? reviewerId, long? forId, TurnState? state, long? signOffId) =>
        id is { } key ? new StageTurn(key, reviewerId!.Value, forId, state!.Value, signOffId is not null) : null;

    /// <summary>Who reviews it, and for whom.</summary>
    public string Reviewer(IReadOnlyDictionary<long, string> names) =>
        ReviewerWords.For(names.GetValueOrDefault(ReviewerId, "not known"), ForId is { } away ? names.GetValueOrDefault(away, "somebody") : null);
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

    /// <summary>Those whom it names.</summary>
    public IEnumerable<long?> People => [First.ReviewerId, First.ForId, Second?.ReviewerId, Second?.ForId];

    /// <summary>Who reviews it, the second after the first.</summary>
    public string Reviewers(IReadOnlyDictionary<long, string> names) => First.Reviewer(names) + (Second is { } second ? ", then " + second.Reviewer(names) : "");
}
