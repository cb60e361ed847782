using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AccessReview.Core.Audit;

/// <summary>What each event that covers rows says of them, in the order of the events: packed, so that a record of a million events
/// is held in the room of a picture.</summary>
internal sealed class CoveredEvents
{
    private readonly List<Entry> entries = [];

    /// <summary>Adds what an event says; events come in their order.</summary>
    public void Add(long seq, long count, ReadOnlySpan<byte> sha256)
    {
        var entry = new Entry { Seq = seq, Count = count };
        sha256.CopyTo(entry.Sha256);
        entries.Add(entry);
    }

    /// <summary>What an event says, if it covers rows.</summary>
    public CoveredRows? Find(long seq)
    {
        var at = IndexOf(seq);
        if (at < 0)
        {
            return null;
        }

        ref readonly var entry = ref CollectionsMarshal.AsSpan(entries)[at];
        return new CoveredRows(entry.Count, new Sha256(((ReadOnlySpan<byte>)entry.Sha256).ToArray()));
    }

    /// <summary>Takes rows as those that the event covers. False when it covers others, or has found its rows before.</summary>
    public bool Settle(long seq, CoveredRows rows)
    {
        var at = IndexOf(seq);
        if (at < 0)
        {
            return false;
        }

        ref var entry = ref CollectionsMarshal.AsSpan(entries)[at];
        if (entry.Settled || entry.Count != rows.Count || !((ReadOnlySpan<byte>)entry.Sha256).SequenceEqual(rows.Sha256.Bytes))
        {
            return false;
        }

        entry.Settled = true;
        return true;
    }

    /// <summary>The events whose rows were not found.</summary>
    public IEnumerable<long> Unsettled() => entries.Where(e => !e.Settled).Select(e => e.Seq);

    private int IndexOf(long seq)
    {
        var (low, high) = (0, entries.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var found = entries[middle].Seq;
            if (found == seq)
            {
                return middle;
            }

            (low, high) = found < seq ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }

    private struct Entry
    {
        public long Seq;
        public long Count;
        public Bytes Sha256;
        public bool Settled;
    }

    [InlineArray(Hashes.Length)]
    private struct Bytes
    {
        private byte first;
    }
}
