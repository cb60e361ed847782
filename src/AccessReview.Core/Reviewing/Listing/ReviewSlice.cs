using AccessReview.Core.Campaigns;

namespace AccessReview.Core.Reviewing;

/// <summary>Everything before one reviewer in one campaign, in memory: filters, counts, groups and routine lines are made of it without
/// asking the database again. Not safe for use by several threads at once.</summary>
/// <param name="items">The rows in the order of attention.</param>
/// <param name="applications">The campaign's applications by name.</param>
/// <param name="openedSeq">The last event when it was read: what is decided after it stays in sight.</param>
public sealed class ReviewSlice(List<SliceRow> items, IReadOnlyDictionary<long, string> applications, long openedSeq)
{
    private readonly Dictionary<long, int> places = items.Select((row, i) => (row.TurnId, i)).ToDictionary(p => p.TurnId, p => p.i);
    private readonly long opened = openedSeq;
    private HashSet<long>? accounts;

    /// <summary>The rows in the order of attention.</summary>
    public IReadOnlyList<SliceRow> Rows => items;

    /// <summary>The campaign's applications by name.</summary>
    public IReadOnlyDictionary<long, string> Applications => applications;

    /// <summary>The last event it knows of.</summary>
    public long Seq { get; private set; } = openedSeq;

    /// <summary>A row; null when it is not before the reviewer.</summary>
    public SliceRow? Row(long turnId) => places.TryGetValue(turnId, out var at) ? items[at] : null;

    /// <summary>The row of an item's number.</summary>
    public SliceRow? Numbered(int number) => items.Find(r => r.Number == number);

    /// <summary>Whether an assignment stands under its account, which is before the same reviewer.</summary>
    public bool InBlock(SliceRow row) => !row.IsAccount && (accounts ??= [.. items.Where(r => r.IsAccount).Select(r => r.BlockId)]).Contains(row.BlockId);

    /// <summary>Takes rows that changed.</summary>
    /// <returns>False when one of them was not before the reviewer: the slice must be read anew.</returns>
    public bool Put(IReadOnlyCollection<SliceRow> changed)
    {
        var known = true;
        foreach (var row in changed)
        {
            if (places.TryGetValue(row.TurnId, out var at))
            {
                items[at] = row;
            }
            else
            {
                known = false;
            }

            Seq = Math.Max(Seq, row.EventSeq);
        }

        return known;
    }

    /// <summary>Whether a row is shown: undecided, or decided since the list was opened; or, of the decided, any.</summary>
    public bool Shows(SliceRow row, QueueShow show) => show == QueueShow.Decided ? row.State != TurnState.Undecided : row.State == TurnState.Undecided || row.EventSeq > opened;

    /// <summary>The turns whose role or department has a word that begins so. What is in no slice, names and addresses, is found by <see cref="ReviewQueue.MatchesAsync"/>.</summary>
    public IEnumerable<long> Matching(string text)
    {
        var key = TextKey.Sort(text, QueueFilter.MaxText);
        var known = new Dictionary<string, bool>(StringComparer.Ordinal);
        bool Begins(string words)
        {
            if (!known.TryGetValue(words, out var begins))
            {
                var sort = TextKey.Sort(words);
                known[words] = begins = sort.StartsWith(key, StringComparison.Ordinal) || sort.Contains(" " + key, StringComparison.Ordinal);
            }

            return begins;
        }

        return items.Where(r => Begins(r.Role) || Begins(r.Department)).Select(r => r.TurnId);
    }

    /// <summary>The list under a filter.</summary>
    /// <param name="filter">What it shows.</param>
    /// <param name="found">The turns that its text and its statement leave; null when it has neither.</param>
    /// <param name="open">The routine lines whose names are shown.</param>
    public ListIndex Index(QueueFilter filter, FoundTurns? found, IReadOnlySet<string> open) =>
        ListBuilder.Of([.. items.Where(r => (filter.NamesItems || Shows(r, filter.Show)) && FilterRule.Leaves(filter, r, found))], filter, open);

    /// <summary>The turns of a routine line that an event was the last to touch, though the list was opened after it and shows them no more.</summary>
    /// <param name="line">The line's name.</param>
    /// <param name="filter">The list it was shown in.</param>
    /// <param name="found">The turns that its text and its statement leave; null when it has neither.</param>
    /// <param name="seq">The event.</param>
    public IReadOnlyList<long> TouchedIn(string line, QueueFilter filter, FoundTurns? found, long seq)
    {
        var then = ListBuilder.Of([.. items.Where(r => (r.State == TurnState.Undecided || r.EventSeq >= seq) && FilterRule.Leaves(filter, r, found))], filter, new HashSet<string>());
        return then.Of(line) is { } at ? [.. then.Lines[at].Routine!.Rows.Where(r => r.EventSeq == seq).Select(r => r.TurnId)] : [];
    }

    /// <summary>The counts beside the list.</summary>
    public Facets Count(QueueFilter filter, FoundTurns? found) => FacetCount.Of(items, applications, filter, found);
}
