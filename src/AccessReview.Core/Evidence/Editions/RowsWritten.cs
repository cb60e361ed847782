namespace AccessReview.Core.Evidence;

/// <summary>Keeps how far the making of an edition is. It is told by the thread that writes, and asked by the one that renews the job's lease.</summary>
internal sealed class RowsWritten : IProgress<(long Rows, long Total)>
{
    private readonly Lock gate = new();
    private (long Rows, long Total) told;

    /// <summary>What was told last; nothing of nothing before the first row.</summary>
    public (long Rows, long Total) Told
    {
        get
        {
            lock (gate)
            {
                return told;
            }
        }
    }

    /// <inheritdoc/>
    public void Report((long Rows, long Total) value)
    {
        lock (gate)
        {
            told = value;
        }
    }
}
