using System.Text;

namespace AccessReview.Connectors.Files;

public sealed class CsvFiles
{
    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_heading()
    {
        var table = TestFiles.Table([.. Encoding.UTF8.Preamble, .. "Email,Name\na@x.example,Ä\n"u8]);

        Assert.True(table.ByteOrderMark);
        Assert.Equal(["Email", "Name"], table.Columns);
        Assert.Equal("Ä", table.Lines.ElementAt(0).Cells[1]);
    }

    [Theory]
    [InlineData("Email,Name\na@x.example,\"Berg; Anna\"", ',')]
    [InlineData("Email;Name\na@x.example;Berg, Anna\nb@x.example;Olsen, Bo", ';')]
    [InlineData("Email\tName\na@x.example\tBerg, Anna; Dr", '\t')]
    [InlineData("Email\na@x.example", ',')]
    public void The_delimiter_is_found_from_the_lines(string text, char delimiter) =>
        Assert.Equal(delimiter, TestFiles.Table(text).Delimiter);

    [Fact]
    public void Excels_hint_line_names_the_delimiter_and_is_no_line()
    {
        var table = TestFiles.Table("sep=;\r\na;b\r\n1,2;3\r\n");

        Assert.Equal((';', 2, 3), (table.Delimiter, table.HeaderLine, table.Lines.ElementAt(0).Number));
        Assert.Equal(["1,2", "3"], table.Lines.ElementAt(0).Cells);
    }

    [Fact]
    public void A_quoted_line_break_stays_in_its_cell_and_later_lines_keep_their_editor_numbers()
    {
        var table = TestFiles.Table("Email,Note\na@x.example,\"one\ntwo\"\r\n\r\nb@x.example,ok\n");

        Assert.Equal([2, 4, 5], table.Lines.Select(line => line.Number));
        Assert.Equal("one\ntwo", table.Lines.ElementAt(0).Cells[1]);
        Assert.True(table.Lines.ElementAt(1).IsBlank);
        Assert.Equal("a@x.example,\"one\ntwo\"", table.Lines.ElementAt(0).Raw);
    }

    [Fact]
    public void A_lone_quote_cannot_swallow_the_lines_below_it()
    {
        var table = TestFiles.Table("Email,Name\na@x.example,\"Anna\nb@x.example,Bo\nc@x.example,\"Ce, Ce\"\nd@x.example,Di\n");

        Assert.Equal([2, 3, 4, 5], table.Lines.Select(line => line.Number));
        Assert.Equal([true, false, false, false], table.Lines.Select(line => line.BrokenQuotes));
        Assert.Equal("a@x.example,\"Anna", table.Lines.ElementAt(0).Raw);
        Assert.Equal("Ce, Ce", table.Lines.ElementAt(2).Cells[1]);
    }

    [Fact]
    public void A_quote_left_open_on_the_last_line_breaks_that_line_alone()
    {
        var table = TestFiles.Table("Email,Name\r\na@x.example,Anna\r\nb@x.example,\"Bo\r\n");

        Assert.Equal([false, true], table.Lines.Select(line => line.BrokenQuotes));
        Assert.Equal("b@x.example,\"Bo", table.Lines.ElementAt(1).Raw);
    }

    [Fact]
    public void A_quote_inside_an_unquoted_cell_is_text() =>
        Assert.Equal("Bob \"The Rock\" S", TestFiles.Table("Name,Email\nBob \"The Rock\" S,b@x.example\n").Lines.ElementAt(0).Cells[0]);

    [Fact]
    public void Text_behind_a_closing_quote_breaks_the_line()
    {
        var table = TestFiles.Table("Name,Email\n\"Bob\"by,b@x.example\n \"Cy\" ,c@x.example\n");

        Assert.True(table.Lines.ElementAt(0).BrokenQuotes);
        Assert.Equal("Cy", table.Lines.ElementAt(1).Cells[0]);
    }

