namespace AccessReview.Core.Evidence;

/// <summary>Passes progress on now and then, which keeps the job's lease. It is told from the thread that writes, so it waits for
/// the short write to the database.</summary>
internal sealed class LeaseKeeper(Func<(long Rows, long Total), Task> keep, TimeProvider time, TimeSpan every) : IProgress<(long Rows, long Total)>
{
    private long _last = time.GetTimestamp();

    public void Report((long Rows, long Total) value)
    {
        if (time.GetElapsedTime(_last) >= every)
        {
            _last = time.GetTimestamp();
            keep(value).GetAwaiter().GetResult();
        }
    }
}
