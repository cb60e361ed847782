using AccessReview.Connectors.Files;

namespace AccessReview.Connectors.Packed;

/// <summary>A row of a workbook.</summary>
internal readonly struct PackedRow : IPacked<TableLine>
{
    public static void Write(PackWriter to, TableLine value)
    {
        to.Number(value.Number);
        to.Number(value.Cells.Count);
        foreach (var cell in value.Cells)
        {
            to.Word(cell);
        }
    }

    public static TableLine Read(ref PackReader from)
    {
        var number = (int)from.Number();
        var cells = new string[from.Number()];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = from.WordOrNone()!;
        }
        return new TableLine(number, cells, default, brokenQuotes: false);
    }
}
