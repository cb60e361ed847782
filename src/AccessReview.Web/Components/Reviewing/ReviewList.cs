using System.Globalization;
using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;
using Microsoft.AspNetCore.Components.Web.Virtualization;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>The list as one reviewer has it open: the slice, the filter, the routine lines whose names are shown, and the rows on the
/// screen, which are kept while they are near and read again when they change.</summary>
internal sealed class ReviewList(ReviewQueue queue, TimeProvider time, Actor actor, long campaignId, DateTime launchedAt)
{
    private const int MostKept = 2000;
    private readonly Dictionary<long, QueueRow> rows = [];
    private readonly Dictionary<long, DateTime> shown = [];
    private readonly Dictionary<string, DateTime> namesShown = new(StringComparer.Ordinal);
    private readonly HashSet<string> open = new(StringComparer.Ordinal);
    private ReviewSlice slice = new([], new Dictionary<long, string>(), 0);
    private FoundTurns found = new();
    private QueueFilter asked = new();
    private int begun;
    private int taken;
    private bool stale;

    /// <summary>What it shows.</summary>
    public QueueFilter Filter { get; private set; } = new();

    /// <summary>The lines.</summary>
    public ListIndex Index { get; private set; } = ListIndex.Empty;

    /// <summary>Items before the reviewer, whatever the filter.</summary>
    public int Total => slice.Rows.Count;

    /// <summary>The campaign's applications.</summary>
    public IReadOnlyDictionary<long, string> Applications => slice.Applications;

    /// <summary>Items before the reviewer that the filter's statement covers.</summary>
    public int Signed => found.Signed?.Count ?? 0;

    /// <summary>The counts beside the list.</summary>
    public Facets Facets { get; private set; } = new ReviewSlice([], new Dictionary<long, string>(), 0).Count(new QueueFilter(), null);

    /// <summary>Reads everything anew. Opened lines stay open. Where another filter is asked for meanwhile, that is what is shown, and of two
    /// readings under the same what began last, whichever is answered last.</summary>
    public async Task LoadAsync(QueueFilter filter, CancellationToken cancel)
    {
        asked = filter;
        var mine = ++begun;
        var named = await NamedAsync(filter, cancel);

        // Read last: nothing that happened to a row since is left out because something else was still waited for.
        var read = await queue.SliceAsync(actor, campaignId, cancel);
        if (asked == filter && mine > taken)
        {
            taken = mine;
            (slice, found, Filter, stale) = (read, In(named, filter, read), filter, false);
            rows.Clear();
            Draw();
        }
    }

    /// <summary>Takes what happened to own rows since: by this page, another tab, or somebody else.</summary>
    /// <param name="total">Items before the reviewer as counted now; another number means that rows came or went.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>False when rows came or went: the list must be read anew.</returns>
    public async Task<bool> CatchUpAsync(int total, CancellationToken cancel)
    {
        var changed = await queue.SinceAsync(actor, campaignId, slice.Seq, cancel);
        if (!slice.Put(changed) || total != slice.Rows.Count || stale)
        {
            return false;
        }

        // What this page did itself was read when it was answered.
        await ReadAgainAsync([.. changed.Where(r => rows.TryGetValue(r.TurnId, out var read) && read.EventSeq != r.EventSeq || r.Question != QuestionState.NotAsked).Select(r => r.TurnId)], cancel);
        Draw();
        return true;
    }

    /// <summary>A row that has been read; null when it is not near.</summary>
    public QueueRow? Row(long turnId) => rows.GetValueOrDefault(turnId);

    /// <summary>A row of the slice; null when it is not before the reviewer.</summary>
    public SliceRow? Slim(long turnId) => slice.Row(turnId);

    /// <summary>How many of an account's groups are before the reviewer and not decided by themselves; of an assignment none.</summary>
    public int GroupsOf(long turnId) =>
        Slim(turnId) is { IsAccount: true } account ? slice.Rows.Count(r => r is { IsAccount: false, Signed: false } && r.BlockId == account.BlockId && (r.State == TurnState.Undecided || r.WentWithAccount)) : 0;

    /// <summary>The first row or routine line; null when nothing is shown.</summary>
    public int? First => Index.At(0);

    /// <summary>The row of an item's number.</summary>
    public SliceRow? Numbered(int number) => slice.Numbered(number);

    /// <summary>A routine line by its name; null when the list has none such.</summary>
    public RoutineLine? Line(string id) => Index.Of(id) is { } at ? Index.Lines[at].Routine : null;

    /// <summary>When an exception's row was first shown.</summary>
    public DateTime? FirstShown(long turnId) => shown.TryGetValue(turnId, out var at) ? at : null;

    /// <summary>When the names of a routine line were first shown; null: not yet.</summary>
    public DateTime? NamesShown(string id) => namesShown.TryGetValue(id, out var at) ? at : null;

    /// <summary>What waits in a routine line of the list under a filter as it was shown: what was touched after an event is left out, and
    /// whatever the list shows by now is not asked.</summary>
    public async Task<IReadOnlyList<SeenTurn>> WaitingAsync(string line, QueueFilter filter, long seq, CancellationToken cancel)
    {
        var index = filter == Filter ? Index : slice.Index(filter, await FoundAsync(filter, cancel), open);
        return index.Of(line) is { } at ? [.. index.Lines[at].Routine!.Undecided.Where(r => r.EventSeq <= seq).Select(r => new SeenTurn(r.TurnId, r.EventSeq))] : [];
    }

    /// <summary>The turns that an event was the last to touch in a routine line of the list under a filter.</summary>
    public async Task<IReadOnlyList<long>> TouchedAsync(string line, QueueFilter filter, long seq, CancellationToken cancel) =>
        slice.TouchedIn(line, filter, await FoundAsync(filter, cancel), seq);

