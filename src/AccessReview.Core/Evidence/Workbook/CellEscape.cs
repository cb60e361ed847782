using System.Text.RegularExpressions;

namespace AccessReview.Core.Evidence.Workbook;

/// <summary>
/// In a cell "_x0041_" means "A" (ECMA-376, ST_Xstring): a text that really says so has its underscore escaped.
/// </summary>
internal static partial class CellEscape
{
    internal static string Escape(string text) =>
        text.Contains("_x", StringComparison.Ordinal) ? Escaped().Replace(text, "_x005F_x") : text;

    [GeneratedRegex("_x(?=[0-9A-Fa-f]{4}_)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Escaped();
}
