using AccessReview.Core.Evidence.Workbook;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>Small sheets with every kind of column, and what it takes to write them.</summary>
internal static class WorkbookSample
{
    internal static readonly DateTime MadeAt = new(2026, 11, 23, 10, 42, 7, DateTimeKind.Utc);

    internal static SheetColumns<Line> Columns => new SheetColumns<Line>()
        .Text("Item id", 14, l => l.Id, "The item.", "The campaign.")
        .Text("Decision", 12, l => l.Decision, "The decision.", "The reviewer.", "not reviewed")
        .Text("Reason", 30, l => l.Reason, "Why.", "The reviewer.", "does not apply")
        .Integer("Count", 8, l => l.Count, "A count.", "The product.", "Not counted.")
        .Number("Hours", 8, l => l.Hours, "Hours.", "The product.", "Not over yet.")
        .Details()
        .Date("Ends", l => l.Ends, "The day it ends.", "The staff list.", "No end is known.")
        .Instant("Decided", l => l.Decided, "When.", "The product.", "Not decided.");

    internal static Sheet Decisions(params Line[] lines) => Sheet.Of("Decisions", Columns, lines);

    internal static Line[] Lines(int count) =>
        [.. Enumerable.Range(1, count).Select(i => new Line(
            $"C3-{i:000000}", i % 3 == 0 ? null : i % 3 == 1 ? "Certify" : "Revoke", $"Reason {i}", i, i / 4.0,
            new DateOnly(2026, 1, 1).AddDays(i % 300), MadeAt.AddSeconds(-i)))];

    internal static WorkbookContents Contents(params Sheet[] sheets) =>
        new("Evidence of C3", "Interim 1 · Heap 2026 Q4 (C3)", MadeAt, sheets);

    internal static async Task<MemoryStream> WriteAsync(WorkbookContents contents)
    {
        var stream = new MemoryStream();
        await EvidenceWorkbook.WriteAsync(contents, stream);
        stream.Position = 0;
        return stream;
    }

    internal static async Task<RawWorkbook> ReadBackAsync(params Line[] lines) =>
        new(await WriteAsync(Contents(Decisions(lines))));

    internal sealed record Line(
        string? Id = "C3-000001", string? Decision = "Certify", string? Reason = "needed", long? Count = 1, double? Hours = 1.5,
        DateOnly? Ends = null, DateTime? Decided = null);
}
