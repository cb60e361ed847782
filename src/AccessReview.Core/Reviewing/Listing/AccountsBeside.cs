using System.Collections.Concurrent;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>Reads what the rows of one account share, over a connection of its own, beside the reading of the rows, which helps once
/// it is done: both take about as long. What is read never changes after the launch, so that it does not matter when it is.</summary>
internal sealed class AccountsBeside(Databases databases, CancellationToken cancel)
{
    // A connection is not worth its taking for fewer.
    private const int AtOnce = 128;

    private readonly HashSet<long> named = [];
    private readonly ConcurrentQueue<List<long>> waiting = new();
    private readonly Dictionary<long, SliceAccount> read = [];
    private List<long> next = [];
    private Task beside = Task.CompletedTask;

    /// <summary>Names an assessed account, perhaps not for the first time.</summary>
    public void Name(long id)
    {
        if (!named.Add(id))
        {
            return;
        }

        next.Add(id);
        if (next.Count == AtOnce)
        {
            PutUp();
            beside = beside.IsCompletedSuccessfully ? Task.Run(ReadAsync, CancellationToken.None) : beside;
        }
    }

    /// <summary>All that were named, by their keys. None is named afterwards.</summary>
    public async Task<Dictionary<long, SliceAccount>> AllAsync()
    {
        PutUp();
        await ReadAsync();
        await beside;
        return read;
    }

    private void PutUp()
    {
        if (next.Count > 0)
        {
            waiting.Enqueue(next);
            next = [];
        }
    }

    private async Task ReadAsync()
    {
        if (waiting.IsEmpty)
        {
            return;
        }

        await using var db = databases.CreateDbContext();
        while (waiting.TryDequeue(out var ids))
        {
            var some = await SliceAccount.Of(db, ids).ToListAsync(cancel);
            lock (read)
            {
                some.ForEach(a => read.Add(a.Id, a));
            }
        }
    }
}
