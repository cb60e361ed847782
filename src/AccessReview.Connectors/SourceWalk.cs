using System.Globalization;

namespace AccessReview.Connectors;

/// <summary>How far one list was read.</summary>
/// <param name="List">Its name.</param>
/// <param name="Pages">Pages received.</param>
/// <param name="Received">Records received, repeated ones too.</param>
/// <param name="Distinct">Different records.</param>
/// <param name="Claimed">How many the source said last; null: it never said.</param>
public sealed record ListCount(string List, int Pages, int Received, int Distinct, int? Claimed);

/// <summary>Walks through a source's lists and judges whether each came to a proper end: RFC 7644 3.4.2.4 and RFC 9865 as servers
/// really do them. A short page is normal where links or cursors lead on.</summary>
public sealed class SourceWalk
{
    /// <summary>More pages than any honest list has; a server that never ends is stopped here.</summary>
    public const int MaxPages = 100_000;

    /// <summary>Pages of a list that is only good to know after which the rest is left: its newest records come first. One that tells more of the records
    /// of the first list is left only after as many as those are.</summary>
    public const int MaxOptionalPages = 200;

    /// <summary>A claim is believed so far as it costs a few megabytes.</summary>
    internal const int MostPrepared = 100_000;

    private readonly ISource source;
    private readonly Queue<string> waiting;
    private readonly List<(string List, string Sentence)> notKnown = [];
    private readonly List<string> absent = [];
    private readonly List<string> left = [];
    private readonly List<ListCount> counts = [];
    private readonly List<string> reasons = [];
    private readonly HashSet<string> named;
    private HashSet<string> ids = new(StringComparer.Ordinal);
    private HashSet<string> cursors = new(StringComparer.Ordinal);
    private int pages;
    private int listPages;
    private int received;
    private int? claimed;
    private Seam? seam;
    private bool wholePages;
    private bool asAsked;

    /// <summary>Before the first page.</summary>
    public SourceWalk(ISource source)
    {
        this.source = source;
        waiting = new(source.Lists);
        named = new(source.Lists, StringComparer.Ordinal);
        At = waiting.TryDequeue(out var first) ? (first, null) : null;
    }

    /// <summary>The page to fetch now; null: the walk is over.</summary>
    public (string List, string? Cursor)? At { get; private set; }

    /// <summary>Each list that was read to its end.</summary>
    public IReadOnlyList<ListCount> Counts => counts;

    /// <summary>Why what was read is not everything, each in a sentence; empty: it is.</summary>
    public IReadOnlyList<string> Reasons => reasons;

    /// <summary>Whether a list came apart while it was read: one read by position moved, so that somebody may stand between two pages, or the source
    /// no longer knows where it was to go on. Only reading it from its beginning tells.</summary>
    public bool Torn { get; private set; }

    /// <summary>What would have been good to know and is not, each in a sentence.</summary>
    public IReadOnlyList<string> NotKnown => NotKnownOf(_ => true);

    /// <summary>The same of some lists.</summary>
    public IReadOnlyList<string> NotKnownOf(Func<string, bool> lists) => [.. notKnown.Where(n => lists(n.List)).Select(n => n.Sentence)];

    /// <summary>Whether some lists were read to their ends: none broke off, and none was left because another one of its kind did.</summary>
    public bool IsWhole(Func<string, bool> lists) => !notKnown.Exists(n => lists(n.List)) && !left.Any(lists);

    /// <summary>Lists that the source says it does not have.</summary>
    public IReadOnlyList<string> Absent => absent;

    /// <summary>Lists where more came than the source claims.</summary>
    public IReadOnlyList<ListCount> More => [.. counts.Where(c => c.Claimed < c.Distinct)];

