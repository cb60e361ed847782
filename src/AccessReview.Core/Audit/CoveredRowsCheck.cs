using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>Recomputes every row of evidence and holds it against the event that covers it: none changed, added or gone.</summary>
internal static class CoveredRowsCheck
{
    internal static async Task RunAsync(Verification run, CancellationToken cancel)
    {
        var byEvent = new Dictionary<long, List<HashedRow>[]>();
        for (var table = 0; table < EvidenceTable.All.Count; table++)
        {
            await foreach (var row in EvidenceTable.All[table].ReadAsync(run.Db, cancel).WithCancellation(cancel))
            {
                if (!byEvent.TryGetValue(row.Seq, out var tables))
                {
                    byEvent[row.Seq] = tables = [.. EvidenceTable.All.Select(_ => new List<HashedRow>(0))];
                }

                tables[table].Add(row);
                run.Reached("Rows", ++run.Rows, 0);
            }
        }

        foreach (var seq in byEvent.Keys.Union(run.Covered.Keys).Order())
        {
            Compare(run, seq, byEvent.GetValueOrDefault(seq) ?? []);
        }

        await StoredHashesAsync(run, cancel);
    }

    private static void Compare(Verification run, long seq, List<HashedRow>[] tables)
    {
        var present = Enumerable.Range(0, tables.Length).Where(t => tables[t].Count > 0).ToList();
        var count = present.Sum(t => (long)tables[t].Count);
        var names = string.Join(", ", present.Select(t => EvidenceTable.All[t].Type.Name));
        if (!run.Covered.TryGetValue(seq, out var covered))
        {
            run.Found("row.uncovered", $"Event {seq} covers no rows, and {count} stand under it ({names}).");
        }
        else if (covered.Count != count)
        {
            run.Found("row.count", $"Event {seq} covers {covered.Count} rows; {count} stand under it{(names.Length == 0 ? "" : $" ({names})")}. Rows were added or removed.");
        }
        else if (!Orders(present).Any(order => Matches(order, tables, covered.Sha256)))
        {
            run.Found("row.changed", $"A row under event {seq} is not as it was written ({names}).");
        }
    }

    // Rows stand in the order of their items' numbers, or of their keys; tables follow each other as the command wrote them. Any
    // order that gives the hash proves the same rows.
    private static bool Matches(IReadOnlyList<int> order, List<HashedRow>[] tables, byte[] expected) =>
        Hash(order, tables, r => r.ItemId).AsSpan().SequenceEqual(expected) || Hash(order, tables, _ => 0).AsSpan().SequenceEqual(expected);

    private static byte[] Hash(IReadOnlyList<int> order, List<HashedRow>[] tables, Func<HashedRow, long> first)
    {
        using var hash = new RowsHash();
        foreach (var row in order.SelectMany(t => tables[t].OrderBy(first).ThenBy(r => r.Id)))
        {
            hash.Add(row.Hash);
        }

        return hash.ToCovered().Sha256.Bytes;
    }

    private static IEnumerable<IReadOnlyList<int>> Orders(IReadOnlyList<int> tables) =>
        tables.Count <= 1
            ? [tables]
            : tables.SelectMany(first => Orders([.. tables.Where(t => t != first)]).Select(rest => (IReadOnlyList<int>)[first, .. rest]));

    private static async Task StoredHashesAsync(Verification run, CancellationToken cancel)
    {
        await foreach (var decision in run.Db.Decisions.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (!decision.ToRowText().Hash().AsSpan().SequenceEqual(decision.RowHash))
            {
                run.Found("row.hash", $"Decision {decision.Id} of event {decision.EventSeq} has another hash than its row.");
            }
        }
    }
}
