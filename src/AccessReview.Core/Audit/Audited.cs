namespace AccessReview.Core.Audit;

/// <summary>A row that only a recorded change may write. <see cref="EventSeq"/> names the event of the last change; the
/// database's triggers refuse a write that cites no event of its own transaction, and it is the concurrency token.</summary>
public interface IAudited
{
    /// <summary>The sequence number of the event that wrote this row last.</summary>
    long EventSeq { get; set; }
}

/// <summary>A row that is never changed and whose hash an event covers.</summary>
public interface IEvidenceRow : IAudited
{
    /// <summary>Writes the row, in fixed order: ids, closed codes, times and hashes only.</summary>
    RowText WriteTo(RowText text);
}

/// <summary>The text of one row.</summary>
public static class EvidenceRows
{
    /// <summary>The row as text.</summary>
    public static RowText ToRowText(this IEvidenceRow row) => new RowText().Of(row);
}