    /// <summary>Takes the page that was asked for and goes on.</summary>
    /// <returns>For each record of the page whether it is new; a repeated one is not to be stored twice.</returns>
    public IReadOnlyList<bool> Take(SourcePage page)
    {
        var (list, _) = At ?? throw new InvalidOperationException("The walk is over.");
        var joins = seam is not null && page.Ids.FirstOrDefault() == seam.Last;
        var fell = page.Ids.Count > 0 && page.Claimed < claimed && page.Claimed != page.Ids.Count;
        (pages, listPages, received) = (pages + 1, listPages + 1, received + page.Ids.Count - (joins ? 1 : 0));
        // Accounts come and go while a list is read, so the newest number holds; an empty page past the end can only raise it.
        claimed = page.Ids.Count == 0 && claimed > page.Claimed ? claimed : page.Claimed ?? claimed;
        if (listPages == 1)
        {
            ids.EnsureCapacity(Math.Clamp(claimed ?? 0, 0, MostPrepared));
        }

        var fresh = page.Ids.Select(ids.Add).ToList();
        foreach (var sentence in page.Unreadable)
        {
            Blame(list, sentence);
        }

        foreach (var more in page.More.Where(named.Add))
        {
            waiting.Enqueue(more);
        }

        var next = page.Paging == PagingKind.Cursor ? AfterCursor(list, page) : AfterPosition(page, fresh.Contains(true), joins, fell);
        if (Torn)
        {
            reasons.Add($"{list}: records came or went while the list was read, so that others may be missing. Read it again when fewer come and go.");
            At = null;
            return fresh;
        }

        if (next is not null && source.IsOptional(list) && listPages >= MostPages(list))
        {
            Blame(list, string.Create(CultureInfo.InvariantCulture, $"{list}: only the {(source.IsMain(list) ? "first" : "newest")} {received:N0} records were read."));
            next = null;
        }

        if (next is not null && pages >= MaxPages)
        {
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"{list}: after {MaxPages:N0} pages there was still no end."));
            (next, claimed) = (null, null);
            waiting.Clear();
        }

        if (next is not null)
        {
            At = (list, next);
        }
        else
        {
            EndList(list);
        }

        return fresh;
    }

    /// <summary>Takes that a page does not come, for what kept it: a list that the source does not have is over before it began, and one whose next page
    /// it no longer knows has to be read from its beginning.</summary>
    public void Break(ConnectorException fault)
    {
        if (At is var (list, _) && listPages == 0 && source.IsWithout(list, fault))
        {
            absent.Add(list);
            Leave();
            return;
        }

        Torn = fault.Fault == ConnectorFault.Lost;
        Break(fault.Message);
    }

    /// <summary>Takes that a page does not come: a list that is only good to know is left, and any other ends the walk where it stands.</summary>
    public void Break(string reason)
    {
        if (At is var (list, _) && source.IsOptional(list))
        {
            Blame(list, reason);
            claimed = null;
            LeaveOthers(source.KindOf(list));
            EndList(list);
            return;
        }

        reasons.Add(reason);
        At = null;
    }

    private int MostPages(string list) => source.IsMain(list) && counts is [var first, ..] ? Math.Max(first.Distinct, MaxOptionalPages) : MaxOptionalPages;

    // A log that may not be read is refused once, and not once for everybody it is asked about.
    private void LeaveOthers(string kind)
    {
        var others = waiting.ToLookup(l => source.IsOptional(l) && source.KindOf(l) == kind);
        left.AddRange(others[true]);
        waiting.Clear();
        foreach (var other in others[false])
        {
            waiting.Enqueue(other);
        }
    }

    private void Blame(string list, string sentence)
    {
        if (source.IsOptional(list))
        {
            notKnown.Add((list, sentence));
        }
        else
        {
            reasons.Add(sentence);
        }
    }

    private string? AfterCursor(string list, SourcePage page)
    {
        if (page.Next is { } next && !cursors.Add(next))
        {
            Blame(list, $"{list}: the source led to a page that was read already. Nobody knows what is missing.");
            return null;
        }

        return page.Next;
    }

    // "Empty" alone is no end and "total reached" alone is none: servers were seen that begin again, and that call the page the total. Nor does
    // a total tell that somebody slipped from one page onto another: one may have gone and one have come.
    private string? AfterPosition(SourcePage page, bool anyNew, bool joins, bool fell)
    {
        if (seam is { } before && !joins && page.Ids.FirstOrDefault() == before.First)
        {
            (wholePages, seam) = (true, null);
            return before.Next;
        }

        // Where pages do not overlap, somebody who went shows only in a total that falls.
        Torn = seam is null ? fell : !joins && (anyNew || ids.Count < claimed);
        // A short page is the last one only of a source that gives as many as it is asked for: one that cuts its pages shorter has more to give.
        asAsked |= page.Ids.Count >= page.Asked || page.Size == page.Asked;
        var over = !anyNew || page.Next is null || (asAsked && page.Ids.Count < page.Asked && ids.Count >= claimed);
        seam = wholePages || page.Overlapping is null ? null : new Seam(page.Ids[0], page.Ids[^1], page.Next);
        return over ? null : seam is null ? page.Next : page.Overlapping;
    }

    private void EndList(string list)
    {
        if (claimed is { } total && ids.Count < total)
        {
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"{list}: the source says there are {total:N0}, and {ids.Count:N0} came."));
        }

        counts.Add(new ListCount(list, listPages, received, ids.Count, claimed));
        Leave();
    }

    private void Leave()
    {
        (ids, cursors, listPages, received, claimed, seam, wholePages, asAsked) = (new(StringComparer.Ordinal), new(StringComparer.Ordinal), 0, 0, null, null, false, false);
        At = waiting.TryDequeue(out var next) ? (next, null) : null;
    }

    /// <summary>The page before one that overlaps it.</summary>
    /// <param name="First">Its first record; a server that only knows where whole pages begin shows it again.</param>
    /// <param name="Last">Its last record, with which the next page begins unless the list moved.</param>
    /// <param name="Next">Where it goes on without overlapping.</param>
    private sealed record Seam(string First, string Last, string? Next);
}
