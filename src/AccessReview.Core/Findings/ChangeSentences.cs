namespace AccessReview.Core.Findings;

/// <summary>What changed since the last review, in words.</summary>
public static class ChangeSentences
{
    /// <summary>One sentence that names every change.</summary>
    public static string Of(FindingFacts facts)
    {
        var since = facts.Previous > 0 ? $"Since C{facts.Previous}: " : "Since the last review: ";
        return facts.Change is { } change ? since + string.Join("; ", Parts(change)) : "Changed since the last review; what is not known";
    }

    /// <summary>Each change by itself, without a full stop.</summary>
    public static IEnumerable<string> Parts(ChangeFacts change)
    {
        if (change.RoleTo is not null)
        {
            yield return $"role {change.RoleFrom} → {change.RoleTo}" + (change.MadePrivileged ? ", now privileged" : "");
        }

        if (change.Joined is { } joined)
        {
            yield return "joined " + List(joined, change.JoinedMore);
        }

        if (change.Departed is { } departed)
        {
            yield return "no longer in " + List(departed, change.DepartedMore);
        }

        if (change.OtherPerson)
        {
            yield return "linked to another person, or to nobody, than then";
        }

        if (change.EmploymentTo is not null)
        {
            yield return $"employment {change.EmploymentFrom} → {change.EmploymentTo}";
        }

        if (change.ManagerTo is not null)
        {
            yield return $"manager {change.ManagerFrom} → {change.ManagerTo}";
        }

        // A raised role has said so already.
        if (Words(change.MadePrivileged ? change.Gained & ~Finding.Privileged : change.Gained) is { Length: > 0 } gained)
        {
            yield return "now " + gained;
        }

        // An account that lost its person does not say that they came back.
        if (Words(change.Gained.HasFlag(Finding.NobodyKnown) ? change.Lost & ~Finding.Left : change.Lost) is { Length: > 0 } lost)
        {
            yield return "no longer " + lost;
        }
    }

    private static string List(IReadOnlyList<string> names, int more) => string.Join(", ", names) + (more > 0 ? $" and {more} more" : "");

    private static string Words(Finding findings) => string.Join(", ", FindingSentences.Labels.Where(l => findings.HasFlag(l.Finding)).Select(l => l.Label.ToLowerInvariant()));
}
