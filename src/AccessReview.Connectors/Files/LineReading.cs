namespace AccessReview.Connectors.Files;

/// <summary>Turns the lines of a table into records, and says of every other line why it is none.</summary>
public static class LineReading
{
    /// <summary>Reads all lines. The mapping must have no <see cref="ColumnMapping.Problems"/> with this table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="mapping">How its columns and words are to be understood.</param>
    /// <param name="setAside">The lines a person set aside, by line number.</param>
    /// <exception cref="ArgumentException">The mapping does not fit the table.</exception>
    public static FileReading Read(Table table, ColumnMapping mapping, IReadOnlyDictionary<int, SetAsideReason>? setAside = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(mapping);
        setAside ??= new Dictionary<int, SetAsideReason>();
        if (mapping.Problems(table) is [var problem, ..])
        {
            throw new ArgumentException(problem, nameof(mapping));
        }
        var (duplicates, keys) = (Duplicates(table, setAside), new LineKeys(table.Lines.Count));
        var reading = Read(table, mapping, setAside, duplicates, keys);
        return keys.Again() is { } repeated ? Read(table, mapping, setAside, duplicates, repeated) : reading;
    }

    private static FileReading Read(Table table, ColumnMapping mapping, IReadOnlyDictionary<int, SetAsideReason> setAside, Dictionary<int, int> duplicates, LineKeys keys)
    {
        var reading = new FileReading(mapping.Kind, table.Lines.Count) { NamesGroups = mapping.Columns.ContainsKey(FileField.Groups) };
        var kinds = new LineKinds(table);
        var reader = RecordReader.For(table, mapping, reading, keys);
        foreach (var line in table.Lines)
        {
            var reason = setAside.GetValueOrDefault(line.Number);
            var kind = kinds.Detect(line);
            var isRecord = kind == SetAsideKind.TotalRow && line.Cells.Count == table.Columns.Count && reader.IsRecord(line);
            var unusual = Unusual(line, table, isRecord ? null : kind, duplicates);
            if (reason is null)
            {
                if ((unusual ?? reader.Read(line)) is { } found)
                {
                    reading.ProblemList.Add(found);
                }
            }
            else if (Objection(reason, line, unusual, reader) is { } objection)
            {
                reading.ProblemList.Add(new LineProblem(line.Number, line.Raw, LineProblemKind.WrongReason, objection));
            }
            else
            {
                reading.SetAsideList.Add(new SetAsideLine(line.Number, line.Raw, reason));
            }
        }
        return reading;
    }

    /// <summary>For each line that equals a line not set aside, which one: of several the first. Files have few such lines, so they are
    /// looked for among those whose hashes are equal.</summary>
    private static Dictionary<int, int> Duplicates(Table table, IReadOnlyDictionary<int, SetAsideReason> setAside)
    {
        var all = new Repeats(table.Lines.Count);
        foreach (var line in table.Lines)
        {
            all.Add(Repeats.HashOf(line));
        }
        var repeated = all.Found();
        List<TableLine> candidates = repeated.Count == 0 ? [] : [.. table.Lines.Where(line => !line.IsBlank && repeated.Contains(Repeats.HashOf(line)))];
        var kept = new Dictionary<TableLine, int>(SameCells.Comparer);
        var duplicates = new Dictionary<int, int>();
        foreach (var line in candidates.Where(line => !setAside.ContainsKey(line.Number)))
        {
            if (!kept.TryAdd(line, line.Number))
            {
                duplicates[line.Number] = kept[line];
            }
        }
        foreach (var line in candidates.Where(line => setAside.ContainsKey(line.Number)))
        {
            if (kept.TryGetValue(line, out var first))
            {
                duplicates[line.Number] = first;
            }
        }
        return duplicates;
    }

