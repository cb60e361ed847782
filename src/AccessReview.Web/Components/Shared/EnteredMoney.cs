using System.Globalization;
using System.Text.RegularExpressions;

namespace AccessReview.Web.Components.Shared;

/// <summary>Sums of money as people write them: with at most two digits behind one point or comma. Where a comma or a point may as well stand
/// between thousands, they are asked.</summary>
public static partial class EnteredMoney
{
    /// <summary>A sum as it is entered: 60, 60.5, 60.28; nothing for none.</summary>
    public static string Write(long? minor) => minor is { } value ? (value / 100m).ToString("0.##", CultureInfo.InvariantCulture) : "";

    /// <summary>Reads what was entered, in hundredths; nothing is no sum. What it cannot read is said in a sentence, else null.</summary>
    public static string? Read(string? text, out long? minor)
    {
        minor = null;
        var entered = (text ?? "").Trim();
        if (entered.Length == 0)
        {
            return null;
        }

        if (Thousands().IsMatch(entered))
        {
            var whole = entered.Replace(".", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal);
            return $"{entered} can be read two ways. Write {whole}, or at most two digits behind the point.";
        }

        if (!Sum().IsMatch(entered))
        {
            return "A sum of money is a number, such as 327 or 327.50.";
        }

        minor = (long)(decimal.Parse(entered.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * 100);
        return null;
    }

    [GeneratedRegex(@"^[1-9][0-9]{0,2}[.,][0-9]{3}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Thousands();

    [GeneratedRegex(@"^[0-9]{1,9}(?:[.,][0-9]{1,2})?$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Sum();
}
