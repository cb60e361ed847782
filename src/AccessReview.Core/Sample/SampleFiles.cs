using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AccessReview.Core.Sample;

/// <summary>The files of Harbourlight, an invented organisation of 500 people and its Heap, with every date moved so that the day
/// they were exported is today.</summary>
public static partial class SampleFiles
{
    /// <summary>The instant the files were exported at, as they lie in the product.</summary>
    private static readonly DateTime ExportedAt = new(2026, 11, 20, 18, 0, 0, DateTimeKind.Utc);

    /// <summary>One of <c>staff.csv</c>, <c>heap-users-2026Q4.csv</c>, <c>heap-team-members-2026Q4.csv</c>, <c>heap-teams.csv</c> as if
    /// exported at <paramref name="exportedAt"/>: calendar days move by whole days, instants by the exact difference.</summary>
    public static byte[] Read(string name, DateTime exportedAt)
    {
        using var stream = typeof(SampleFiles).Assembly.GetManifestResourceStream($"AccessReview.Core.Sample.harbourlight.{name}")
            ?? throw new ArgumentException($"There is no sample file {name}.", nameof(name));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Encoding.UTF8.GetBytes(Move(reader.ReadToEnd(), exportedAt));
    }

    /// <summary>Moves the dates of a file's text.</summary>
    internal static string Move(string text, DateTime exportedAt)
    {
        var days = DateOnly.FromDateTime(exportedAt).DayNumber - DateOnly.FromDateTime(ExportedAt).DayNumber;
        return Dates().Replace(text, match => match.Groups["time"].Success
            ? (DateTime.Parse(match.Value, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal) + (exportedAt - ExportedAt)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : DateOnly.ParseExact(match.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture).AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"\b\d{4}-\d{2}-\d{2}(?<time>T\d{2}:\d{2}:\d{2}Z)?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Dates();
}
