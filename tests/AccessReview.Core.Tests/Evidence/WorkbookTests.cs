using System.Security.Cryptography;
using AccessReview.Core.Evidence.Workbook;
using ClosedXML.Excel;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Xunit;
using static AccessReview.Core.Tests.Evidence.WorkbookSample;

namespace AccessReview.Core.Tests.Evidence;

public sealed class WorkbookTests
{
    private static readonly TieOut AllLines = TieOut.RowsOf("Decisions");
    private static readonly TieOut Revoked = TieOut.RowsOf("Decisions").Where("Decision", "Revoke");
    private static readonly TieOut NotReviewed = TieOut.RowsOf("Decisions").Where("Decision", "not reviewed").Where("Reason", "Reason 3");

    [Fact]
    public async Task The_package_is_valid_and_ClosedXML_opens_it()
    {
        using var stream = await WriteAsync(WithTieOuts(Lines(25), 25, 8));
        using (var document = SpreadsheetDocument.Open(stream, false))
        {
            Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2016).Validate(document).Select(e => $"{e.Part?.Uri} {e.Path?.XPath} {e.Description}"));
        }

        stream.Position = 0;
        using var book = new XLWorkbook(stream);
        Assert.Equal(["Summary", "Decisions", "Data dictionary"], book.Worksheets.Select(w => w.Name));
        var sheet = book.Worksheet("Decisions");
        Assert.Equal("C3-000025", sheet.Cell("A27").GetString());
        Assert.Equal(MadeAt.AddSeconds(-1), sheet.Cell("G3").GetDateTime());
        Assert.Equal("A2:G27", sheet.Tables.Single().RangeAddress.ToString());
        Assert.Equal(2, sheet.SheetView.SplitRow);
        Assert.Equal((1, true), (sheet.Column("G").OutlineLevel, sheet.Column("G").IsHidden));
    }

    [Fact]
    public async Task Headings_and_the_texts_of_a_short_sheet_go_on_in_the_next_line_but_not_those_of_a_long_one()
    {
        using var small = await ReadBackAsync(Lines(2));
        using var large = await ReadBackAsync(Lines(1_001));
        Assert.Equal((true, true), (Wraps(small, "C2"), Wraps(small, "C3")));
        Assert.Equal((true, false), (Wraps(large, "C2"), Wraps(large, "C3")));
        static bool Wraps(RawWorkbook book, string cell) => book.Formats[book["Decisions"].Style(cell)].Elements().Any(e => e.Name.LocalName == "alignment" && (string?)e.Attribute("wrapText") is "1" or "true");
    }

    [Theory]
    [InlineData("Late", 9, 1)]
    [InlineData("Hours of access until removed", 12, 3)]
    [InlineData("a\nb c", 10, 2)]
    [InlineData("0123456789abc", 5, 3)]
    public async Task A_row_is_as_high_as_the_lines_that_its_longest_text_takes(string text, double width, int lines)
    {
        var columns = new SheetColumns<Line>().Text("Reason", width, l => l.Reason, "Why.", "The reviewer.");
        using var stream = await WriteAsync(Contents(Sheet.Of("Decisions", columns, [new Line(Reason: text)])));
        using var book = new RawWorkbook(stream);
        var row = book["Decisions"].Xml.Descendants().Single(e => e.Name.LocalName == "row" && (int)e.Attribute("r")! == 3);
        Assert.Equal(lines == 1 ? null : lines * 13.5, (double?)row.Attribute("ht"));
    }

    [Fact]
    public async Task A_wide_sheet_is_printed_on_several_pages_that_all_begin_with_its_first_column()
    {
        var wide = new SheetColumns<Line>().Text("Item id", 20, l => l.Id, "The item.", "The campaign.");
        foreach (var number in Enumerable.Range(1, 8))
        {
            wide.Text($"Reason {number}", 80, l => l.Reason, "Why.", "The reviewer.");
        }

        using var stream = await WriteAsync(Contents(Sheet.Of("Removals", wide, Lines(2)), Decisions(Lines(2))));
        using var book = new XLWorkbook(stream);
        var (broad, narrow) = (book.Worksheet("Removals"), book.Worksheet("Decisions"));
        Assert.Equal((3, 0), (broad.PageSetup.PagesWide, broad.PageSetup.PagesTall));
        Assert.Equal((1, 2), (broad.SheetView.SplitColumn, broad.SheetView.SplitRow));
        Assert.Equal((1, 0), (narrow.PageSetup.PagesWide, narrow.SheetView.SplitColumn));

        // ClosedXML writes what is repeated, and does not read it back.
        using var raw = new RawWorkbook(stream);
        var repeated = raw.Load("xl/workbook.xml").Descendants().Where(e => e.Name.LocalName == "definedName").Select(e => e.Value).ToList();
        Assert.Contains("Removals!A:A,Removals!1:2", repeated);
        Assert.DoesNotContain(repeated, r => r.StartsWith("Decisions!A:A", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Dates_and_instants_are_numbers_with_a_format_and_blank_ones_are_left_out()
    {
        using var book = await ReadBackAsync(
            new Line(Ends: new DateOnly(2026, 12, 31), Decided: MadeAt), new Line(Count: null, Hours: double.NaN), new Line(Decided: DateTime.MinValue));
        var tab = book["Decisions"];
        Assert.Equal("46387", tab.Text("F3"));
        Assert.Equal(46349.445914351855, double.Parse(tab.Text("G3")!, System.Globalization.CultureInfo.InvariantCulture), 8);
        Assert.All(["D4", "E4", "F4", "G4", "G5"], reference => Assert.Null(tab.Cell(reference)));
        Assert.Equal("Decided (UTC)", tab.Text("G2"));
    }

    [Fact]
    public async Task Every_sheet_says_on_its_first_row_which_edition_it_is_and_how_many_rows_it_has()
    {
        using var full = await ReadBackAsync(Lines(3));
        using var empty = await ReadBackAsync();
        Assert.Equal("Interim 1 · Heap 2026 Q4 (C3) · 3 rows", full["Decisions"].Text("A1"));
        Assert.Equal("Interim 1 · Heap 2026 Q4 (C3) · 0 rows, checked at 2026-11-23 10:42:07 (UTC)", empty["Decisions"].Text("A1"));
        Assert.Equal(0, empty["Decisions"].RowCount);
        Assert.StartsWith("Interim 1 · ", full["Data dictionary"].Text("A1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_sheet_goes_on_in_a_second_tab_and_its_tie_outs_count_both()
    {
        using var stream = await WriteAsync(WithTieOuts(Lines(25), 25, 8) with { RowsPerSheet = 10 });
        using var book = new RawWorkbook(stream);
        Assert.Equal([10, 10, 5], ((string[])["Decisions", "Decisions (2)", "Decisions (3)"]).Select(t => book[t].RowCount));
        Assert.Equal("C3-000011", book["Decisions (2)"].Text("A3"));
        Assert.EndsWith("rows 21 to 25 of 25", book["Decisions (3)"].Text("A1"), StringComparison.Ordinal);
        Assert.Equal("COUNTA('Decisions'!$A$3:$A$12)+COUNTA('Decisions (2)'!$A$3:$A$12)+COUNTA('Decisions (3)'!$A$3:$A$7)", book["Summary"].Formula("D3"));
        Assert.Equal("25", book["Summary"].Text("D3"));
    }

    [Theory]
    [InlineData(25, "equal")]
    [InlineData(26, "different")]
    public async Task A_tie_out_stands_beside_the_printed_value_and_says_whether_they_agree(long printed, string answer)
    {
        using var stream = await WriteAsync(WithTieOuts(Lines(25), printed, 8));
        using var book = new RawWorkbook(stream);
        var summary = book["Summary"];
        Assert.Equal((printed.ToString(System.Globalization.CultureInfo.InvariantCulture), "25", answer), (summary.Text("C3"), summary.Text("D3"), summary.Text("E3")));
        Assert.Equal("IF(C3=D3,\"equal\",\"different\")", summary.Formula("E3"));
        Assert.Equal(("8", "equal"), (summary.Text("D4"), summary.Text("E4")));
        Assert.Equal("COUNTIFS('Decisions'!$B$3:$B$27,\"not reviewed\",'Decisions'!$C$3:$C$27,\"Reason 3\")", summary.Formula("D5"));
        Assert.Equal("does not apply", summary.Text("D6"));
    }

    [Fact]
    public async Task ClosedXML_computes_the_same_as_the_tie_outs_say()
    {
        using var stream = await WriteAsync(WithTieOuts(Lines(25), 25, 8));
        using var book = new XLWorkbook(stream);
        book.RecalculateAllFormulas();
        var summary = book.Worksheet("Summary");
        Assert.Equal(["25", "8", "1"], ((string[])["D3", "D4", "D5"]).Select(c => summary.Cell(c).Value.ToString()));
        Assert.Equal("equal", summary.Cell("E4").Value);
    }

    [Fact]
    public async Task There_is_no_formula_but_the_tie_outs_and_no_macro_link_or_merged_cell()
    {
        using var stream = await WriteAsync(WithTieOuts(Lines(25), 25, 8));
        using var book = new RawWorkbook(stream);
        Assert.Equal(6, book["Summary"].Xml.Descendants().Count(e => e.Name.LocalName == "f"));
        Assert.All(book.Tabs.Where(t => t.Name != "Summary"), t => Assert.DoesNotContain(t.Xml.Descendants(), e => e.Name.LocalName == "f"));
        Assert.All(book.Tabs, t => Assert.DoesNotContain(t.Xml.Descendants(), e => e.Name.LocalName is "mergeCell" or "hyperlink"));
        Assert.DoesNotContain(book.Entries, e => e.Contains("vba", StringComparison.OrdinalIgnoreCase) || e.Contains("externalLink", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Equal_content_makes_equal_bytes()
    {
        using var first = await WriteAsync(WithTieOuts(Lines(2000), 25, 8));
        using var second = await WriteAsync(WithTieOuts(Lines(2000), 25, 8));
        using var other = await WriteAsync(WithTieOuts(Lines(2001), 25, 8));
        Assert.Equal(SHA256.HashData(first.ToArray()), SHA256.HashData(second.ToArray()));
        Assert.NotEqual(SHA256.HashData(first.ToArray()), SHA256.HashData(other.ToArray()));
    }

    [Theory]
    [InlineData(4, "ended after 3 of the 4 rows")]
    [InlineData(2, "has more rows than the 2")]
    public async Task A_source_that_gives_another_number_of_rows_than_was_counted_stops_the_export(int counted, string sentence)
    {
        var sheet = Sheet.Of("Decisions", Columns, counted, Lines(3).ToAsyncEnumerable());
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => WriteAsync(Contents(sheet)));
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_printed_column_is_explained_in_the_data_dictionary()
    {
        using var book = await ReadBackAsync(Lines(1));
        var dictionary = book["Data dictionary"];
        Assert.Equal(Columns.Count() + 6 + 1, dictionary.RowCount); // The last one explains the apostrophe of any text.
        Assert.Contains("apostrophe", dictionary.Text($"D{dictionary.RowCount + 2}"), StringComparison.Ordinal);
        Assert.Equal("Never blank: says \"not reviewed\" where there is no value.", dictionary.Text("F4"));
        Assert.Equal("Not decided.", dictionary.Text("F9"));
    }

    [Fact]
    public void Numbers_that_Excel_would_change_local_times_and_bad_names_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Cell.Integer(1_000_000_000_000_000));
        Assert.Throws<ArgumentException>(() => Cell.Instant(DateTime.SpecifyKind(MadeAt, DateTimeKind.Local)));
        Assert.Throws<ArgumentException>(() => Sheet.Of("a/b", Columns, Lines(1)));
        Assert.Throws<ArgumentException>(() => Sheet.Of(new string('x', 28), Columns, Lines(1)));
        Assert.Throws<ArgumentException>(() => Columns.Text("item ID", 9, l => l.Id, "", ""));
        Assert.Throws<ArgumentException>(() => AllLines.Where("Decision", ">5"));
    }

    /// <summary>A cell that begins like a formula is printed with an apostrophe before it, and a program that computes counts what is printed.</summary>
    [Theory]
    [InlineData("Work", true)]
    [InlineData("8x8 @Work", true)]
    [InlineData("@Work", false)]
    [InlineData("+Plus", false)]
    [InlineData("-Minus", false)]
    [InlineData("＠Work", false)]
    [InlineData(" '＝Heap", false)]
    [InlineData("Heap\u0001", false)]
    public void Only_a_word_that_is_printed_as_it_is_can_be_counted(string word, bool can) => Assert.Equal(can, TieOut.CanCount(word));

    [Fact]
    public async Task What_is_counted_while_the_rows_are_written_is_what_they_print()
    {
        using var stream = await WriteAsync(WithTieOuts([new Line(Decision: "Rev\u0001oke"), new Line()], 2, 1));
        using var book = new RawWorkbook(stream);
        Assert.Equal("Revoke", book["Decisions"].Text("B3"));
        Assert.Equal(("1", "equal"), (book["Summary"].Text("D4"), book["Summary"].Text("E4")));
    }

    private static WorkbookContents WithTieOuts(Line[] lines, long printed, long revoked) =>
        Contents(
            Fact.Sheet("Summary",
            [
                new Fact("Items", "Items", Cell.Integer(printed), "All.", AllLines),
                new Fact("Items", "Revoked", Cell.Integer(revoked), "Those revoked.", Revoked),
                new Fact("Items", "Third", Cell.Integer(1), "One.", NotReviewed),
                new Fact("Campaign", "Launched", Cell.Instant(MadeAt), "When."),
                new Fact("Campaign", "Conclusion", Cell.Blank, "What the owner concluded."),
            ]),
            Decisions(lines)) with { TieOuts = [AllLines, Revoked, NotReviewed] };
}
