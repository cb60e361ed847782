using AccessReview.Core;
using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;
using Microsoft.AspNetCore.Components.Web.Virtualization;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>One line of the flat list: a group's head, or a row.</summary>
internal sealed record ListLine(int Index, QueueGroup? Head, long TurnId);

/// <summary>The flat index of the list: group heads are lines like the others, sums of the groups' counts say which line is which, and a
/// window is read inside its groups. Rows that were read are kept while they are near, and read again when they change.</summary>
internal sealed class ReviewList(ReviewQueue queue, TimeProvider time, Actor actor, long campaignId)
{
    private const int MostKept = 2000;
    private readonly Dictionary<long, QueueRow> rows = [];
    private readonly Dictionary<(AttentionRank Rank, int Offset), int> anchors = [];
    private readonly Dictionary<long, DateTime> shown = [];

    /// <summary>What it shows.</summary>
    public QueueFilter Filter { get; private set; } = new();

    /// <summary>The groups.</summary>
    public IReadOnlyList<QueueGroup> Groups { get; private set; } = [];

    /// <summary>Rows, heads not counted.</summary>
    public int Count => Groups.Sum(g => g.Count);

    /// <summary>Reads the index anew.</summary>
    public async Task LoadAsync(QueueFilter filter, CancellationToken cancel)
    {
        var opened = filter.Show == QueueShow.ToDecide ? await queue.LastEventAsync(cancel) : long.MaxValue;
        Filter = filter with { OpenedSeq = opened };
        Groups = await queue.GroupsAsync(actor, campaignId, Filter, cancel);
        rows.Clear();
        anchors.Clear();
    }

    /// <summary>A row that has been read; null when it is not near.</summary>
    public QueueRow? Row(long turnId) => rows.GetValueOrDefault(turnId);

    /// <summary>When an exception's row was first shown.</summary>
    public DateTime? FirstShown(long turnId) => shown.TryGetValue(turnId, out var at) ? at : null;

    /// <summary>The lines of a window.</summary>
    public async ValueTask<ItemsProviderResult<ListLine>> ProvideAsync(ItemsProviderRequest request)
    {
        var lines = new List<ListLine>(request.Count);
        var start = 0;
        foreach (var group in Groups)
        {
            var (from, to) = (Math.Max(request.StartIndex, start), Math.Min(request.StartIndex + request.Count, start + 1 + group.Count));
            if (from == start && from < to)
            {
                lines.Add(new ListLine(start, group, 0));
                from++;
            }

            if (from < to)
            {
                var window = await WindowAsync(group.Rank, from - start - 1, to - from, request.CancellationToken);
                lines.AddRange(window.Select((row, i) => new ListLine(from + i, null, row.TurnId)));
            }

            start += 1 + group.Count;
        }

        return new ItemsProviderResult<ListLine>(lines, start);
    }

    /// <summary>Reads rows again that changed. Those that are no longer the reviewer's stay as they were.</summary>
    public async Task RefreshAsync(IReadOnlyCollection<long> turnIds, CancellationToken cancel)
    {
        foreach (var row in await queue.RowsAsync(actor, [.. turnIds.Where(rows.ContainsKey)], cancel))
        {
            rows[row.TurnId] = row;
        }
    }

    /// <summary>The line of a row by its number; null when the filter hides it.</summary>
    public async Task<int?> IndexAsync(int number, CancellationToken cancel)
    {
        if (await queue.PositionAsync(actor, campaignId, Filter, number, cancel) is not { } position)
        {
            return null;
        }

        return Groups.TakeWhile(g => g.Rank < position.Rank).Sum(g => g.Count + 1) + 1 + position.Before;
    }

    /// <summary>The number of the next undecided row after a row.</summary>
    public async Task<int?> NextAsync(QueueRow row, CancellationToken cancel) => await queue.NextAsync(actor, campaignId, Filter, row.Rank, row.Number, cancel);

    /// <summary>The turn of a number.</summary>
    public async Task<long?> TurnAsync(int number, CancellationToken cancel) => await queue.TurnAsync(actor, campaignId, number, cancel);

    /// <summary>What <em>select all</em> of the list, or of a group, means now.</summary>
    public Task<IReadOnlyList<SeenTurn>> AllAsync(AttentionRank? rank, CancellationToken cancel) => queue.AllAsync(actor, campaignId, Filter, rank, cancel);

    private async Task<IReadOnlyList<QueueRow>> WindowAsync(AttentionRank rank, int offset, int count, CancellationToken cancel)
    {
        var nearest = anchors.Keys.Where(a => a.Rank == rank && a.Offset <= offset).Select(a => a.Offset).DefaultIfEmpty(0).Max();
        var after = anchors.GetValueOrDefault((rank, nearest));
        var window = await queue.WindowAsync(actor, campaignId, Filter, rank, after, offset - nearest, count, cancel);
        if (rows.Count > MostKept)
        {
            rows.Clear();
        }

        foreach (var row in window)
        {
            rows[row.TurnId] = row;
            if (!row.IsRoutine)
            {
                shown.TryAdd(row.TurnId, time.Now());
            }
        }

        if (window.Count > 0)
        {
            anchors[(rank, offset + window.Count)] = window[^1].Number;
        }

        return window;
    }
}
