using System.Globalization;
using System.Text;
using CsvHelper;

namespace AccessReview.Core.Extracts;

/// <summary>A staff list reduced to the columns that are read: what is not used is not kept. Every line stays, in order.</summary>
internal static class UsedColumns
{
    public static Stream Of(ImportFileReading file)
    {
        var columns = file.State.Mapping!.Columns.Values.Select(name => file.Table.Columns.ToList().FindIndex(c => string.Equals(c, name, StringComparison.OrdinalIgnoreCase)))
            .Order().ToArray();
        var stream = new MemoryStream();
        using (var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true))
        using (var csv = CsvWriter.Create(text, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true))
        {
            csv.WriteRecord(["Line", .. Pick(columns, file.Table.Columns)]);
            foreach (var line in file.Table.Lines)
            {
                csv.WriteRecord([line.Number.ToString(CultureInfo.InvariantCulture), .. Pick(columns, line.Cells)]);
            }
        }

        stream.Position = 0;
        return stream;
    }

    private static IEnumerable<string> Pick(int[] columns, IReadOnlyList<string> cells) => columns.Select(column => column < cells.Count ? cells[column] : "");
}
