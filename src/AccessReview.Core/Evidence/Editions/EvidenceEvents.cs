using AccessReview.Core.Audit;

namespace AccessReview.Core.Evidence;

/// <summary>An edition was made. It belongs to no campaign's part of the chain: making evidence is not an event under review, and
/// no edition is out of date by it.</summary>
/// <param name="Edition">The edition.</param>
/// <param name="Campaign">The campaign.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Number">Its number among its kind.</param>
/// <param name="UpToSeq">The campaign's last event under it.</param>
/// <param name="Pack">SHA-256 of the pack.</param>
/// <param name="Workbook">SHA-256 of the workbook.</param>
/// <param name="Manifest">SHA-256 of the manifest.</param>
/// <param name="AskedById">Who asked for it; none: the product made it by itself. The first version did not say it.</param>
/// <param name="ReadUpTo">The record's last event when it was read: what people were told up to then is in it. Versions before 8 did not say it.</param>
/// <param name="LateAsOf">As of when it says which removals are late. Versions before 8 did not say it.</param>
public sealed record EvidenceMade(
    long Edition, long Campaign, EditionKind Kind, int Number, long UpToSeq, Sha256 Pack, Sha256 Workbook, Sha256 Manifest, long? AskedById, long? ReadUpTo, DateTime? LateAsOf) : EventBody
{
    internal const int SinceItNamesWhoAsked = 2;

    /// <summary>The sheets say what this version says: raised, without another field, whenever a later one would print a campaign otherwise.</summary>
    internal const int SinceTheSheetsSayThis = 9;

    /// <inheritdoc/>
    public override int Version => SinceTheSheetsSayThis;
}

/// <summary>Evidence was handed out.</summary>
/// <param name="Edition">The edition.</param>
/// <param name="Campaign">The campaign.</param>
/// <param name="Part">The pack, or the workbook alone.</param>
/// <param name="Sha256">SHA-256 of the bytes handed out.</param>
public sealed record EvidenceDownloaded(long Edition, long Campaign, EvidencePart Part, Sha256 Sha256) : EventBody;

/// <summary>What is downloaded.</summary>
public enum EvidencePart
{
    /// <summary>The whole pack.</summary>
    Pack,

    /// <summary>The workbook alone.</summary>
    Workbook,
}
