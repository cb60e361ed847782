using System.Text.Json;
using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;

namespace AccessReview.Core.Purging;

/// <summary>What can be purged.</summary>
public enum PurgeKind
{
    /// <summary>A reading that was brought in by mistake and that no campaign used.</summary>
    Reading,

    /// <summary>A campaign whose time to be kept is over, with the readings that only it used.</summary>
    Campaign,
}

/// <summary>A purge as it stands, kept as a job: asked for by one, approved by another, carried out by the operator's <c>purge</c>. Who asked,
/// who approved and what was purged stand in the events alone.</summary>
/// <param name="Kind">What.</param>
/// <param name="Id">The reading or campaign.</param>
/// <param name="RequestSeq">The event that asked.</param>
/// <param name="ReasonId">Why, as a text.</param>
internal sealed record PurgeJob(PurgeKind Kind, long Id, long RequestSeq, long ReasonId)
{
    /// <summary>The jobs' kind.</summary>
    public const string WorkKind = "purge";

    /// <summary>What makes two requests one.</summary>
    public static string KeyOf(PurgeKind kind, long id) => $"{kind}:{id}";

    /// <summary>The job behind a row of work.</summary>
    public static PurgeJob Read(Work work) => JsonSerializer.Deserialize<PurgeJob>(work.Arguments)!;

    /// <summary>The job as a row of work keeps it.</summary>
    public string Write() => JsonSerializer.Serialize(this);
}

/// <summary>Somebody asked that something be purged.</summary>
/// <param name="Kind">What.</param>
/// <param name="Target">The reading or campaign.</param>
/// <param name="Reason">Why: the hash of the text kept beside the event.</param>
public sealed record PurgeRequested(PurgeKind Kind, long Target, Sha256 Reason) : EventBody;

/// <summary>A second person agreed.</summary>
public sealed record PurgeApproved(PurgeKind Kind, long Target, long RequestSeq) : EventBody;

/// <summary>The request was taken back or turned down; nothing was purged.</summary>
public sealed record PurgeDropped(PurgeKind Kind, long Target, long RequestSeq) : EventBody;

/// <summary>Bytes and personal data are gone; hashes, counts and who decided it remain. The verifier takes from here what is purged.</summary>
/// <param name="Kind">What.</param>
/// <param name="Target">The reading or campaign.</param>
/// <param name="RequestSeq">The event that asked.</param>
/// <param name="ApprovalSeq">The event that approved.</param>
/// <param name="Extracts">Readings purged.</param>
/// <param name="Records">Records of accounts, groups and people in them.</param>
/// <param name="Files">Stored files whose bytes went.</param>
/// <param name="Texts">Reasons and statements emptied.</param>
public sealed record Purged(
    PurgeKind Kind, long Target, long RequestSeq, long ApprovalSeq, IReadOnlyList<long> Extracts, int Records, int Files, int Texts) : EventBody;
