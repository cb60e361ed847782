namespace AccessReview.Core.Campaigns.SecondStage;

/// <summary>Rules of second reviews in words.</summary>
internal static class SecondReviewWords
{
    /// <summary>Which items come before a second reviewer, after "…".</summary>
    public static string Of(SecondReviewRule rule) => rule switch
    {
        SecondReviewRule.None => "no item",
        SecondReviewRule.Sampled => "privileged accounts and a random tenth",
        SecondReviewRule.Everything => "every item, in two stages",
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "Not a rule of second reviews."),
    };
}
