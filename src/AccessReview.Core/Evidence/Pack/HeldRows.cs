using System.Runtime.CompilerServices;

namespace AccessReview.Core.Evidence.Pack;

/// <summary>The covered rows of a stretch of small events, in memory.</summary>
internal sealed class HeldRows
{
    private readonly List<(ILookup<long, PackRow> ByItem, ILookup<long, PackRow> ByKey)> _tables = [];

    /// <summary>The event's rows of each table.</summary>
    internal IReadOnlyList<CoveredPart> Of(long seq) =>
        [.. _tables.Where(t => t.ByKey.Contains(seq)).Select(t => new CoveredPart(byItem => Stream((byItem ? t.ByItem : t.ByKey)[seq])))];

    internal static async Task<HeldRows> ReadAsync(IReadOnlyList<CoveredTable> tables, EventSpan span, CancellationToken cancel)
    {
        var held = new HeldRows();
        foreach (var table in tables)
        {
            var byItem = await ListAsync(table.ReadAsync(span, byItem: true), cancel);
            if (byItem.Count > 0)
            {
                var byKey = await ListAsync(table.ReadAsync(span, byItem: false), cancel);
                held._tables.Add((byItem.ToLookup(r => r.EventSeq), byKey.ToLookup(r => r.EventSeq)));
            }
        }

        return held;
    }

    private static async Task<List<PackRow>> ListAsync(IAsyncEnumerable<PackRow> rows, CancellationToken cancel)
    {
        var list = new List<PackRow>();
        await foreach (var row in rows.WithCancellation(cancel))
        {
            list.Add(row);
        }

        return list;
    }

    private static async IAsyncEnumerable<PackRow> Stream(IEnumerable<PackRow> rows, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        foreach (var row in rows)
        {
            cancel.ThrowIfCancellationRequested();
            yield return row;
        }

        await Task.CompletedTask;
    }
}