    /// <summary>Shows or hides the names of a routine line.</summary>
    public void Open(string id, bool show)
    {
        if (show && Line(id) is not null)
        {
            open.Add(id);
            // A clock that was set back since the launch says that they were shown before it.
            namesShown.TryAdd(id, time.Now() is var now && now > launchedAt ? now : launchedAt);
        }
        else
        {
            open.Remove(id);
        }

        Draw();
    }

    /// <summary>Opens the line a row lies in, so that the row can be gone to.</summary>
    public int? Reach(SliceRow row)
    {
        if (Index.Of(Id(row)) is null && Index.LineOf(row) is { } line)
        {
            Open(line.Id, show: true);
        }

        return Index.Of(Id(row));
    }

    /// <summary>The name of a row in the browser.</summary>
    public static string Id(SliceRow row) => row.TurnId.ToString(CultureInfo.InvariantCulture);

    /// <summary>The lines of a window.</summary>
    public async ValueTask<ItemsProviderResult<ScreenLine>> ProvideAsync(ItemsProviderRequest request)
    {
        var window = Window(request);
        await ReadAsync([.. window.Items.Select(l => l.Line.Row).OfType<SliceRow>().Select(r => r.TurnId)], request.CancellationToken);
        return window;
    }

    /// <summary>The lines of a window, whether or not their rows have been read.</summary>
    public ItemsProviderResult<ScreenLine> Window(ItemsProviderRequest request)
    {
        var (index, from) = (Index, request.StartIndex);
        return new([.. index.Lines.Skip(from).Take(request.Count).Select((line, i) => new ScreenLine(from + i, line, IsUnder(index, from + i)))], index.Lines.Count);
    }

    /// <summary>Reads rows again that changed.</summary>
    public Task RefreshAsync(IReadOnlyCollection<long> turnIds, CancellationToken cancel) => ReadAgainAsync(turnIds, cancel);

    /// <summary>Undecided rows of the whole list, at most as many as one selection holds.</summary>
    public IReadOnlyList<SeenTurn> All() => [.. Members(Index.Lines).Where(r => r.State == TurnState.Undecided).DistinctBy(r => r.TurnId).Take(DecideMany.MaxItems).Select(r => new SeenTurn(r.TurnId, r.EventSeq))];

    /// <summary>Rows of the whole list in its order, those inside closed lines included, at most so many.</summary>
    public async Task<IReadOnlyList<QueueRow>> AllRowsAsync(int most, CancellationToken cancel)
    {
        List<long> turns = [.. Members(Index.Lines).Select(r => r.TurnId).Distinct().Take(most)];
        var read = (await queue.RowsAsync(actor, turns, cancel)).ToDictionary(r => r.TurnId);
        return [.. turns.Where(read.ContainsKey).Select(t => read[t])];
    }

    private static IEnumerable<SliceRow> Members(IEnumerable<ListLine> lines) => lines.SelectMany(l => l.Row is { } row ? [row] : l.Routine?.Rows ?? []);

    /// <summary>Whether the lines above lead to the assignment's account, with nothing but its other assignments between.</summary>
    private static bool IsUnder(ListIndex index, int at)
    {
        if (index.Lines[at].Row is not { IsAccount: false } row)
        {
            return false;
        }

        do
        {
            at--;
        }
        while (at >= 0 && index.Lines[at].Row is { IsAccount: false } above && above.BlockId == row.BlockId);
        return at >= 0 && index.Lines[at].Row is { IsAccount: true } account && account.BlockId == row.BlockId;
    }

    /// <summary>The turns that the filter's text and its statement leave of the list.</summary>
    private async Task<FoundTurns> FoundAsync(QueueFilter filter, CancellationToken cancel) => In(await NamedAsync(filter, cancel), filter, slice);

    /// <summary>What the database knows of them.</summary>
    private async Task<FoundTurns> NamedAsync(QueueFilter filter, CancellationToken cancel) => new(
        filter.Text.Trim() is { Length: > 0 } text ? await queue.MatchesAsync(actor, campaignId, text, cancel) : null,
        filter.Signed is { } signed ? await queue.SignedAsync(actor, campaignId, signed, cancel) : null);

    /// <summary>And what a slice knows with it.</summary>
    private static FoundTurns In(FoundTurns named, QueueFilter filter, ReviewSlice slice) =>
        named.ByText is { } names ? named with { ByText = names.Union(slice.Matching(filter.Text.Trim())).ToHashSet() } : named;

    private async Task ReadAgainAsync(IReadOnlyCollection<long> turnIds, CancellationToken cancel)
    {
        foreach (var row in await queue.RowsAsync(actor, [.. turnIds.Where(rows.ContainsKey)], cancel))
        {
            rows[row.TurnId] = row;
        }
    }

    // What is near and was read before stays, also where nothing can be read just now.
    private async Task ReadAsync(HashSet<long> near, CancellationToken cancel)
    {
        List<long> wanted = [.. near.Where(t => !rows.ContainsKey(t))];
        if (wanted.Count == 0)
        {
            return;
        }

        var read = await queue.RowsAsync(actor, wanted, cancel);
        if (rows.Count > MostKept)
        {
            foreach (var far in rows.Keys.Where(t => !near.Contains(t)).ToList())
            {
                rows.Remove(far);
            }
        }

        stale |= read.Count != wanted.Count;
        foreach (var row in read)
        {
            rows[row.TurnId] = row;
            if (!row.IsRoutine)
            {
                shown.TryAdd(row.TurnId, time.Now());
            }
        }
    }

    private void Draw()
    {
        Index = slice.Index(Filter, found, open);
        Facets = slice.Count(Filter, found);
    }
}
