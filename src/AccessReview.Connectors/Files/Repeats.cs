namespace AccessReview.Connectors.Files;

/// <summary>Finds out which texts may have come more than once, without keeping them: of each only eight bytes are kept.</summary>
/// <param name="expected">How many will come.</param>
public sealed class Repeats(int expected)
{
    private const ulong Begin = 14695981039346656037;
    private const ulong Prime = 1099511628211;
    private readonly List<ulong> hashes = new(expected);

    /// <summary>Notes a text by its <see cref="HashOf(string)"/>.</summary>
    public void Add(ulong hash) => hashes.Add(hash);

    /// <summary>The hashes that came more than once. Equal texts are among them, and seldom two that differ.</summary>
    public HashSet<ulong> Found()
    {
        hashes.Sort();
        var found = new HashSet<ulong>();
        for (var i = 1; i < hashes.Count; i++)
        {
            if (hashes[i] == hashes[i - 1])
            {
                found.Add(hashes[i]);
            }
        }
        return found;
    }

    /// <summary>FNV-1a of a text (Fowler, Noll, Vo), over its characters.</summary>
    public static ulong HashOf(string text) => HashOf(text, Begin);

    /// <summary>The same of a line: its cells one after the other.</summary>
    public static ulong HashOf(TableLine line)
    {
        var hash = Begin;
        for (var i = 0; i < line.Cells.Count; i++)
        {
            hash = (HashOf(line.Cells[i], hash) ^ char.MaxValue) * Prime;
        }
        return hash;
    }

    private static ulong HashOf(string text, ulong hash)
    {
        foreach (var c in text)
        {
            hash = (hash ^ c) * Prime;
        }
        return hash;
    }
}

/// <summary>Watches over the keys of a file's lines. They are not kept: a first look notes their hashes, and only where some of these
/// are equal a second look keeps those keys and tells them apart.</summary>
internal sealed class LineKeys
{
    private readonly Repeats? all;
    private readonly HashSet<ulong> watched = [];
    private readonly Dictionary<string, int> first = new(StringComparer.Ordinal);

    /// <summary>For a first look at so many lines.</summary>
    public LineKeys(int lines) => all = new Repeats(lines);

    private LineKeys(HashSet<ulong> watched) => this.watched = watched;

    /// <summary>In a second look, the earlier line of the same key.</summary>
    public int? Earlier(string key, int line)
    {
        var hash = Repeats.HashOf(key);
        all?.Add(hash);
        if (!watched.Contains(hash) || first.TryAdd(key, line))
        {
            return null;
        }
        return first[key];
    }

    /// <summary>For the second look; null when no key came twice.</summary>
    public LineKeys? Again() => all?.Found() is { Count: > 0 } found ? new LineKeys(found) : null;
}
