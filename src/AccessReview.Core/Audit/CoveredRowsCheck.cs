namespace AccessReview.Core.Audit;

/// <summary>Recomputes every row of evidence and holds it against the event that covers it: none changed, added or gone.</summary>
internal static class CoveredRowsCheck
{
    /// <summary>Events whose rows are read together, where more than one look is needed.</summary>
    private const int TogetherAtMost = 200;

    /// <summary>Keys grow with the chain, so the rows of an event follow each other and are hashed as they pass. Only where that does
    /// not give what the event says (it covers rows of several tables, or something is wrong) are they held and put in order.</summary>
    internal static async Task RunAsync(Verification run, CancellationToken cancel)
    {
        var again = new SortedSet<long>();
        foreach (var table in EvidenceTable.All)
        {
            using var hash = new RowsHash();
            var seq = 0L;
            await foreach (var row in table.ReadAsync(run, null, cancel).WithCancellation(cancel))
            {
                if (row.Seq != seq)
                {
                    Settle(run, seq, hash, again);
                    seq = row.Seq;
                }

                hash.Add(row.Hash);
                run.Reached("Rows", ++run.Rows, 0);
            }

            Settle(run, seq, hash, again);
        }

        again.UnionWith(run.Covered.Unsettled());
        foreach (var some in again.Chunk(TogetherAtMost))
        {
            await LookAgainAsync(run, some, cancel);
        }
    }

    private static void Settle(Verification run, long seq, RowsHash hash, SortedSet<long> again)
    {
        if (hash.Count > 0 && !run.Covered.Settle(seq, hash.Take()))
        {
            again.Add(seq);
        }
    }

    private static async Task LookAgainAsync(Verification run, long[] events, CancellationToken cancel)
    {
        var byEvent = events.ToDictionary(seq => seq, _ => EvidenceTable.All.Select(_ => new List<HashedRow>()).ToArray());
        for (var table = 0; table < EvidenceTable.All.Count; table++)
        {
            await foreach (var row in EvidenceTable.All[table].ReadAsync(run, events, cancel).WithCancellation(cancel))
            {
                byEvent[row.Seq][table].Add(row);
            }
        }

        foreach (var seq in events)
        {
            Compare(run, seq, byEvent[seq]);
        }
    }

    private static void Compare(Verification run, long seq, List<HashedRow>[] tables)
    {
        var present = Enumerable.Range(0, tables.Length).Where(t => tables[t].Count > 0).ToList();
        var count = present.Sum(t => (long)tables[t].Count);
        var names = string.Join(", ", present.Select(t => EvidenceTable.All[t].Type.Name));
        if (run.Covered.Find(seq) is not { } covered)
        {
            run.Found("row.uncovered", $"Event {seq} covers no rows, and {count} stand under it ({names}).");
        }
        else if (covered.Count != count)
        {
            run.Found("row.count", $"Event {seq} covers {covered.Count} rows; {count} stand under it{(names.Length == 0 ? "" : $" ({names})")}. Rows were added or removed.");
        }
        else if (!Orders(present).Any(order => Matches(order, tables, covered.Sha256.Bytes)))
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
}
