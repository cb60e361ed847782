using System.Globalization;
using System.Text;
using AccessReview.Connectors.Files;
using CsvHelper;

namespace AccessReview.Core.Extracts;

/// <summary>A staff list reduced to the columns that are read: what is not used is not kept. Every line stays, in order; of one whose columns
/// cannot be told apart, and which may show a salary as a name, only the number.</summary>
internal static class UsedColumns
{
    private static readonly CsvWriterOptions Unix = new() { NewLine = "\n" };

    public static Stream Of(ImportFileReading file)
    {
        var columns = Columns(file);
        var stream = new MemoryStream();
        using (var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true))
        using (var csv = CsvWriter.Create(text, Unix, leaveOpen: true))
        {
            csv.WriteRecord(["Line", .. columns.Select(column => file.Table.Columns[column])]);
            foreach (var line in file.Table.Lines)
            {
                csv.WriteRecord([line.Number.ToString(CultureInfo.InvariantCulture), .. Pick(file.Table, columns, line)]);
            }
        }

        stream.Position = 0;
        return stream;
    }

    /// <summary>The lines set aside, each reduced in the same way; empty where nothing of it is kept.</summary>
    public static IReadOnlyList<Connectors.Files.SetAsideLine> SetAside(ImportFileReading file)
    {
        var columns = Columns(file);
        var aside = file.Reading!.SetAside.Select(l => l.Line).ToHashSet();
        var reduced = file.Table.Lines.Where(l => aside.Contains(l.Number)).ToDictionary(l => l.Number, l => Splits(file.Table, l) ? Text(Pick(file.Table, columns, l)) : "");
        return [.. file.Reading.SetAside.Select(l => l with { Raw = reduced[l.Line] })];
    }

    private static int[] Columns(ImportFileReading file) =>
        [.. file.State.Mapping!.Columns.Values.Select(name => file.Table.Columns.ToList().FindIndex(c => string.Equals(c, name, StringComparison.OrdinalIgnoreCase))).Order()];

    private static bool Splits(Table table, TableLine line) => !line.BrokenQuotes && line.Cells.Count == table.Columns.Count;

    private static IEnumerable<string> Pick(Table table, int[] columns, TableLine line) => columns.Select(column => Splits(table, line) ? line.Cells[column] : "");

    private static string Text(IEnumerable<string> cells)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = CsvWriter.Create(text, Unix, leaveOpen: true))
        {
            csv.WriteRecord([.. cells]);
        }

        return text.ToString().TrimEnd('\n');
    }
}
