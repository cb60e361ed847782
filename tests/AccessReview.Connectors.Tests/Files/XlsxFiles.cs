using System.IO.Compression;

namespace AccessReview.Connectors.Files;

public sealed class XlsxFiles
{
    [Fact]
    public void Texts_numbers_dates_errors_and_leading_zeros_are_read_as_a_person_sees_them()
    {
        var bytes = Workbook.OfXml(("Staff", """
            <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="str"><v>Start</v></c><c r="D1" t="inlineStr"><is><t>Seen</t></is></c><c r="E1" t="str"><v>Note</v></c><c r="F1" t="str"><v>Padded</v></c></row>
            <row r="3"><c r="A3" t="str"><v>001001</v></c><c r="B3"><v>12345678901234</v></c><c r="C3" s="1"><v>46387</v></c><c r="D3" s="2"><v>46387.5</v></c><c r="E3" t="e"><v>#N/A</v></c><c r="F3" s="3"><v>42</v></c></row>
            <row r="4"><c r="A4" t="b"><v>1</v></c><c r="B4"><v>0.1</v></c><c r="D4"><v>1.2E+3</v></c></row>
            <row r="5"><c r="A5" s="1"/></row>
            """))
            .Shared("<si><t>Id</t></si><si><r><t>Num</t></r><r><t>ber</t></r><rPh><t>x</t></rPh></si>")
            .Styles("<numFmt numFmtId=\"164\" formatCode=\"[$-407]dd\\.mm\\.yyyy hh:mm\"/><numFmt numFmtId=\"165\" formatCode=\"000000\"/>", 14, 164, 165)
            .ToBytes();

        var table = TestFiles.Table(bytes, "staff.xlsx");

        Assert.Equal(["Id", "Number", "Start", "Seen", "Note", "Padded"], table.Columns);
        Assert.Equal([3, 4], table.Lines.Select(line => line.Number));
        Assert.Equal(["001001", "12345678901234", "2026-12-31", "2026-12-31T12:00:00", "#N/A", "000042"], table.Lines.ElementAt(0).Cells);
        Assert.Equal(["TRUE", "0.1", "", "1200", "", ""], table.Lines.ElementAt(1).Cells);
        Assert.Equal(("Staff", TableFormat.Xlsx), (table.Sheet, table.Format));
    }

    [Theory]
    [InlineData("General", false)]
    [InlineData("0.00", false)]
    [InlineData("\"days\" 0", false)]
    [InlineData("[Red]0", false)]
    [InlineData("#,##0\\ \\d", false)]
    [InlineData("dd/mm/yy;@", true)]
    [InlineData("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", true)]
    public void A_format_is_a_date_only_if_it_shows_one(string code, bool isDate) =>
        Assert.Equal(isDate, XlsxFormat.Of(code).IsDate);

    [Fact]
    public void The_first_sheet_with_anything_on_it_is_read_unless_another_is_chosen()
    {
        var bytes = Workbook.OfXml(
            ("Cover", ""),
            ("Users", "<row><c t=\"str\"><v>Email</v></c></row><row><c t=\"str\"><v>a@x.example</v></c></row>"),
            ("Old", "<row><c t=\"str\"><v>Mail</v></c></row>")).ToBytes();

        Assert.Equal("Users", TestFiles.Table(bytes, "u.xlsx").Sheet);
        Assert.Equal("Mail", TestFiles.Read(bytes, "u.xlsx", new TableReadOptions(Sheet: "old")).Table!.Columns[0]);
        Assert.Equal(TableProblemCode.NoSuchSheet, TestFiles.Refused(bytes, "u.xlsx", new TableReadOptions(Sheet: "none")).Code);
    }

    [Fact]
    public void Rows_that_end_early_are_not_ragged()
    {
        var reading = TestFiles.Guessed(
            TestFiles.Table(Workbook.OfTexts(["Email", "Name", "Role"], ["a@x.example"]).ToBytes(), "u.xlsx"), FileKind.Users);

        Assert.Empty(reading.Problems);
        Assert.Equal(("a@x.example", null), (reading.Accounts[0].Account.Email, reading.Accounts[0].Account.Name));
    }

