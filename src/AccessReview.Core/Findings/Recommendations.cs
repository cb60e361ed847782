namespace AccessReview.Core.Findings;

/// <summary>What the product recommends, and where an item stands in the list. It never recommends Certify. Changing this raises
/// <see cref="Assessment.RulesVersion"/>.</summary>
public static class Recommendations
{
    /// <summary>Findings that deserve a closer look by themselves.</summary>
    private const Finding Doubtful = Finding.Dormant | Finding.NeverJoined | Finding.DuplicateAfterRename;

    private static readonly (Finding Finding, AttentionRank Rank)[] Ranks =
    [
        (Finding.Left, AttentionRank.Left),
        (Finding.NobodyKnown, AttentionRank.NobodyKnown),
        (Finding.Privileged, AttentionRank.Privileged),
        (Finding.Dormant, AttentionRank.Dormant),
        (Finding.NeverJoined, AttentionRank.NeverJoined),
        (Finding.DuplicateAfterRename, AttentionRank.DuplicateAfterRename),
        (Finding.ServiceOrShared, AttentionRank.ServiceOrShared),
        (Finding.ChangedSinceLastReview, AttentionRank.Changed),
        (Finding.NewSinceLastReview, AttentionRank.New),
    ];

    /// <summary>What is recommended for an account. Revoke where nobody who works here can have it; a closer look where it may be
    /// needed all the same: the person may only have moved from one directory to another, several people could be meant, its address is not known,
    /// or a declared account lost its owner inside.</summary>
    public static Recommendation Of(Finding findings, FindingFacts facts) =>
        findings.HasFlag(Finding.Left) ? (facts.GoneFrom is null ? Recommendation.Revoke : Recommendation.LookCloser)
        : findings.HasFlag(Finding.NobodyKnown) ? (facts.Candidates is null && !facts.OwnerGone && !facts.NoAddress ? Recommendation.Revoke : Recommendation.LookCloser)
        : (findings & Doubtful) != Finding.None || facts.Change is { MadePrivileged: true } ? Recommendation.LookCloser
        : Recommendation.None;

    /// <summary>What is recommended for an assignment: Revoke with its account, else nothing of its own.</summary>
    public static Recommendation OfAssignment(Recommendation account, Finding findings) =>
        (findings & (Finding.Left | Finding.NobodyKnown)) != Finding.None ? account : Recommendation.None;

    /// <summary>The most urgent of the findings.</summary>
    public static AttentionRank RankOf(Finding findings)
    {
        foreach (var (finding, rank) in Ranks)
        {
            if (findings.HasFlag(finding))
            {
                return rank;
            }
        }

        return AttentionRank.NothingFound;
    }
}
