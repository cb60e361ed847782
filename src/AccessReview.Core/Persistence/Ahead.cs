using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Persistence;

/// <summary>Makes or reads rows on another thread while those before are used.</summary>
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

    /// <summary>The rows of a query in their order; at most some two thousand are read ahead. Until the last was taken, or whoever takes
    /// them has stopped, the query's context belongs to the reading.</summary>
    public static async IAsyncEnumerable<TRow> ReadAhead<TRow>(this IQueryable<TRow> query, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var batches = Channel.CreateBounded<List<TRow>>(new BoundedChannelOptions(Batches) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var reading = Task.Run(() => ReadAsync(query, batches.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var batch in batches.Reader.ReadAllAsync(cancel))
            {
                foreach (var row in batch)
                {
                    yield return row;
                }
            }

            cancel.ThrowIfCancellationRequested();
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
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

    private static async Task ReadAsync<TRow>(IQueryable<TRow> query, ChannelWriter<List<TRow>> batches, CancellationToken stop)
    {
        var batch = new List<TRow>(Rows);
        try
        {
            try
            {
                foreach (var row in query)
                {
                    batch.Add(row);
                    if (batch.Count == Rows)
                    {
                        await batches.WriteAsync(batch, stop);
                        batch = new List<TRow>(Rows);
                    }
                }
            }
            finally
            {
                // Rows before one that cannot be read are given as well.
                await batches.WriteAsync(batch, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nobody takes any more.
        }
        finally
        {
            batches.Complete();
        }
    }
}
