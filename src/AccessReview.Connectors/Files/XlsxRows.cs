using System.Collections;
using AccessReview.Connectors.Packed;

namespace AccessReview.Connectors.Files;

/// <summary>The rows of a sheet. A workbook leaves empty cells out, so a short row is not a ragged one: all get the width of the widest.</summary>
internal sealed class XlsxRows : IReadOnlyCollection<TableLine>
{
    private readonly PackedList<TableLine, PackedRow> rows;
    private readonly XlsxMerges merged;
    private readonly int width;

    public XlsxRows(PackedList<TableLine, PackedRow> rows, XlsxMerges merged)
    {
        (this.rows, this.merged) = (rows, merged);
        width = rows.Count == 0 ? 0 : rows.Max(row => row.Cells.Count);
        merged.End();
    }

    public int Count => rows.Count;

    public IEnumerator<TableLine> GetEnumerator() => merged.Mark(rows.Select(Padded)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private TableLine Padded(TableLine row) => row.Cells.Count == width ? row : new TableLine(row.Number, new PaddedCells(row.Cells, width), default, brokenQuotes: false);
}

/// <summary>A row with empty cells behind its last one, none of which takes room: one value far to the right must not widen a
/// million rows in memory.</summary>
internal sealed class PaddedCells(IReadOnlyList<string> cells, int width) : IReadOnlyList<string>
{
    public int Count => width;

    public string this[int index] => index < cells.Count ? cells[index] : index < width ? "" : throw new ArgumentOutOfRangeException(nameof(index));

    public IEnumerator<string> GetEnumerator()
    {
        for (var i = 0; i < width; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
