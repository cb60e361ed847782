namespace AccessReview.Core.Evidence.Workbook;

/// <summary>
/// Counts while the rows go by what the tie-out formulas will count, and writes those formulas.
/// </summary>
internal sealed class TieOutCounts
{
    private readonly Dictionary<TieOut, Counter[]> _counters = [];
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);

    internal TieOutCounts(IReadOnlyList<TieOut> tieOuts, IReadOnlyList<SheetPart> parts)
    {
        foreach (var tieOut in tieOuts)
        {
            _counters.Add(tieOut, [.. tieOut.Terms.Select(term => CounterOf(term, parts))]);
        }
    }

    /// <summary>Counts the rows of a sheet as they go by; null when no tie-out counts it.</summary>
    internal Action<SheetCursor>? WatcherOf(Sheet sheet)
    {
        Counter[] counters = [.. Of(sheet)];
        return counters.Length == 0 ? null : row =>
        {
            foreach (var counter in counters)
            {
                if (Array.TrueForAll(counter.Conditions, c => Says(sheet, row, c.Column, c.Word)))
                {
                    counter.Count++;
                }
            }
        };
    }

    internal void Finish(Sheet sheet) => _done.Add(sheet.Name);

    /// <summary>The formula, and what it yields over the rows that were written.</summary>
    internal (string Formula, long Value) Of(TieOut tieOut)
    {
        if (!_counters.TryGetValue(tieOut, out var counters))
        {
            throw new InvalidOperationException($"A row uses a tie-out of \"{tieOut.Terms[0].Sheet}\" that the workbook does not list.");
        }

        return counters.FirstOrDefault(c => !_done.Contains(c.Parts[0].Sheet.Name)) is { } unwritten
            ? throw new InvalidOperationException($"The tie-out of \"{unwritten.Parts[0].Sheet.Name}\" is read before that sheet is written.")
            : (string.Join('+', counters.SelectMany(c => c.Parts.Select(p => Formula(p, c.Conditions)))), counters.Sum(c => c.Count));
    }

    private IEnumerable<Counter> Of(Sheet sheet) => _counters.Values.SelectMany(c => c).Where(c => c.Parts[0].Sheet == sheet);

    private static Counter CounterOf(TieOutTerm term, IReadOnlyList<SheetPart> parts)
    {
        SheetPart[] counted = [.. parts.Where(p => p.Sheet.Name == term.Sheet)];
        return counted.Length == 0
            ? throw new InvalidOperationException($"A tie-out counts the sheet \"{term.Sheet}\", which is not in the workbook.")
            : new Counter(counted, [.. term.Conditions.Select(c => (ColumnOf(counted[0].Sheet, c.Header), c.Word))]);
    }

    private static string Formula(SheetPart part, (int Column, string Word)[] conditions)
    {
        string Range(int column)
        {
            var name = SheetPart.ColumnName(column);
            return $"'{part.TabName}'!${name}${SheetPart.FirstLine}:${name}${part.LastLine}";
        }

        return conditions.Length == 0
            ? $"COUNTA({Range(0)})"
            : $"COUNTIFS({string.Join(',', conditions.Select(c => $"{Range(c.Column)},\"{c.Word}\""))})";
    }

    private static bool Says(Sheet sheet, SheetCursor row, int column, string word)
    {
        var cell = row.Read(column);
        var text = cell.Form == CellForm.Blank ? "" : SafeText.Printed(cell.Content!);
        return string.Equals(text.Length == 0 ? sheet.Columns[column].WhenBlank : text, word, StringComparison.OrdinalIgnoreCase);
    }

    private static int ColumnOf(Sheet sheet, string header)
    {
        for (var i = 0; i < sheet.Columns.Count; i++)
        {
            if (sheet.Columns[i].Header == header)
            {
                return sheet.Columns[i].Kind == CellKind.Text
                    ? i
                    : throw new InvalidOperationException($"The column \"{header}\" of \"{sheet.Name}\" is not text: a tie-out compares words.");
            }
        }

        throw new InvalidOperationException($"The sheet \"{sheet.Name}\" has no column \"{header}\" for a tie-out.");
    }

    private sealed class Counter(SheetPart[] parts, (int Column, string Word)[] conditions)
    {
        internal SheetPart[] Parts => parts;

        internal (int Column, string Word)[] Conditions => conditions;

        internal long Count { get; set; }
    }
}
