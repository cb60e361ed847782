using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;

namespace AccessReview.Core.Reviewing;

/// <summary>The head of a group of the list.</summary>
/// <param name="By">What the list is grouped by.</param>
/// <param name="Key">The group among its like.</param>
/// <param name="Rank">The finding, when grouped by it.</param>
/// <param name="Change">The change, when grouped by it.</param>
/// <param name="Name">The person or group, when grouped by it.</param>
/// <param name="Count">Items in it.</param>
/// <param name="Accounts">Of those, user accounts.</param>
/// <param name="Left">Of those undecided.</param>
/// <param name="Lines">Routine lines in it.</param>
public sealed record SliceHead(QueueGrouping By, string Key, AttentionRank? Rank, ReviewChange? Change, string Name, int Count, int Accounts, int Left, int Lines);

/// <summary>One line of the flat list: a group's head, a routine line, or a row; exactly one of the three.</summary>
/// <param name="Head">A head.</param>
/// <param name="Routine">A routine line; for a row: the opened line it lies in, if any.</param>
/// <param name="Row">A row.</param>
public readonly record struct ListLine(SliceHead? Head, RoutineLine? Routine, SliceRow? Row)
{
    /// <summary>Its name in the browser; empty for a head.</summary>
    public string Id => Row is { } row ? row.TurnId.ToString(System.Globalization.CultureInfo.InvariantCulture) : Routine?.Id ?? "";

    /// <summary>Whether something in it waits for a decision.</summary>
    public bool IsOpen => Row is { } row ? row.State == TurnState.Undecided : Routine is { } line && line.Left > 0;
}

/// <summary>The flat list under a filter: heads, routine lines and rows, each one line high.</summary>
/// <param name="Lines">They, from top to bottom.</param>
/// <param name="Items">Items the filter leaves, those inside closed lines included.</param>
/// <param name="Heads">Groups.</param>
public sealed record ListIndex(IReadOnlyList<ListLine> Lines, int Items, int Heads)
{
    private Dictionary<string, int>? places;

    /// <summary>Nothing.</summary>
    public static ListIndex Empty { get; } = new([], 0, 0);

    /// <summary>Items it leaves that are undecided.</summary>
    public int Left => Lines.Sum(l => l.Head?.Left ?? 0);

    /// <summary>The line of a row or routine line by its name; null when it is not there.</summary>
    public int? Of(string id)
    {
        if (places is null)
        {
            places = new Dictionary<string, int>(Lines.Count, StringComparer.Ordinal);
            for (var i = 0; i < Lines.Count; i++)
            {
                places[Lines[i].Id] = i;
            }
        }

        return id.Length > 0 && places.TryGetValue(id, out var at) ? at : null;
    }

    /// <summary>The routine line a row lies in, open or closed; null when it lies in none.</summary>
    public RoutineLine? LineOf(SliceRow row) => Lines.FirstOrDefault(l => l is { Row: null, Routine: { } line } && line.Rows.Any(r => r.TurnId == row.TurnId)).Routine;

    /// <summary>The row or routine line at a place, or the next one after it; else the last; null when there is none.</summary>
    public int? At(int place)
    {
        var at = place + Lines.Skip(place).TakeWhile(l => l.Head is not null).Count();
        return Lines.Count == 0 ? null : Math.Min(at, Lines.Count - 1);
    }

    /// <summary>The first line after a place on which something waits for a decision; else the first of all; null when nothing waits. What
    /// lies inside an opened line waits in that line.</summary>
    public int? NextOpen(int after)
    {
        int? first = null;
        for (var i = 0; i < Lines.Count; i++)
        {
            if (Lines[i] is { IsOpen: true } line && (line.Row is null || line.Routine is null))
            {
                if (i > after)
                {
                    return i;
                }

                first ??= i;
            }
        }

        return first;
    }
}