    [Fact]
    public void A_file_of_broken_quotes_is_refused()
    {
        var text = new StringBuilder("Email,Name\n");
        for (var i = 0; i < 400; i++)
        {
            text.Append($"u{i}@x.example,\"broken\n");
        }
        Assert.Equal(TableProblemCode.Quotes, TestFiles.Refused(text.ToString()).Code);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused_with_their_line_and_read_as_Windows_1252_on_request()
    {
        byte[] bytes = [.. "Name,Email\nAnna,a@x.example\nJ"u8, 0xFC, .. "rgen,j@x.example\n"u8];

        var problem = TestFiles.Refused(bytes);
        var table = TestFiles.Read(bytes, options: new TableReadOptions(Windows1252: true)).Table!;

        Assert.Equal(TableProblemCode.NotUtf8, problem.Code);
        Assert.StartsWith("Line 3 is not UTF-8 (byte FC", problem.Sentence, StringComparison.Ordinal);
        Assert.Equal("Jürgen", table.Lines.ElementAt(1).Cells[0]);
        Assert.Equal(TableEncoding.Windows1252, table.Encoding);
    }

    [Fact]
    public void Excels_unicode_text_is_read()
    {
        var table = TestFiles.Table([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("Email\tName\r\na@x.example\tÅse\r\n")]);

        Assert.Equal((TableEncoding.Utf16, '\t', "Åse"), (table.Encoding, table.Delimiter, table.Lines.ElementAt(0).Cells[1]));
    }

    [Fact]
    public void A_NUL_is_refused_with_its_line()
    {
        var problem = TestFiles.Refused("Email\na@x.example\nb\0@x.example\n");

        Assert.Equal(TableProblemCode.Nul, problem.Code);
        Assert.StartsWith("Line 3 ", problem.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_thousand_columns_are_refused() =>
        Assert.Equal(TableProblemCode.TooManyColumns, TestFiles.Refused(string.Join(',', Enumerable.Range(0, 1000))).Code);

    [Fact]
    public void A_cell_of_more_than_32_KB_is_refused_with_its_place()
    {
        var problem = TestFiles.Refused($"a,b\n1,{new string('x', TableLimits.FieldChars + 1)}\n");

        Assert.Equal(TableProblemCode.FieldTooLong, problem.Code);
        Assert.StartsWith("Line 2, column 2 ", problem.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_a_million_lines_are_refused() =>
        Assert.Equal(TableProblemCode.TooManyLines, TestFiles.Refused("a\n" + string.Concat(Enumerable.Repeat("1\n", TableLimits.Lines))).Code);

    [Fact]
    public void More_than_25_MB_are_refused() =>
        Assert.Equal(TableProblemCode.TooLarge, TestFiles.Refused(new byte[TableLimits.FileBytes + 1]).Code);

    [Theory]
    [InlineData("", TableProblemCode.Empty)]
    [InlineData("\n  \n,,\n", TableProblemCode.NoHeading)]
    [InlineData("\"never closed\n1\n", TableProblemCode.Quotes)]
    public void A_file_without_a_heading_is_refused(string text, TableProblemCode code) =>
        Assert.Equal(code, TestFiles.Refused(text).Code);

    [Fact]
    public void Empty_and_repeated_headings_get_names_that_differ() =>
        Assert.Equal(["Email", "Column 2", "email (2)"], TestFiles.Table("Email,,email\n1,2,3").Columns);

    [Fact]
    public void Lines_above_the_heading_are_lines_too()
    {
        var table = TestFiles.Table("Heap users\n\nEmail,Name\na@x.example,Anna\n", new TableReadOptions(HeaderLine: 3));

        Assert.Equal(["Email", "Name"], table.Columns);
        Assert.Equal([1, 2, 4], table.Lines.Select(line => line.Number));
    }

    [Theory]
    [InlineData("report.pdf", TableProblemCode.NotATable)]
    [InlineData("report", TableProblemCode.NotATable)]
    [InlineData("report.xlsx", TableProblemCode.EndingDisagrees)]
    [InlineData("report.xlsm", TableProblemCode.Macros)]
    public void A_name_that_is_no_table_or_lies_is_refused(string name, TableProblemCode code) =>
        Assert.Equal(code, TestFiles.Refused("a,b\n1,2\n"u8.ToArray(), name).Code);

    [Fact]
    public void An_old_or_locked_workbook_is_refused_under_any_name() =>
        Assert.Equal(TableProblemCode.NotATable, TestFiles.Refused([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1], "a.xlsx").Code);
}
