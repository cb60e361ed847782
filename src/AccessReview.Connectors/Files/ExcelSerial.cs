using System.Globalization;

namespace AccessReview.Connectors.Files;

/// <summary>Excel's number for a day and time, counted from 1900 (with its 29 February 1900 that never was) or from 1904.</summary>
internal static class ExcelSerial
{
    private const double Last = 2_958_466; // 10000-01-01

    /// <summary>The day and time without a zone, to the second; null if the number is no day.</summary>
    public static DateTime? ToDateTime(double serial, bool date1904 = false)
    {
        var days = date1904 ? serial + 1462 : serial;
        if (!(days >= 1 && days < Last))
        {
            return null;
        }
        var epoch = days < 60 ? new DateTime(1899, 12, 31) : new DateTime(1899, 12, 30);
        return epoch.AddSeconds(Math.Round(days * 86400d));
    }

    /// <summary>ISO text: a day, a day and time, or (below 1) a time of day.</summary>
    public static string? ToIso(double serial, bool date1904)
    {
        if (serial is >= 0 and < 1 && !date1904)
        {
            return TimeSpan.FromSeconds(Math.Round(serial * 86400d)).ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture);
        }
        return ToDateTime(serial, date1904) is not { } at
            ? null
            : at.ToString(at.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
    }
}
