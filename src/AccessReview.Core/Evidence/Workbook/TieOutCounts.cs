namespace AccessReview.Core.Evidence.Workbook;

/// <summary>
/// Counts while the rows go by what the tie-out formulas will count, and writes those formulas.
/// </summary>
internal sealed class TieOutCounts
{
    private readonly Dictionary<TieOut, Counter> _counters = [];
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);

    internal TieOutCounts(IReadOnlyList<TieOut> tieOuts, IReadOnlyList<SheetPart> parts)
    {
        foreach (var tieOut in tieOuts)
        {
            SheetPart[] counted = [.. parts.Where(p => p.Sheet.Name == tieOut.Sheet)];
            if (counted.Length == 0)
            {
                throw new InvalidOperationException($"A tie-out counts the sheet \"{tieOut.Sheet}\", which is not in the workbook.");
            }

            (int Column, string Word)[] conditions = [.. tieOut.Conditions.Select(c => (ColumnOf(counted[0].Sheet, c.Header), c.Word))];
            _counters.Add(tieOut, new Counter(counted, conditions));
        }
    }

    /// <summary>True when a tie-out counts this sheet's rows.</summary>
    internal bool Watches(Sheet sheet) => _counters.Keys.Any(t => t.Sheet == sheet.Name);

    /// <summary>Counts the row the cursor stands on.</summary>
    internal void See(Sheet sheet, SheetCursor row)
    {
        foreach (var (tieOut, counter) in _counters)
        {
            if (tieOut.Sheet == sheet.Name && counter.Conditions.All(c => Says(sheet, row, c.Column, c.Word)))
            {
                counter.Count++;
            }
        }
    }

    internal void Finish(Sheet sheet) => _done.Add(sheet.Name);

    /// <summary>The formula, and what it yields over the rows that were written.</summary>
    internal (string Formula, long Value) Of(TieOut tieOut)
    {
        if (!_counters.TryGetValue(tieOut, out var counter))
        {
            throw new InvalidOperationException($"A row uses a tie-out of \"{tieOut.Sheet}\" that the workbook does not list.");
        }

        return _done.Contains(tieOut.Sheet)
            ? (string.Join('+', counter.Parts.Select(p => Formula(p, counter.Conditions))), counter.Count)
            : throw new InvalidOperationException($"The tie-out of \"{tieOut.Sheet}\" is read before that sheet is written.");
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
        var text = cell.Form == CellForm.Blank ? sheet.Columns[column].WhenBlank : cell.Content;
        return string.Equals(text, word, StringComparison.OrdinalIgnoreCase);
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
