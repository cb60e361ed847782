using System.Globalization;
using System.Text.RegularExpressions;

namespace AccessReview.Connectors.Files;

/// <summary>A day, perhaps with a time and an offset, as it was written.</summary>
internal readonly record struct WrittenDate(DateOnly Day, TimeSpan? Time, TimeSpan? Offset)
{
    /// <summary>Spreadsheets and databases count from here.</summary>
    private const int LastYearOfZero = 1900;

    /// <summary>Operating systems count from here.</summary>
    private static readonly DateOnly Epoch = new(1970, 1, 1);

    /// <summary>Whether systems write this day for none at all: the one they count from. West of Greenwich the first of 1970 is the day before.</summary>
    public bool IsZero => Day.Year <= LastYearOfZero || Day == Epoch || Day == Epoch.AddDays(-1);

    /// <summary>Whether it is in the year 9999, with which many systems write that there is no end.</summary>
    public bool IsNoEnd => Day.Year == DateText.NoEnd;

    /// <summary>The instant (UTC, whole milliseconds). A day without a time is its midnight in UTC whatever the zone, so that it stays the day that was
    /// written: when on that day, nobody says.</summary>
    public DateTime ToInstant(TimeZoneInfo zone)
    {
        if (Time is not { } time)
        {
            return Day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        }
        var local = Day.ToDateTime(TimeOnly.MinValue) + time;
        if (Offset is { } offset)
        {
            var ticks = Math.Clamp((local - offset).Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks);
            return new DateTime(ticks - (ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);
        }
        if (zone.IsInvalidTime(local))
        {
            local = local.AddHours(1); // the clock was put forward over it
        }
        var utc = TimeZoneInfo.ConvertTimeToUtc(local, zone);
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMillisecond));
    }
}

/// <summary>Reads dates under a stated order; guesses nothing.</summary>
internal static partial class DateText
{
    /// <summary>The year with which many systems write "no end".</summary>
    internal const int NoEnd = 9999;

    /// <summary>Days beyond these are slips, but for those that say there is none: the year 1, from which some systems count, and 9999.</summary>
    private const int FirstYear = 1899, LastYear = 2200, Zero = 1;

    public static bool TryRead(string text, DateOrder order, out WrittenDate date)
    {
        text = text.Trim();
        date = default;
        if (text.Length is < 4 or > 60)
        {
            return false;
        }
        if (text.Length is 10 or 20 && ReadPlainIso(text, out date))
        {
            return true;
        }
        if (Iso().Match(text) is { Success: true } iso)
        {
            return Make(iso, Number(iso, "y"), Number(iso, "m"), Number(iso, "d"), out date);
        }
        if (order == DateOrder.Excel)
        {
            return ReadSerial(text, out date);
        }
        if (order != DateOrder.Iso && Numeric().Match(text) is { Success: true } numeric)
        {
            var (a, b) = (Number(numeric, "a"), Number(numeric, "b"));
            var (day, month) = order == DateOrder.DayFirst ? (a, b) : (b, a);
            return Make(numeric, Year(numeric), month, day, out date);
        }

        // Where the month has its name, there is no order to be chosen.
        return Named().Match(text) is { Success: true } named
            && MonthNames.Find(named.Groups["name"].Value) is { } found
            && Make(named, Year(named), found, Number(named, "d"), out date);
    }

    /// <summary>The two numbers that could be day and month, if the text is written so that the order matters.</summary>
    public static (int First, int Second)? Parts(string text) =>
        text.Length <= 60 && Numeric().Match(text.Trim()) is { Success: true } match
            ? (Number(match, "a"), Number(match, "b"))
            : null;

    /// <summary>Whether it is written with the month's name.</summary>
    public static bool NamesMonth(string text) => text.Length <= 60 && Named().IsMatch(text.Trim());

    /// <summary>The two forms nearly all files use, 2026-12-31 and 2026-12-31T23:59:59Z, without the cost of the general one.</summary>
    private static bool ReadPlainIso(string text, out WrittenDate date)
    {
        date = default;
        if (text[4] != '-' || text[7] != '-' || Digits(text, 0, 4) is not { } year || Digits(text, 5, 2) is not { } month || Digits(text, 8, 2) is not { } day
            || year is < FirstYear or > LastYear || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }
        if (text.Length == 10)
        {
            date = new WrittenDate(new DateOnly(year, month, day), Time: null, Offset: null);
            return true;
        }
        if (text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z'
            || Digits(text, 11, 2) is not (<= 23 and { } hour) || Digits(text, 14, 2) is not (<= 59 and { } minute) || Digits(text, 17, 2) is not (<= 59 and { } second))
        {
            return false;
        }
        date = new WrittenDate(new DateOnly(year, month, day), new TimeSpan(hour, minute, second), TimeSpan.Zero);
        return true;
    }

