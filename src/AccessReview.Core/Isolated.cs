using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace AccessReview.Core;

/// <summary>Names that others gave, set apart from the sentence they stand in: one that is written from right to left, or holds marks that turn the
/// direction, is shown as a unit and turns nothing around it.</summary>
public static class Isolated
{
    private const char Begin = '\u2068', End = '\u2069';

    /// <summary>Marks that turn the direction of what follows them, and those that end them. A name needs none.</summary>
    private static readonly SearchValues<char> Marks = SearchValues.Create([.. Range('\u202A', '\u202E'), .. Range('\u2066', '\u2069')]);

    /// <summary>All that turns the direction: the marks, the letters that are written from right to left, and the first halves of those beyond the first plane.</summary>
    private static readonly SearchValues<char> Turning = SearchValues.Create(
        [
            .. Range('\u0590', '\u08FF'), '\u200E', '\u200F', .. Range('\u202A', '\u202E'), .. Range('\u2066', '\u2069'),
            .. Range('\uD802', '\uD803'), .. Range('\uD83A', '\uD83B'), .. Range('\uFB1D', '\uFDFF'), .. Range('\uFE70', '\uFEFC'),
        ]);

    /// <summary>The name as it may stand in a sentence; unchanged where it turns nothing.</summary>
    [return: NotNullIfNotNull(nameof(name))]
    public static string? Of(string? name) =>
        name is null || name.AsSpan().IndexOfAny(Turning) < 0 ? name : Begin + string.Concat(name.Where(c => !Marks.Contains(c))) + End;

    private static IEnumerable<char> Range(char first, char last) => Enumerable.Range(first, last - first + 1).Select(c => (char)c);
}
