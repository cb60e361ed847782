using System.Globalization;
using AccessReview.Core.Reviewing;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>A receipt in words.</summary>
internal static class ReceiptWords
{
    /// <summary>What withdrawing a statement does, before it is done.</summary>
    public const string Withdrawing = "Your decisions stay and can be changed again. Removals that nobody has carried out are cancelled. The statement stays in the evidence as withdrawn.";

    /// <summary>When, as receipts say it.</summary>
    public static string At(DateTime at) => at.ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture) + " UTC";

    /// <summary>What a list of the items that a statement covers says above them.</summary>
    /// <param name="statement">The statement; null: the address names none of the reader's.</param>
    /// <param name="here">How many of its items are before the reader.</param>
    public static string Covered(Receipt? statement, int here) => statement is null
        ? "The address names no statement that you signed in this campaign."
        : $"Only what you signed for on {At(statement.At)} is shown, however it stands now.{Withdrawn(statement)}{Elsewhere(statement.Items - here)}";

    /// <summary>How much of what was signed for is not in force any more; null: nothing.</summary>
    public static string? WentSince(int items) => items switch
    {
        0 => null,
        1 => "1 of these went later, because its account was revoked.",
        _ => string.Create(CultureInfo.InvariantCulture, $"{items:N0} of these went later, because their accounts were revoked."),
    };

    private static string Withdrawn(Receipt statement) => statement.WithdrawnAt is { } at ? $" You withdrew it on {At(at)}." : "";

    private static string Elsewhere(int items) => items switch
    {
        0 => "",
        1 => " 1 item of it is before somebody else, and not in this list.",
        _ => string.Create(CultureInfo.InvariantCulture, $" {items:N0} items of it are before somebody else, and not in this list."),
    };
}
