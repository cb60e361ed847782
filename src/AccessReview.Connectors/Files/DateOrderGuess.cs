namespace AccessReview.Connectors.Files;

/// <summary>A value and how it would be read.</summary>
/// <param name="Text">As it stands in the file.</param>
/// <param name="Read">ISO, for a page; null if it cannot be read that way.</param>
public sealed record DateSample(string Text, string? Read);

/// <summary>How the dates of a file seem to be written, judged from the values themselves.</summary>
/// <param name="Order">The one order in which all of them can be read; null if there is none or more than one.</param>
/// <param name="Ambiguous">More than one order fits: a person must choose.</param>
/// <param name="Sentence">What was found, for a person.</param>
/// <param name="Unreadable">Up to five values that fit no order at all.</param>
public sealed record DateOrderGuess(
    DateOrder? Order,
    bool Ambiguous,
    string Sentence,
    IReadOnlyList<string> Unreadable)
{
    private const int MostSamples = 5;
    private static readonly DateOrder[] All = Enum.GetValues<DateOrder>();

    /// <summary>Judges all values of the date columns at once: a file has one order.</summary>
    public static DateOrderGuess Of(IEnumerable<string> values)
    {
        var distinct = values.Select(CellText.Clean).Where(value => value.Length > 0 && !DateWords.IsWord(value))
            .Distinct(StringComparer.Ordinal).ToList();
        if (distinct.Count == 0)
        {
            return new(DateOrder.Iso, Ambiguous: false, "There are no dates to judge by.", []);
        }
        var unreadable = distinct.Where(value => !All.Any(order => DateText.TryRead(value, order, out _))).ToList();
        var dates = distinct.Except(unreadable, StringComparer.Ordinal).ToList();
        var possible = All.Where(order => dates.TrueForAll(value => DateText.TryRead(value, order, out _))).ToArray();
        var shown = unreadable.Take(MostSamples).ToArray();
        if (dates.Count == 0)
        {
            return new(null, Ambiguous: false, $"{CellText.Quote(distinct[0])} and the other values are no dates.", shown);
        }
        if (possible.Contains(DateOrder.Iso))
        {
            return new(DateOrder.Iso, Ambiguous: false, Proof(dates, DateOrder.Iso), shown);
        }
        if (possible.Length == 1)
        {
            return new(possible[0], Ambiguous: false, Proof(dates, possible[0]), shown);
        }
        return possible.Length > 1
            ? new(null, Ambiguous: true, $"{CellText.Quote(Undecided(dates))} can be read day first and month first, and no other date decides it. Choose one.", shown)
            : new(null, Ambiguous: false, "The dates contradict each other: no single order reads all of them. Choose one; the others become lines to look at.", shown);
    }

    /// <summary>How up to five values would be read under an order.</summary>
    public static IReadOnlyList<DateSample> Samples(IEnumerable<string> values, DateOrder order) =>
        [.. values.Select(CellText.Clean).Where(value => value.Length > 0).Distinct(StringComparer.Ordinal).Take(MostSamples)
            .Select(value => new DateSample(value, DateText.TryRead(value, order, out var date) ? Show(date) : null))];

    private static string Undecided(List<string> dates) => dates.Find(date => DateText.Parts(date) is not null) ?? dates[0];

    private static string Proof(List<string> dates, DateOrder order) => order switch
    {
        DateOrder.DayFirst => $"{CellText.Quote(Decisive(dates, parts => parts.First > 12))} can only be read day first.",
        DateOrder.MonthFirst => $"{CellText.Quote(Decisive(dates, parts => parts.Second > 12))} can only be read month first.",
        DateOrder.Excel => $"{CellText.Quote(dates[0])} is Excel's number of a day.",
        DateOrder.Iso => dates.Find(DateText.NamesMonth) is { } named
            ? $"No date depends on whether day or month comes first, such as {named}." : $"All dates are written year first, such as {dates[0]}.",
        _ => throw new ArgumentOutOfRangeException(nameof(order)),
    };

    private static string Decisive(List<string> dates, Func<(int First, int Second), bool> decides) =>
        dates.Find(date => DateText.Parts(date) is { } parts && decides(parts)) ?? dates[0];

    private static string Show(WrittenDate date) =>
        date.Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
        + (date.Time is { } time ? $" {time:hh\\:mm}" : "");
}
