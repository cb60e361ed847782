namespace AccessReview.Core.Campaigns.Drift;

/// <summary>How an account differs from what the launch froze.</summary>
public enum DriftKind
{
    /// <summary>It is in the later reading and was not in the reviewed one, and no addendum holds it: nobody reviewed it.</summary>
    Appeared,

    /// <summary>It was left out as disabled or as a test account, and is that no more: nobody reviewed it.</summary>
    Returned,

    /// <summary>Its role is privileged now and was not when it was frozen: what was reviewed is less than what it can do.</summary>
    Promoted,

    /// <summary>It was under review, and the later reading does not have it any more.</summary>
    Gone,

    /// <summary>The later reading does not show it, and may leave it out: nobody knows whether it is gone.</summary>
    Hidden,
}

/// <summary>An account that has changed since the launch.</summary>
/// <param name="Kind">How.</param>
/// <param name="AccountId">The account.</param>
/// <param name="Application">The application's name.</param>
/// <param name="Account">Its address, else its name.</param>
/// <param name="Name">Its name as read.</param>
/// <param name="Then">The role in the reading that was reviewed; null: it was not there.</param>
/// <param name="Now">The role in the later reading; null: it is not there.</param>
public sealed record DriftLine(DriftKind Kind, long AccountId, string Application, string Account, string Name, string? Then, string? Now);

/// <summary>The two readings of an application that are held against each other.</summary>
/// <param name="Application">Its name.</param>
/// <param name="Reviewed">The reading the campaign was launched on, and its time.</param>
/// <param name="Later">The newest complete reading after it; null: it was not read again.</param>
public sealed record DriftSource(string Application, (int Number, DateTime AsOf) Reviewed, (int Number, DateTime AsOf)? Later);

/// <summary>What has changed since a launch.</summary>
/// <param name="Sources">Each application with its readings.</param>
/// <param name="Lines">The first accounts of each kind.</param>
/// <param name="Counts">How many there are of each kind.</param>
/// <param name="ToReview">How many of those that appeared, came back or became privileged an addendum would review: what is left is a test account, or disabled where the campaign leaves that out.</param>
public sealed record DriftView(IReadOnlyList<DriftSource> Sources, IReadOnlyList<DriftLine> Lines, IReadOnlyDictionary<DriftKind, int> Counts, int ToReview)
{
    /// <summary>Whether an addendum can be planned now: there is something for it to review, and the campaign gets one.</summary>
    public bool MayAddAddendum { get; init; }

    /// <summary>How many appeared, came back or became privileged.</summary>
    public int Unreviewed => Counts[DriftKind.Appeared] + Counts[DriftKind.Returned] + Counts[DriftKind.Promoted];

    /// <summary>How many have changed: those, and the ones that are gone.</summary>
    public int Changed => Unreviewed + Counts[DriftKind.Gone];
}
