namespace AccessReview.Connectors.Files;

/// <summary>Reads the records of one kind of file and watches over their keys.</summary>
internal abstract class RecordReader(LineCells cells)
{
    private readonly Dictionary<string, int> keys = new(StringComparer.Ordinal);

    public static RecordReader For(Table table, ColumnMapping mapping, FileReading reading)
    {
        var cells = new LineCells(table, mapping);
        return mapping.Kind switch
        {
            FileKind.Users => new AccountReader(cells, reading),
            FileKind.Assignments => new AssignmentReader(cells, reading),
            FileKind.GroupOwners => new GroupOwnerReader(cells, reading),
            FileKind.People => new PersonReader(cells, reading),
            _ => throw new ArgumentOutOfRangeException(nameof(mapping)),
        };
    }

    protected LineCells Cells { get; } = cells;

    /// <summary>Adds the line's record to the reading, or says why it is none.</summary>
    public LineProblem? Read(TableLine line)
    {
        Cells.Begin(line);
        var key = Take();
        if (Cells.Problem is not null)
        {
            return Cells.Problem;
        }
        if (!keys.TryAdd(CellText.Key(key), line.Number))
        {
            return new LineProblem(
                line.Number, line.Raw, LineProblemKind.DuplicateKey,
                $"{Named()} is on line {keys[CellText.Key(key)]} too, with other content. Set one of them aside.");
        }
        Keep(line.Number);
        return null;
    }

    /// <summary>Says why the line is no record, keeping nothing.</summary>
    public LineProblem? Try(TableLine line)
    {
        Cells.Begin(line);
        Take();
        return Cells.Problem;
    }

    /// <summary>Reads the record, noting problems in <see cref="Cells"/>; gives what identifies it.</summary>
    protected abstract string Take();

    /// <summary>How a sentence names the record taken last.</summary>
    protected abstract string Named();

    /// <summary>Adds the record taken last to the reading.</summary>
    protected abstract void Keep(int line);
}
