using System.Globalization;

namespace AccessReview.Connectors.Files;

/// <summary>A number cell as a person sees it: a day as ISO text, an id with its leading zeros, a long number without exponent.</summary>
internal static class XlsxNumber
{
    /// <summary>From here on a spreadsheet has rounded, and writing the digits out would invent some.</summary>
    private const double Exact = 1e15;

    public static string Text(string raw, XlsxFormat format, bool date1904)
    {
        raw = raw.Trim();
        if (!double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            return raw;
        }
        if (format.IsDate && ExcelSerial.ToIso(number, date1904) is { } iso)
        {
            return iso;
        }
        var plain = raw.All(char.IsAsciiDigit) ? raw : Plain(number);
        return format.Zeros > plain.Length && plain.All(char.IsAsciiDigit) ? plain.PadLeft(format.Zeros, '0') : plain;
    }

    private static string Plain(double number)
    {
        var rounded = number.ToString("G15", CultureInfo.InvariantCulture);
        return Math.Abs(number) < Exact && decimal.TryParse(rounded, NumberStyles.Float, CultureInfo.InvariantCulture, out var plain)
            ? plain.ToString("0.###############", CultureInfo.InvariantCulture)
            : rounded;
    }
}
