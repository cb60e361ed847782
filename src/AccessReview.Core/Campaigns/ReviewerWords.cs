namespace AccessReview.Core.Campaigns;

/// <summary>Reviewer rules, bases and fallback reasons in words that people read.</summary>
public static class ReviewerWords
{
    /// <summary>Who reviews by the rule.</summary>
    public static string Of(ReviewerRule rule) => rule switch
    {
        ReviewerRule.Manager => "the person's manager",
        ReviewerRule.GroupOwner => "the group's owner",
        ReviewerRule.ApplicationOwner => "the application's owner",
        ReviewerRule.Named => "one named person",
        _ => throw new InvalidOperationException($"Unknown rule {rule}."),
    };

    /// <summary>Why this person reviews.</summary>
    public static string Of(ReviewerBasis basis) => basis switch
    {
        ReviewerBasis.Manager => "manager",
        ReviewerBasis.GroupOwner => "group owner",
        ReviewerBasis.ApplicationOwner => "application owner",
        ReviewerBasis.Named => "named",
        ReviewerBasis.Fallback => "fallback",
        ReviewerBasis.Reassigned => "reassigned",
        ReviewerBasis.HandedOver => "handed over",
        ReviewerBasis.Delegate => "as delegate of somebody away",
        ReviewerBasis.Returned => "back from absence",
        _ => throw new InvalidOperationException($"Unknown basis {basis}."),
    };

    /// <summary>Why the rule gave no usable reviewer.</summary>
    public static string Of(FallbackReason reason) => reason switch
    {
        FallbackReason.None => "by the rule",
        FallbackReason.NobodyKnown => "nobody known has the account",
        FallbackReason.NoManager => "no manager known",
        FallbackReason.ManagerLeft => "the manager has left",
        FallbackReason.NoGroupOwner => "the group has no owner that anybody knows",
        FallbackReason.GroupOwnerLeft => "the group's owner has left",
        FallbackReason.NoApplicationOwner => "the application has no owner",
        FallbackReason.ReviewerLeft => "the reviewer has left",
        FallbackReason.NoAddress => "the reviewer has no address",
        FallbackReason.OwnAccess => "it is the reviewer's own access, or could be",
        FallbackReason.Involved => "the reviewer could be one of several who hold the account, declared or matched it, or answers for it",
        FallbackReason.Away => "the reviewer is away",
        FallbackReason.AdministersToo => "the reviewer administers the application too",
        FallbackReason.Reciprocal => "each would review the other's access",
        _ => throw new InvalidOperationException($"Unknown reason {reason}."),
    };

    /// <summary>Why this person reviews, with why not whom the rule names and for whom.</summary>
    public static string Of(ReviewerBasis basis, FallbackReason why, string? away = null) => (away is null ? "" : $"delegate of {away}, ") + (why, basis) switch
    {
        (FallbackReason.None, _) => Of(basis),
        (_, ReviewerBasis.Reassigned or ReviewerBasis.HandedOver) => $"{Of(basis)}; nobody by the rule: {Of(why)}",
        _ => $"{Of(basis)}: {Of(why)}",
    };

    /// <summary>Who reviews or decided, and for whom who is away.</summary>
    public static string For(string reviewer, string? away) => away is null ? reviewer : $"{reviewer}, for {away}";

    /// <summary>Why an account is left out.</summary>
    public static string Of(LeftOutReason reason) => reason switch
    {
        LeftOutReason.Disabled => "disabled in the application",
        LeftOutReason.TestAccount => "declared a test account",
        LeftOutReason.InMainCampaign => "held or left out by the campaign this one is an addendum to",
        LeftOutReason.NotALeaver => "not of a person who has left",
        LeftOutReason.SeatInUse => "in use, or not known to be unused",
        LeftOutReason.SeatNotAsked => "not used: disabled, not one person's, asked about elsewhere or being removed",
        LeftOutReason.LeaverNotAsked => "of a person who has left: disabled, a test account, asked about elsewhere or being removed",
        _ => throw new InvalidOperationException($"Unknown reason {reason}."),
    };
}
