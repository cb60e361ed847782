using System.Collections.Concurrent;

namespace AccessReview.Core.Persistence;

/// <summary>Makes rows on another thread while those before are written.</summary>
internal static class Ahead
{
    private const int Rows = 512;
    private const int Batches = 4;

    /// <summary>The same rows in the same order; at most some two thousand are made ahead.</summary>
    /// <param name="rows">Makes them from what lies in memory: it is not the caller's thread that does.</param>
    public static IEnumerable<TRow> Of<TRow>(IEnumerable<TRow> rows)
    {
        using var batches = new BlockingCollection<TRow[]>(Batches);
        using var stop = new CancellationTokenSource();
        var making = Task.Run(() => Make(rows, batches, stop.Token), CancellationToken.None);
        try
        {
            foreach (var row in batches.GetConsumingEnumerable(CancellationToken.None).SelectMany(b => b))
            {
                yield return row;
            }
        }
        finally
        {
            // Whoever stops before the end leaves nobody making rows behind; what went wrong in making them is thrown here.
            stop.Cancel();
            making.GetAwaiter().GetResult();
        }
    }

    private static void Make<TRow>(IEnumerable<TRow> rows, BlockingCollection<TRow[]> batches, CancellationToken stop)
    {
        try
        {
            foreach (var batch in rows.Chunk(Rows))
            {
                batches.Add(batch, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nobody takes any more.
        }
        finally
        {
            batches.CompleteAdding();
        }
    }
}
