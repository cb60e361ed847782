using System.IO.Compression;
using AccessReview.Connectors;
using AccessReview.Core.Connections;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>Walks through a connection page by page. Pages are kept a few at a time, so that a killed process goes on near where it was; they
/// are packed and kept beside the walk, which waits for the source meanwhile.</summary>
public sealed class ReadConnection(Databases databases, WorkQueue queue, TimeProvider time)
{
    /// <summary>How many pages are kept at a time. While those are written as many more may come: a killed process asks for at most twice as
    /// many again.</summary>
    private const int KeptAtOnce = 40;

    /// <summary>The walk's end.</summary>
    /// <param name="Walk">How far it came.</param>
    /// <param name="Records">What was understood.</param>
    /// <param name="Kept">The pages.</param>
    /// <param name="Pages">How many pages.</param>
    /// <param name="Retries">How often something was asked again.</param>
    /// <param name="From">When the first page came.</param>
    public sealed record Walked(SourceWalk Walk, SourceRecords Records, WalkedPages Kept, int Pages, int Retries, DateTime From) : IAsyncDisposable
    {
        /// <inheritdoc/>
        public ValueTask DisposeAsync() => Kept.DisposeAsync();
    }

    /// <summary>Walks on from the last kept page to the end.</summary>
    /// <returns>Null when another process has the job by now.</returns>
    /// <exception cref="ConnectorException">The source passes for longer than it is waited for.</exception>
    public async Task<Walked?> RunAsync(Work work, ReadyConnection ready, CancellationToken cancel)
    {
        var pages = new WalkedPages(ready.Source);
        Walked? walked = null;
        try
        {
            return walked = await WalkAsync(work, ready, pages, cancel);
        }
        finally
        {
            if (walked is null)
            {
                await pages.DisposeAsync();
            }
        }
    }

    private async Task<Walked?> WalkAsync(Work work, ReadyConnection ready, WalkedPages pages, CancellationToken cancel)
    {
        var (source, walk, records, from) = (ready.Source, new SourceWalk(ready.Source), new SourceRecords(), (DateTime?)null);
        var patience = new Patience(time);
        var number = 0;
        await foreach (var kept in KeptAsync(work.Id, cancel))
        {
            // What was only good to know and did not come has no page, and is not asked for again.
            while (walk.At is var (list, _) && list != kept.List && source.IsOptional(list))
            {
                walk.Break($"{list}: not known since the process that asked for it ended.");
            }

            if (walk.At?.List != kept.List)
            {
                throw new InvalidOperationException($"A page of {kept.List} is kept where the walk is at {walk.At?.List ?? "its end"}.");
            }

            pages.Add(kept.List, kept.Page.Request, kept.Line, kept.Packed);
            Take(source, walk, records, kept.Page);
            (number, from) = (kept.Number, from ?? kept.Page.At);
        }

        var unkept = new List<Task<KeptPage>>();
        var (since, ours, keeping) = (time.GetTimestamp(), true, Task.FromResult(true));
        try
        {
            while (ours && walk.At is var (list, cursor))
            {
                RawPage page;
                try
                {
                    page = await patience.AskAsync(token => source.FetchAsync(list, cursor, token), cancel);
                    Take(source, walk, records, page);
                }
                catch (ConnectorException fault) when (!fault.IsPassing || source.IsOptional(list))
                {
                    walk.Break(fault);
                    continue;
                }

                (number, from) = (number + 1, from ?? page.At);
                unkept.Add(pages.PackAsync(work.Id, number, list, page));
                if (unkept.Count >= KeptAtOnce || time.GetElapsedTime(since) >= WorkQueue.Lease / 6)
                {
                    ours = await keeping;
                    var (some, upTo) = (unkept, number);
                    keeping = Task.Run(() => KeepAsync(work, some, upTo, cancel), CancellationToken.None);
                    (unkept, since) = ([], time.GetTimestamp());
                }
            }
        }
        finally
        {
            // Also when the source passes for longer than it is waited for: what came is not asked for again.
            ours = await keeping && ours && await KeepAsync(work, unkept, number, CancellationToken.None);
        }

        if (!ours)
        {
            return null;
        }

        return new Walked(walk, records, pages, number, patience.Retries, from ?? time.Now());
    }

    /// <summary>The pages of a job as they were kept, in order.</summary>
    private async IAsyncEnumerable<(int Number, string List, RawPage Page, byte[] Line, byte[] Packed)> KeptAsync(
        long workId, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        await foreach (var kept in db.KeptPages.AsNoTracking().Where(p => p.WorkId == workId).OrderBy(p => p.Number).AsAsyncEnumerable().WithCancellation(cancel))
        {
            using var gzip = new GZipStream(new MemoryStream(kept.Line), CompressionMode.Decompress);
            using var line = new MemoryStream();
            await gzip.CopyToAsync(line, cancel);
            var plain = line.ToArray();
            var (list, page) = PageFile.Page(plain, kept.Next);
            yield return (kept.Number, list, page, plain, kept.Line);
        }
    }

    private async Task<bool> KeepAsync(Work work, List<Task<KeptPage>> unkept, int number, CancellationToken cancel)
    {
        var kept = await Task.WhenAll(unkept);
        return await queue.WriteAsync(work, async (db, mine, token) =>
        {
            // A commit that was not heard of may have kept them.
            var last = await db.KeptPages.Where(p => p.WorkId == work.Id).MaxAsync(p => (int?)p.Number, token);
            db.AddRange(kept.Where(p => p.Number > (last ?? 0)));
            (mine.Progress, mine.Total, mine.LeaseUntil) = (number, 0, time.Now() + WorkQueue.Lease);
            return true;
        }, cancel);
    }

    private static void Take(ISource source, SourceWalk walk, SourceRecords records, RawPage page)
    {
        var (list, cursor) = walk.At ?? throw new InvalidOperationException("The walk is over.");
        var parsed = source.Parse(list, cursor, page);
        records.Take(parsed, walk.Take(parsed));
    }
}
