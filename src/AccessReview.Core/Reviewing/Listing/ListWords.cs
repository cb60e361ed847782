using AccessReview.Core.Findings;

namespace AccessReview.Core.Reviewing;

/// <summary>The closed lists the review list is filtered by, in the order and words people read.</summary>
public static class ListWords
{
    /// <summary>When an account was last used.</summary>
    public static IReadOnlyList<(LastUse Value, string Label)> Uses { get; } =
    [
        (LastUse.Within30Days, "In the last 30 days"), (LastUse.Within90Days, "31 to 90 days ago"), (LastUse.Longer, "Over 90 days ago"),
        (LastUse.Never, "Never"), (LastUse.NotKnown, "Not known"),
    ];

    /// <summary>What differs from the last review.</summary>
    public static IReadOnlyList<(ReviewChange Value, string Label)> Changes { get; } =
    [
        (ReviewChange.RevokedLast, "Revoked last time"), (ReviewChange.Role, "Role"), (ReviewChange.Groups, "Groups"), (ReviewChange.Employment, "Employment"), (ReviewChange.Manager, "Manager"),
        (ReviewChange.Person, "Person"), (ReviewChange.Findings, "Findings"), (ReviewChange.New, "New since last review"),
        (ReviewChange.NotReviewedBefore, "Not reviewed before"), (ReviewChange.NotReviewedLast, "Not reviewed last time"), (ReviewChange.None, "Unchanged"),
    ];

    /// <summary>How the question to the holder stands.</summary>
    public static IReadOnlyList<(QuestionState Value, string Label)> Questions { get; } =
        [(QuestionState.Waiting, "Asked, not answered"), (QuestionState.Answered, "Answered"), (QuestionState.NotAsked, "Not asked")];

    /// <summary>What the product recommends; it never recommends Certify.</summary>
    public static IReadOnlyList<(Recommendation Value, string Label)> Advice { get; } =
        [(Recommendation.Revoke, "Revoke"), (Recommendation.LookCloser, "Look closer"), (Recommendation.None, "None")];

    /// <summary>What the list is grouped by.</summary>
    public static IReadOnlyList<(QueueGrouping Value, string Label)> Groupings { get; } =
        [(QueueGrouping.Finding, "Finding"), (QueueGrouping.Person, "Person"), (QueueGrouping.Group, "Group"), (QueueGrouping.Change, "Change")];
}
