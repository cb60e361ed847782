using CsCheck;

namespace AccessReview.Connectors.Files;

public sealed class CsvRoundTrip
{
    private static readonly Gen<string> Cell = Gen.String[Gen.Char["ab Ü,;\t\"\n\r='@1"], 0, 12];

    [Fact]
    public void Any_table_written_by_RFC_4180_is_read_back_cell_by_cell()
    {
        var tables = Gen.Select(Gen.OneOf(',', ';', '\t'), Gen.Int[1, 6], Gen.OneOf("\n", "\r\n"))
            .SelectMany(shape => Cell.Array[shape.Item2].Array[0, 12].Select(rows => (shape.Item1, shape.Item2, shape.Item3, rows)));

        tables.Sample(
            sample =>
            {
                var (delimiter, width, end, rows) = sample;
                var heading = Enumerable.Range(0, width).Select(i => $"h{i}").ToArray();
                var text = string.Concat(rows.Prepend(heading).Select(row => string.Join(delimiter, row.Select(Quoted)) + end));

                var table = TestFiles.Table(text, new TableReadOptions(Delimiter: delimiter));

                Assert.Equal(rows.Length, table.Lines.Count);
                Assert.All(rows.Zip(table.Lines), pair => Assert.Equal(pair.First, pair.Second.Cells));
            },
            iter: 2000);
    }

    [Fact]
    public void Any_bytes_at_all_give_a_table_or_a_sentence_and_every_line_is_accounted_for()
    {
        Gen.OneOf("a@,;\"\n\r\t \u00e9"u8.ToArray()).Array[0, 80].Sample(
            bytes =>
            {
                var result = TestFiles.Read(bytes);
                if (result.Succeeded && result.Table.Columns.Count > 0)
                {
                    var mapping = new ColumnMapping(
                        FileKind.Users, new Dictionary<FileField, string> { [FileField.Id] = result.Table.Columns[0] }, null,
                        new Dictionary<string, StatusMeaning>(StringComparer.Ordinal));
                    var reading = LineReading.Read(result.Table, mapping);
                    Assert.Equal(reading.Lines, reading.Records + reading.SetAside.Count + reading.Problems.Count);
                }
                else
                {
                    Assert.NotEmpty(result.Problem!.Sentence);
                }
            },
            iter: 5000);
    }

    private static string Quoted(string cell) => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
