using AccessReview.Core.Campaigns;

namespace AccessReview.Core.Reviewing;

/// <summary>How it went with one item of an act.</summary>
public enum ItemAnswerKind
{
    /// <summary>Done and stored.</summary>
    Saved,

    /// <summary>The rule says no; the item is as it was.</summary>
    Refused,

    /// <summary>Somebody else was faster; the item is as they left it.</summary>
    Conflict,
}

/// <summary>How it went with one item, and how it stands now.</summary>
/// <param name="TurnId">The turn.</param>
/// <param name="Name">The account's name, to speak of it.</param>
/// <param name="Kind">How it went.</param>
/// <param name="State">How the item stands now.</param>
/// <param name="EventSeq">What the next command about it must have seen.</param>
/// <param name="Code">Why not, as a code.</param>
/// <param name="Sentence">Why not, in words.</param>
public sealed record ItemAnswer(
    long TurnId, string Name, ItemAnswerKind Kind, TurnState State, long EventSeq, string? Code = null, string? Sentence = null);

/// <summary>How it went with every item of an act: those asked for and those that followed.</summary>
/// <param name="At">When it was stored.</param>
/// <param name="Items">One answer for each.</param>
public sealed record DecideAnswer(DateTime At, IReadOnlyList<ItemAnswer> Items)
{
    /// <summary>How many were stored.</summary>
    public int Saved => Items.Count(i => i.Kind == ItemAnswerKind.Saved);
}
