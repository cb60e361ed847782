namespace AccessReview.Core.Findings;

/// <summary>What a finding means and why something is recommended, for whoever has not seen it before.</summary>
public static class FindingHelp
{
    /// <summary>What the finding means and by which facts it is found.</summary>
    public static string Of(Finding finding) => finding switch
    {
        Finding.Left => "The staff list says that this person's employment or contract has ended. Whoever has left needs no access.",
        Finding.NobodyKnown => "No id and no address, present or former, links this account to exactly one person of the staff list. Without a holder nobody can answer for it.",
        Finding.Dormant => "The last use lies further back than the application's limit. Access that is not used can be taken away and given back.",
        Finding.NeverJoined => "An invitation is open and was never accepted. It may be a seat nobody needs, or an address that somebody else could accept.",
        Finding.Privileged => "The role is named as privileged for this application: it can change settings, see everything or give access to others. It is decided singly and with a reason.",
        Finding.DuplicateAfterRename => "The same person has another usable account, often because their name or address changed. One of them is usually left over.",
        Finding.ServiceOrShared => "The account is declared as used by a program or by several people. Its owner inside answers for it and cannot review it.",
        Finding.ChangedSinceLastReview => "Role, groups, employment, manager or findings are not what they were when it was last certified.",
        Finding.NewSinceLastReview => "Nobody reviewed it in the last closed campaign over this application or an addendum of it: it was not there, or was left out for a reason that no longer holds.",
        Finding.None => "Nothing was found. That is no recommendation to certify.",
        _ => throw new ArgumentOutOfRangeException(nameof(finding), finding, "One finding at a time."),
    };

    /// <summary>Why it is recommended so; null: nothing is.</summary>
    public static string? Advice(Recommendation recommendation, Finding findings, FindingFacts facts) => Behind(recommendation, findings, facts)?.Why;

    /// <summary>The recommendation's own reason, as it is printed: why it is recommended so, and the finding behind it with its facts; null: nothing
    /// is recommended. Of purged facts it says nothing.</summary>
    /// <param name="recommendation">What is recommended.</param>
    /// <param name="findings">What is worth an eye.</param>
    /// <param name="facts">The arguments as stored: <see cref="AssessedAccount.Facts"/>.</param>
    public static string? Reason(Recommendation recommendation, Finding findings, string facts)
    {
        if (recommendation == Recommendation.None)
        {
            return null;
        }

        var known = FindingFacts.Parse(facts);
        var (finding, why) = Behind(recommendation, findings, known)!.Value;
        var found = known.AsOf == default ? null : FindingSentences.Of(findings & finding, known).Select(s => s.Sentence).FirstOrDefault();
        return found is null ? why : $"{why}. {found}";
    }

    /// <summary>The finding that the recommendation is made for, and why.</summary>
    private static (Finding Finding, string Why)? Behind(Recommendation recommendation, Finding findings, FindingFacts facts) => recommendation switch
    {
        Recommendation.Revoke => findings.HasFlag(Finding.Left)
            ? (Finding.Left, "because whoever has left needs no access")
            : (Finding.NobodyKnown, "because nobody who works here is known to have it"),
        Recommendation.LookCloser => findings switch
        {
            _ when findings.HasFlag(Finding.Left) => (Finding.Left, "because they may have left, or only have moved from one directory to another"),
            _ when findings.HasFlag(Finding.NobodyKnown) && facts.OwnerGone => (Finding.NobodyKnown, "because it may be needed, and who answered for it has gone"),
            _ when findings.HasFlag(Finding.NobodyKnown) && facts.NoAddress => (Finding.NobodyKnown, "because its address is not known, so somebody who works here may have it"),
            _ when findings.HasFlag(Finding.NobodyKnown) => (Finding.NobodyKnown, "because several people could be meant"),
            _ when findings.HasFlag(Finding.Dormant) => (Finding.Dormant, "because it is not used; ask whether it is needed"),
            _ when findings.HasFlag(Finding.NeverJoined) => (Finding.NeverJoined, "because the invitation was never accepted"),
            _ when findings.HasFlag(Finding.DuplicateAfterRename) => (Finding.DuplicateAfterRename, "because the same person has another account"),
            _ when facts.Change is { MadePrivileged: true } => (Finding.ChangedSinceLastReview, "because the role became privileged since it was certified"),
            _ => (findings, "because of what was found"),
        },
        Recommendation.None => null,
        _ => throw new ArgumentOutOfRangeException(nameof(recommendation), recommendation, null),
    };
}