    private static int? Digits(string text, int from, int count) =>
        int.TryParse(text.AsSpan(from, count), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool ReadSerial(string text, out WrittenDate date)
    {
        date = default;
        if (!double.TryParse(text.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var serial)
            || ExcelSerial.ToDateTime(serial) is not { } at || at.Year > LastYear)
        {
            return false;
        }
        date = new WrittenDate(DateOnly.FromDateTime(at), serial % 1 == 0 ? null : at.TimeOfDay, Offset: null);
        return true;
    }

    private static bool Make(Match match, int year, int month, int day, out WrittenDate date)
    {
        date = default;
        if (year is (< FirstYear and not Zero) or (> LastYear and not NoEnd) || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || !TryTime(match, out var time, out var offset))
        {
            return false;
        }
        date = new WrittenDate(new DateOnly(year, month, day), time, offset);
        return true;
    }

    private static bool TryTime(Match match, out TimeSpan? time, out TimeSpan? offset)
    {
        (time, offset) = (null, null);
        if (!match.Groups["h"].Success)
        {
            return true;
        }
        var (hour, minute) = (Number(match, "h"), Number(match, "min"));
        var second = match.Groups["s"].Success ? Number(match, "s") : 0;
        if (match.Groups["half"].Value is { Length: > 0 } half)
        {
            if (hour is < 1 or > 12)
            {
                return false;
            }
            hour = (hour % 12) + (half[0] is 'p' or 'P' ? 12 : 0);
        }
        if (hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }
        var fraction = match.Groups["f"].Success ? "0." + match.Groups["f"].Value : "0";
        var milliseconds = (int)(double.Parse(fraction, CultureInfo.InvariantCulture) * 1000);
        time = new TimeSpan(0, hour, minute, Math.Min(second, 59), milliseconds);
        if (match.Groups["z"].Value is { Length: > 0 } zone)
        {
            offset = zone[0] is 'Z' or 'z' or 'U' or 'G' ? TimeSpan.Zero : OffsetOf(zone);
        }
        return offset is not { } o || o.Duration() <= TimeSpan.FromHours(14);
    }

    private static TimeSpan OffsetOf(string zone)
    {
        var digits = zone[1..].Replace(":", "", StringComparison.Ordinal).PadRight(4, '0');
        var span = new TimeSpan(int.Parse(digits[..2], CultureInfo.InvariantCulture), int.Parse(digits[2..], CultureInfo.InvariantCulture), 0);
        return zone[0] == '-' ? -span : span;
    }

    private static int Year(Match match)
    {
        var year = Number(match, "y");
        return match.Groups["y"].Length == 2 ? year + (year < 50 ? 2000 : 1900) : year;
    }

    private static int Number(Match match, string group) =>
        int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private const string Time =
        @"(?:(?:[T ]|, ?)\s*(?<h>[0-9]{1,2}):(?<min>[0-9]{2})(?::(?<s>[0-9]{2})(?:[.,](?<f>[0-9]{1,9}))?)?\s*(?<half>[AaPp]\.?[Mm]\.?)?\s*(?<z>[Zz]|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)?(?: Uhr)?)?$";

    [GeneratedRegex(@"^(?<y>[0-9]{4})(?<sep>[-/.]?)(?<m>[0-9]{2})\k<sep>(?<d>[0-9]{2})" + Time, RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Iso();

    [GeneratedRegex(@"^(?<a>[0-9]{1,2})(?<sep>[-/.])\s?(?<b>[0-9]{1,2})\k<sep>\s?(?<y>[0-9]{4}|[0-9]{2})" + Time, RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Numeric();

    [GeneratedRegex(@"^(?:(?:\p{L}{2,10}\.?,?\s+)?(?<d>[0-9]{1,2})(?:\.|st|nd|rd|th)?[- ]\s?(?:de )?(?<name>\p{L}{3,10})\.?,?(?: de)?[- ](?<y>[0-9]{4})|(?<name>\p{L}{3,10})\.?\s(?<d>[0-9]{1,2})(?:st|nd|rd|th)?,?\s(?<y>[0-9]{4}))" + Time, RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Named();
}
