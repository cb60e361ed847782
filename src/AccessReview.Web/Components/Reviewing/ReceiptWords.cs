using System.Globalization;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>A receipt in words.</summary>
internal static class ReceiptWords
{
    /// <summary>How much of what was signed for is not in force any more; null: nothing.</summary>
    public static string? WentSince(int items) => items switch
    {
        0 => null,
        1 => "1 item signed for went with its account since.",
        _ => string.Create(CultureInfo.InvariantCulture, $"{items:N0} items signed for went with their accounts since."),
    };
}
