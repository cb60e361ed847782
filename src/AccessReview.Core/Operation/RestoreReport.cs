using AccessReview.Core.Audit;

namespace AccessReview.Core.Operation;

/// <summary>How a restore ended.</summary>
public enum RestoreEnd
{
    /// <summary>The backup is in place.</summary>
    InPlace,

    /// <summary>The backup does not verify; nothing was changed.</summary>
    Broken,

    /// <summary>The backup lacks something that the database in place has, or nobody can say what it lacks, and no reason was given; nothing was changed.</summary>
    NeedsReason,
}

/// <summary>What a restore did or would do.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Verified">What the verification of the backup found.</param>
/// <param name="Facts">What the backup holds; null when it is broken.</param>
/// <param name="Lacks">What it lacks, in words.</param>
/// <param name="ReplacedFile">Where the database lies that was in place before; null when there was none.</param>
/// <param name="ResumedSeq">The event that says that the record goes on from an earlier state; null when nothing was lost.</param>
/// <param name="Keys">Keys now in the database.</param>
/// <param name="Unstated">Why what was lost could not be stated beside the anchors; null when it was, or nothing was lost.</param>
public sealed record RestoreReport(
    RestoreEnd End, VerifyReport Verified, BackupFacts? Facts, IReadOnlyList<string> Lacks, string? ReplacedFile = null, long? ResumedSeq = null, int Keys = 0, string? Unstated = null);

/// <summary>The record goes on from an earlier state: a backup was put in place that lacks events of the database it replaced, or one
/// of which nobody can say what it lacks. It explains no anchor by itself: a signed statement beside the anchors does.</summary>
/// <param name="After">The last event of the backup, or of the record that went on from one.</param>
/// <param name="SharedUpTo">The last event that both had, as far as that is known.</param>
/// <param name="LostUpTo">The last event that was lost, by the replaced database or the anchors; nothing when neither could say.</param>
/// <param name="LostHead">That event's hash.</param>
/// <param name="Reason">Why: the hash of the text kept beside the event.</param>
public sealed record ChainResumed(long After, long? SharedUpTo, long? LostUpTo, Sha256? LostHead, Sha256 Reason) : EventBody;