    private static LineProblem? Unusual(TableLine line, Table table, SetAsideKind? kind, Dictionary<int, int> duplicates)
    {
        LineProblem Found(LineProblemKind what, string sentence, SetAsideKind? suggested = null) =>
            new(line.Number, line.Raw, what, sentence, suggested);

        return kind switch
        {
            SetAsideKind.Blank => Found(LineProblemKind.Blank, "The line is blank.", SetAsideKind.Blank),
            SetAsideKind.AboveHeading => Found(
                LineProblemKind.AboveHeading, $"The line stands above the heading of line {table.HeaderLine}.", SetAsideKind.AboveHeading),
            SetAsideKind.RepeatedHeading => Found(
                LineProblemKind.RepeatedHeading, $"The line repeats the heading of line {table.HeaderLine}.", SetAsideKind.RepeatedHeading),
            SetAsideKind.TotalRow => Found(
                LineProblemKind.TotalRow, $"The line looks like a total: {CellText.Quote(string.Join(' ', line.Cells.Where(c => c.Length > 0)))}.", SetAsideKind.TotalRow),
            _ when line.BrokenQuotes => Found(
                LineProblemKind.BrokenQuotes, "A quote on this line is not closed where a column ends, so its columns cannot be told apart."),
            _ when line.Merged is { } cells => Found(
                LineProblemKind.MergedCells, $"The cells {CellText.Quote(cells)} are merged over several lines and only the first of them has their value. Write it on every line, or set this one aside."),
            _ when line.Cells.Count != table.Columns.Count => Found(
                LineProblemKind.CellCount, $"The line has {line.Cells.Count} columns, the heading has {table.Columns.Count}."),
            _ when duplicates.TryGetValue(line.Number, out var first) => Found(
                LineProblemKind.ExactDuplicate, $"The line equals line {first} in every column.", SetAsideKind.ExactDuplicate),
            _ => null,
        };
    }

    /// <summary>A reason must hold for its line: a readable account cannot be called blank, a total or a duplicate.</summary>
    private static string? Objection(SetAsideReason reason, TableLine line, LineProblem? unusual, RecordReader reader)
    {
        if (reason.Problem() is { } wrong)
        {
            return wrong;
        }
        return reason.Kind switch
        {
            SetAsideKind.Blank when unusual?.Kind != LineProblemKind.Blank => "The line is set aside as blank, but it is not.",
            SetAsideKind.ExactDuplicate when unusual?.Kind != LineProblemKind.ExactDuplicate =>
                "The line is set aside as an exact duplicate, but no other line that is kept equals it.",
            SetAsideKind.AboveHeading when unusual?.Kind != LineProblemKind.AboveHeading =>
                "The line is set aside as above the heading, but it is not.",
            SetAsideKind.RepeatedHeading when unusual?.Kind != LineProblemKind.RepeatedHeading =>
                "The line is set aside as a repeated heading, but it is not one.",
            SetAsideKind.TotalRow when unusual is null && reader.Try(line) is null =>
                $"Line {line.Number} is set aside as a total, but it is a line like the others. Choose another reason.",
            _ => null,
        };
    }
}

/// <summary>Two lines are equal if their cells are.</summary>
internal sealed class SameCells : IEqualityComparer<TableLine>
{
    public static readonly SameCells Comparer = new();

    public bool Equals(TableLine? x, TableLine? y)
    {
        if (x is null || y is null || x.Cells.Count != y.Cells.Count || x.BrokenQuotes != y.BrokenQuotes)
        {
            return ReferenceEquals(x, y);
        }
        for (var i = 0; i < x.Cells.Count; i++)
        {
            if (!string.Equals(x.Cells[i], y.Cells[i], StringComparison.Ordinal))
            {
                return false;
            }
        }
        return true;
    }

    public int GetHashCode(TableLine obj)
    {
        var hash = default(HashCode);
        for (var i = 0; i < obj.Cells.Count; i++)
        {
            hash.Add(obj.Cells[i], StringComparer.Ordinal);
        }
        return hash.ToHashCode();
    }
}
