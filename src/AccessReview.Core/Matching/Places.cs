namespace AccessReview.Core.Matching;

/// <summary>Where in a list what belongs to a key stands. Nearly every key has one place.</summary>
/// <param name="expected">How many keys there will be.</param>
internal sealed class Places<TKey>(int expected)
    where TKey : notnull
{
    private readonly Dictionary<TKey, int> first = new(expected);
    private readonly Dictionary<TKey, List<int>> several = [];

    /// <summary>Notes a place, once.</summary>
    public void Add(TKey key, int place)
    {
        if (first.TryAdd(key, place) || first[key] == place)
        {
            return;
        }

        if (!several.TryGetValue(key, out var places))
        {
            several[key] = places = [first[key]];
        }

        if (!places.Contains(place))
        {
            places.Add(place);
        }
    }

    /// <summary>The places of a key, in the order in which they were noted.</summary>
    public IReadOnlyList<int> Of(TKey key) => several.TryGetValue(key, out var places) ? places : first.TryGetValue(key, out var place) ? [place] : [];
}
