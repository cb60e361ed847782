using System.Globalization;

namespace AccessReview.Core.Evidence.Pack;

/// <summary>Names of raw files as they may stand in a zip, a manifest and on both systems.</summary>
internal static class SourceName
{
    private const int MaxLength = 120;

    /// <summary>The last part of the name, of letters, digits and <c>-_.</c>, and unlike those taken.</summary>
    internal static string Of(string name, IEnumerable<string> taken)
    {
        var plain = string.Concat(name.Split('/', '\\')[^1].Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_'));
        plain = plain.TrimStart('.', '-');
        plain = (plain.Length > MaxLength ? plain[^MaxLength..].TrimStart('.', '-') : plain) is { Length: > 0 } usable ? usable : "file";
        var names = taken.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var free = plain;
        for (var i = 2; names.Contains(free); i++)
        {
            free = string.Create(
                CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(plain)}-{i}{Path.GetExtension(plain)}");
        }

        return free;
    }
}
