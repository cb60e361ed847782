using System.Globalization;
using System.Runtime.CompilerServices;
using AccessReview.Core.Evidence.Workbook;
using ClosedXML.Excel;

namespace AccessReview.Benchmarks;

/// <summary>The Decisions sheet, streamed by us, against the same sheet written with ClosedXML cell by cell.</summary>
internal sealed class EvidenceAgainstClosedXml : Floor, IMeasuresMemory
{
    private const int Texts = 16;
    private static readonly DateTime Start = new(2026, 11, 23, 10, 0, 0, DateTimeKind.Utc);
    private string folder = "";
    private int rows;

    public override string Name => "evidence-vs-closedxml";

    public override int Size => 100_000;

    public override double Target => 0.15;

    public double MemoryTarget => 0.1;

    public override Task PrepareAsync(int size)
    {
        rows = size;
        folder = Directory.CreateTempSubdirectory("accessreview-bench-").FullName;
        return Task.CompletedTask;
    }

    public override async Task OursAsync()
    {
        var columns = new SheetColumns<Line>();
        for (var i = 0; i < Texts; i++)
        {
            var column = i;
            columns.Text($"Text {i}", 20, l => l.Text(column), "Text.", "Made up.");
        }

        columns.Integer("Findings", 8, l => l.Number % 4, "Count.", "Made up.")
            .Instant("Last used", l => Start.AddMinutes(-l.Number), "Instant.", "Made up.")
            .Instant("Decided", l => Start.AddSeconds(l.Number), "Instant.", "Made up.")
            .Date("Ends", l => l.Number % 5 == 0 ? new DateOnly(2026, 12, 31) : null, "Day.", "Made up.", "No end.");
        await using var file = File.Create(Path.Combine(folder, "ours.xlsx"));
        await EvidenceWorkbook.WriteAsync(
            new WorkbookContents("Bench", "Interim 1", Start, [Sheet.Of("Decisions", columns, rows, LinesAsync())]), file);
    }

    public override Task FloorAsync()
    {
        using var book = new XLWorkbook(XLEventTracking.Disabled);
        var sheet = book.AddWorksheet("Decisions");
        for (var i = 0; i < Texts; i++)
        {
            sheet.Cell(1, i + 1).SetValue($"Text {i}");
            sheet.Column(i + 1).Style.NumberFormat.NumberFormatId = 49;
        }

        foreach (var (column, header) in ((int, string)[])[(17, "Findings"), (18, "Last used (UTC)"), (19, "Decided (UTC)"), (20, "Ends")])
        {
            sheet.Cell(1, column).SetValue(header);
            sheet.Column(column).Style.NumberFormat.Format = column == 17 ? "#,##0" : "yyyy-mm-dd hh:mm:ss";
        }

        for (var i = 0; i < rows; i++)
        {
            var line = new Line(i);
            for (var column = 0; column < Texts; column++)
            {
                sheet.Cell(i + 2, column + 1).SetValue(line.Text(column));
            }

            sheet.Cell(i + 2, 17).SetValue(i % 4);
            sheet.Cell(i + 2, 18).SetValue(Start.AddMinutes(-i));
            sheet.Cell(i + 2, 19).SetValue(Start.AddSeconds(i));
            if (i % 5 == 0)
            {
                sheet.Cell(i + 2, 20).SetValue(new DateTime(2026, 12, 31, 0, 0, 0, DateTimeKind.Utc));
            }
        }

        sheet.SheetView.FreezeRows(1);
        sheet.Range(1, 1, rows + 1, Texts + 4).SetAutoFilter();
        book.SaveAs(Path.Combine(folder, "floor.xlsx"));
        return Task.CompletedTask;
    }

    public override Task CleanUpAsync()
    {
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    private async IAsyncEnumerable<Line> LinesAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        for (var i = 0; i < rows; i++)
        {
            ct.ThrowIfCancellationRequested();
            yield return new Line(i);
        }

        await Task.CompletedTask;
    }

    /// <summary>A row whose texts look like those of a review: some the same in many rows, some in one only.</summary>
    private readonly record struct Line(int Number)
    {
        public string Text(int column) => column switch
        {
            0 => string.Create(CultureInfo.InvariantCulture, $"C3-{Number:000000}"),
            1 => string.Create(CultureInfo.InvariantCulture, $"person.{Number % 40_000}@harbourlight.example"),
            2 => string.Create(CultureInfo.InvariantCulture, $"Reviewer {Number % 300}"),
            3 => Number % 7 == 0 ? "Left in June and was never removed from the project." : "does not apply",
            _ => column % 2 == 0 ? "Analyst" : "Product & Growth <EMEA>",
        };
    }
}
