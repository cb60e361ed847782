namespace AccessReview.Connectors.Files;

/// <summary>Reads the records of one kind of file and watches over their keys.</summary>
internal abstract class RecordReader(LineCells cells, LineKeys keys)
{
    public static RecordReader For(Table table, ColumnMapping mapping, FileReading reading, LineKeys keys)
    {
        var cells = new LineCells(table, mapping);
        return mapping.Kind switch
        {
            FileKind.Users => new AccountReader(cells, keys, reading),
            FileKind.Assignments => new AssignmentReader(cells, keys, reading),
            FileKind.GroupOwners => new GroupOwnerReader(cells, keys, reading),
            FileKind.People => new PersonReader(cells, keys, reading),
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
        if (keys.Earlier(CellText.Key(key), line.Number) is { } earlier)
        {
            return new LineProblem(
                line.Number, line.Raw, LineProblemKind.DuplicateKey,
                $"{Named()} is on line {earlier} too, with other content. Set one of them aside.");
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

    /// <summary>Whether a line that begins as totals do is a record all the same.</summary>
    public virtual bool IsRecord(TableLine line) => false;

    /// <summary>Reads the record, noting problems in <see cref="Cells"/>; gives what identifies it.</summary>
    protected abstract string Take();

    /// <summary>How a sentence names the record taken last.</summary>
    protected abstract string Named();

    /// <summary>Adds the record taken last to the reading.</summary>
    protected abstract void Keep(int line);
}
