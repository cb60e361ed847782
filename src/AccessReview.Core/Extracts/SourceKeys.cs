using System.Globalization;

namespace AccessReview.Core.Extracts;

/// <summary>What makes two readings' lines the same account, person or group: the source's own id, else the address or name.</summary>
internal static class SourceKeys
{
    public static string Of(Connectors.Account account) => account.Id ?? TextKey.Of(account.Email);

    public static string Of(Connectors.Person person) => person.EmployeeId ?? TextKey.Of(person.WorkEmail);

    /// <summary>The key of somebody new: where another way gave the same one to somebody else, it is marked with the first reading.</summary>
    /// <param name="key">What this way gives.</param>
    /// <param name="taken">The keys that others have.</param>
    /// <param name="extractId">The reading.</param>
    /// <param name="most">The most characters of a key.</param>
    public static string Free(string key, IReadOnlySet<string> taken, long extractId, int most)
    {
        var mark = string.Create(CultureInfo.InvariantCulture, $"#{extractId}");
        return taken.Contains(key) ? Shortened.To(most - mark.Length, key) + mark : key;
    }

    public static string OfGroup(string name) => TextKey.Of(name);
}

/// <summary>The keys of groups: a file repeats a name on thousands of lines, and each spelling is made a key once.</summary>
internal sealed class GroupKeys
{
    private readonly Dictionary<string, string> keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    /// <summary>The source's own id, else the key of the name.</summary>
    public string Of(string name, string? id) => id ?? Of(name);

    /// <summary>The key of a name.</summary>
    public string Of(string name) => keys.TryGetValue(name, out var key) ? key : keys[name] = SourceKeys.OfGroup(name);

    /// <summary>A number for a name, the same for all spellings of one key.</summary>
    public int NumberOf(string name)
    {
        var key = Of(name);
        return numbers.TryGetValue(key, out var number) ? number : numbers[key] = numbers.Count;
    }
}
