using System.Globalization;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>A receipt in words.</summary>
internal static class ReceiptWords
{
    /// <summary>How much of what was signed for is not in force any more; null: nothing.</summary>
    public static string? WentSince(int items) => items switch
    {
        0 => null,
        1 => "1 of these went later, because its account was revoked.",
        _ => string.Create(CultureInfo.InvariantCulture, $"{items:N0} of these went later, because their accounts were revoked."),
    };
}
