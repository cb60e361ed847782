using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AccessReview.Connectors.Files;

namespace AccessReview.Connectors;

/// <summary>Reads JSON as other systems really write it: names in any case, numbers where text belongs, nulls for nothing.</summary>
internal static partial class Json
{
    /// <summary>A member by name, in any case; null when there is none or it is null.</summary>
    public static JsonElement? Get(this JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var found = AsWritten(element, name) ?? InAnyCase(element, name);
        return found.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? null : found;
    }

    private static JsonElement? AsWritten(JsonElement element, string name)
    {
        try
        {
            return element.TryGetProperty(name, out var found) ? found : null;
        }
        catch (InvalidOperationException)
        {
            // Beside it stands a name with half a character, which is never asked for.
            return null;
        }
    }

    // Most members asked for are missing in most records: no text is made of the names of the others.
    private static JsonElement InAnyCase(JsonElement element, string name)
    {
        foreach (var member in element.EnumerateObject())
        {
            var written = JsonMarshal.GetRawUtf8PropertyName(member);
            if (written.Contains((byte)'\\') ? Name(member).Equals(name, StringComparison.OrdinalIgnoreCase) : Ascii.EqualsIgnoreCase(written, name))
            {
                return member.Value;
            }
        }

        return default;
    }

    /// <summary>A member's name; empty where it has half a character in it, which is no text.</summary>
    public static string Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    /// <summary>Text, or a number as text; trimmed and free of control characters; null when nothing is left.</summary>
    public static string? Text(this JsonElement? element) => element?.ValueKind switch
    {
        JsonValueKind.String => Filled(Whole(element.Value)),
        JsonValueKind.Number => element.Value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    /// <summary>A member as text.</summary>
    public static string? Text(this JsonElement element, string name) => element.Get(name).Text();

    /// <summary>An identifier exactly as the source writes it, number or text; null when there is none.</summary>
    public static string? Id(this JsonElement element, string name) => element.Get(name) is not { } id ? null : id.ValueKind switch
    {
        JsonValueKind.String => Whole(id) is { Length: > 0 } text ? text : null,
        JsonValueKind.Number => id.GetRawText(),
        _ => null,
    };

    /// <summary>A whole number, also when written as text or with a fraction of zero; one that is too large is given as the largest.</summary>
    public static int? Number(this JsonElement element, string name) =>
        double.TryParse(element.Text(name), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) && double.IsInteger(number)
            ? (int)Math.Clamp(number, int.MinValue, int.MaxValue) : null;

    /// <summary>True or false, also as the text "True" or "false"; null for anything else.</summary>
    public static bool? Flag(this JsonElement element, string name) => bool.TryParse(element.Text(name), out var flag) ? flag : null;

    /// <summary>An instant (UTC). The years 1 and 1970, which systems write for never, are given as null.</summary>
    public static DateTime? Instant(this JsonElement element, string name)
    {
        var written = element.Get(name);
        // ISO 8601 in UTC, as nearly everybody writes it, needs no text.
        return written is { ValueKind: JsonValueKind.String } iso && iso.TryGetDateTime(out var exact) && exact.Kind == DateTimeKind.Utc ? Known(exact)
            : DateTimeOffset.TryParse(written.Text(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? Known(at.UtcDateTime) : null;

        static DateTime? Known(DateTime at) => at.Year > 1970 ? at : null;
    }

    /// <summary>When something was last used: not known where there is no instant, never where one of the years stands that systems write for it.</summary>
    public static LastUse Use(this JsonElement element, string name) =>
        element.Instant(name) is { } at ? LastUse.On(at)
        : DateTimeOffset.TryParse(element.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _) ? LastUse.Never : LastUse.NotKnown;

    /// <summary>The elements of a list; none when it is missing, and one when a single object stands where the list belongs.</summary>
    public static IEnumerable<JsonElement> List(this JsonElement element, string name) => element.Get(name) switch
    {
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray(),
        { ValueKind: JsonValueKind.Object } one => [one],
        _ => [],
    };

    /// <summary>The texts of a list; what is none of them is left out.</summary>
    public static IEnumerable<string> Texts(this JsonElement element, string name) => element.List(name).Select(e => ((JsonElement?)e).Text()).OfType<string>();

    /// <summary>Half a surrogate pair is legal JSON and no text: a replacement character stands for it.</summary>
    private static string Whole(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return JsonSerializer.Deserialize<string>(LoneSurrogate().Replace(text.GetRawText(), @"\ufffd"))!;
        }
    }

    [GeneratedRegex(@"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}", RegexOptions.None, 1000)]
    private static partial Regex LoneSurrogate();

    private static string? Filled(string text) => CellText.Clean(text) is { Length: > 0 } clean ? clean : null;
}