    [Fact]
    public void A_zip_bomb_is_refused_before_it_is_parsed()
    {
        var bytes = Workbook.OfTexts(["Email"]).With("xl/media/zeros.bin", new byte[30_000_000]).ToBytes(CompressionLevel.SmallestSize);

        var problem = TestFiles.Refused(bytes, "u.xlsx");

        Assert.Equal(TableProblemCode.UnsafeWorkbook, problem.Code);
        Assert.Contains("100 times", problem.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_that_lies_about_its_sizes_gains_nothing()
    {
        var workbook = Workbook.OfTexts(["Email"]);
        var sheet = workbook.Parts["xl/worksheets/sheet1.xml"];
        workbook.With("xl/worksheets/sheet1.xml", [.. sheet, .. Enumerable.Repeat((byte)' ', 30_000_000 - sheet.Length)]);
        var bytes = workbook.ToBytes(CompressionLevel.SmallestSize);
        var size = BitConverter.GetBytes(30_000_000);
        for (var at = bytes.AsSpan().IndexOf(size); at >= 0; at = bytes.AsSpan().IndexOf(size))
        {
            BitConverter.GetBytes(100).CopyTo(bytes, at);
        }
        Assert.True(TestFiles.Refused(bytes, "u.xlsx").Code is TableProblemCode.UnsafeWorkbook or TableProblemCode.BrokenWorkbook);
    }

    [Fact]
    public void A_workbook_of_too_many_cells_is_refused_though_its_bytes_are_few()
    {
        var texts = string.Concat(Enumerable.Range(0, 1000).Select(i => $"<si><t>{Guid.NewGuid()}{Guid.NewGuid()}</t></si>"));
        var row = string.Concat(Enumerable.Range(0, 200).Select(i => $"<c t=\"s\"><v>{(i * 37) % 1000}</v></c>"));
        var bytes = Workbook.OfXml(("a", string.Concat(Enumerable.Repeat($"<row>{row}</row>", 26_000)))).Shared(texts);
        var zipped = bytes.ToBytes(CompressionLevel.Fastest);

        var code = TestFiles.Refused(zipped, "u.xlsx").Code;

        Assert.True(code is TableProblemCode.TooManyCells or TableProblemCode.UnsafeWorkbook, code.ToString());
    }

    [Fact]
    public void A_cell_budget_is_spent_by_empty_cells_too()
    {
        var budget = new CellBudget();
        for (var i = 0; i < TableLimits.Cells; i++)
        {
            budget.Spend();
        }
        Assert.Equal(TableProblemCode.TooManyCells, Assert.Throws<TableRefusedException>(budget.Spend).Problem.Code);
    }

    [Fact]
    public void A_document_type_is_refused()
    {
        var bytes = Workbook.OfTexts(["Email"]).With("xl/sharedStrings.xml", Workbook.Utf8(
            "<!DOCTYPE sst [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><sst><si><t>&b;</t></si></sst>")).ToBytes();

        var problem = TestFiles.Refused(bytes, "u.xlsx");

        Assert.Equal(TableProblemCode.BrokenWorkbook, problem.Code);
        Assert.Contains("DTD", problem.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xl/vbaProject.bin", TableProblemCode.Macros)]
    [InlineData("../evil.xml", TableProblemCode.UnsafeWorkbook)]
    [InlineData("/etc/passwd", TableProblemCode.UnsafeWorkbook)]
    [InlineData("a\\..\\b", TableProblemCode.UnsafeWorkbook)]
    [InlineData("C:evil", TableProblemCode.UnsafeWorkbook)]
    public void A_part_that_no_table_needs_is_refused(string part, TableProblemCode code) =>
        Assert.Equal(code, TestFiles.Refused(Workbook.OfTexts(["Email"]).With(part, [1]).ToBytes(), "u.xlsx").Code);

    [Fact]
    public void More_than_200_parts_are_refused()
    {
        var workbook = Workbook.OfTexts(["Email"]);
        for (var i = 0; i < 200; i++)
        {
            workbook.With($"xl/p{i}.xml", [1]);
        }
        Assert.Equal(TableProblemCode.UnsafeWorkbook, TestFiles.Refused(workbook.ToBytes(), "u.xlsx").Code);
    }

    [Fact]
    public void A_zip_that_is_no_workbook_is_refused()
    {
        var workbook = Workbook.OfTexts(["Email"]);
        workbook.Parts.Remove("[Content_Types].xml");
        Assert.Equal(TableProblemCode.NotATable, TestFiles.Refused(workbook.ToBytes(), "u.xlsx").Code);
    }

    [Fact]
    public void A_value_in_column_1000_is_refused() =>
        Assert.Equal(TableProblemCode.TooManyColumns, TestFiles.Refused(
            Workbook.OfXml(("a", "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>x</v></c><c r=\"ALL1\" t=\"str\"><v>y</v></c></row>")).ToBytes(), "u.xlsx").Code);

    [Theory]
    [InlineData("<row r=\"5\"><c><v>1</v></c></row><row r=\"2\"><c><v>1</v></c></row>")]
    [InlineData("<row r=\"1\"><c t=\"s\"><v>7</v></c></row>")]
    [InlineData("<row r=\"1\"><c>")]
    public void A_broken_sheet_is_refused_with_a_sentence(string rows)
    {
        var problem = TestFiles.Refused(Workbook.OfXml(("a", rows)).ToBytes(), "u.xlsx");
        Assert.Equal(TableProblemCode.BrokenWorkbook, problem.Code);
    }

    [Fact]
    public void A_cut_off_workbook_is_refused()
    {
        var bytes = Workbook.OfTexts(["Email"], ["a@x.example"]).ToBytes();
        for (var length = 4; length < bytes.Length; length += 97)
        {
            Assert.False(TestFiles.Read(bytes[..length], "u.xlsx").Succeeded);
        }
    }
}
