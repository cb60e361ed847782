using System.Globalization;
using System.Text;

namespace AccessReview.Connectors.Files;

/// <summary>The fear: a file that somebody does send in good faith is read as something it does not say. Each is read right, line by
/// line, or the line says what is wrong with it. What is refused whole is in <see cref="HostileFiles"/>.</summary>
public sealed class OddFiles
{
    private static readonly Dictionary<string, Case> Cases = new(StringComparer.Ordinal)
    {
        ["a heading alone"] = Csv("Id,Email\n", []),
        ["line ends of the old Macintosh"] = Csv("Id,Email\ru1,a@x.example\ru2,b@x.example\r", ["2 u1|a@x.example||", "3 u2|b@x.example||"]),
        ["line ends of three systems"] = Csv("Id,Email\r\nu1,a@x.example\nu2,b@x.example\ru3,c@x.example", ["2 u1|a@x.example||", "3 u2|b@x.example||", "4 u3|c@x.example||"]),
        ["semicolons, and commas in numbers"] = Csv("Id;Email;Role\n1,5;a@x.example;x\n2,5;b@x.example;y\n", ["2 1,5|a@x.example||x", "3 2,5|b@x.example||y"]),
        ["lines with too much and too little"] = Csv("Id,Email\nu1\nu2,b@x.example,c\n", ["2 ! The line has 1 columns, the heading has 2.", "3 ! The line has 3 columns, the heading has 2."]),
        ["two columns of one name"] = Csv("Id,Email,Email\nu1,a@x.example,b@x.example\n", ["2 u1|a@x.example||"]),
        ["a quote inside a name"] = Csv("Id,Name\nu1,Bob \"The Rock\" S\nu2,\"O\"\"Hara\"\n", ["2 u1||Bob \"The Rock\" S|", "3 u2||O\"Hara|"]),
        ["a quote that is never closed"] = Csv("Id,Name\nu1,\"Ann\nu2,Bob\n", ["2 ! A quote on this line is not closed where a column ends, so its columns cannot be told apart.", "3 u2||Bob|"]),
        ["ids with leading zeros"] = Csv("Id,Email\n007,a@x.example\n0000000000000000000001,b@x.example\n", ["2 007|a@x.example||", "3 0000000000000000000001|b@x.example||"]),
        ["ids that a spreadsheet has rounded"] = Csv("Id,Email\n1.23457E+15,a@x.example\n\"1,2E+20\",b@x.example\n12E3,c@x.example\n", [
            "2 ! In the column \"Id\" stands \"1.23457E+15\": a spreadsheet has rounded this number, so it names nobody. Export the file again and do not save it in a spreadsheet.",
            "3 ! In the column \"Id\" stands \"1,2E+20\": a spreadsheet has rounded this number, so it names nobody. Export the file again and do not save it in a spreadsheet.",
            "4 12E3|c@x.example||"]),
        ["formulas for whoever opens the file"] = Csv("Id,Name,Role\n=1+1,\"=HYPERLINK(\"\"http://evil.example\"\")\",+1\n-2,@SUM(A1),\"\t=cmd|'/C calc'!A0\"\n", ["2 =1+1||=HYPERLINK(\"http://evil.example\")|+1", "3 -2||@SUM(A1)|=cmd|'/C calc'!A0"]),
        ["names from right to left"] = Csv("Id,Name\nu1,\u05d0\u05d1\u05d2 \u05d3\nu2,\u0645\u0631\u062d\u0628\u0627\nu3,\u202Eevil\n", ["2 u1||\u05d0\u05d1\u05d2 \u05d3|", "3 u2||\u0645\u0631\u062d\u0628\u0627|", "4 u3||\u202Eevil|"]),
        ["names that only look the same"] = Csv("Email\npaul@x.example\np\u0430ul@x.example\n", ["2 |paul@x.example||", "3 |p\u0430ul@x.example||"]),
        ["addresses with characters nobody sees"] = Csv("Email\n\u200bann\u200b@x.example\u200e\n\ufeffbob@x.example\n", ["2 |ann@x.example||", "3 |bob@x.example||"]),
        ["an address that is one only without what nobody sees"] = Csv("Email\nann@x.example\nann\u00ad@x.example\n", ["2 |ann@x.example||", "3 ! The account \"ann@x.example\" is on line 2 too, with other content. Set one of them aside."]),
        ["emoji, flags and families"] = Csv("Id,Name\nu1,👩‍👩‍👧‍👦 🇩🇪\nu2,𝕬𝖓𝖓\n", ["2 u1||👩‍👩‍👧‍👦 🇩🇪|", "3 u2||𝕬𝖓𝖓|"]),
        ["characters that are none"] = Csv("Id,Name\nu1,a\ufffeb\uffff\nu2\ufffe,c\u0001d\u007f\n", ["2 u1||a\ufffeb\uffff|", "3 u2\ufffe||cd|"]),
        ["two people with one address"] = Csv("Id,Email\nu1,it@x.example\nu2,it@x.example\n", ["2 u1|it@x.example||", "3 u2|it@x.example||"]),
        ["one person twice"] = Csv("Id,Email\nu1,a@x.example\nu1,a@x.example\nu1,A@x.example\n", ["2 u1|a@x.example||", "3 ! The line equals line 2 in every column.", "4 ! The account \"u1\" is on line 2 too, with other content. Set one of them aside."]),
        ["a group and a name that share a word"] = Csv("Team,Account\nNorth,Berg Anna\nNorth Berg,Anna\n", ["2 North|Berg Anna", "3 North Berg|Anna"], FileKind.Assignments),
        ["somebody hired again under a new id"] = Csv("Employee id,Work email,Start date,End date\n1,a@x.example,2020-01-01,2023-12-31\n2,a@x.example,2026-01-01,\n", ["2 1|a@x.example|||2020-01-01|2023-12-31", "3 2|a@x.example|||2026-01-01|"], FileKind.People),
        ["managers in a circle, and one of oneself"] = Csv("Employee id,Manager\n1,2\n2,1\n3,3\n", ["2 1|||2||", "3 2|||1||", "4 3|||3||"], FileKind.People),
        ["days that no calendar has"] = Csv("Employee id,End date\n1,31/02/2026\n2,29/02/2026\n3,29/02/2024\n4,13/13/2026\n", [
            "2 ! In the column \"End date\" stands \"31/02/2026\", which is not a date written day first (31.12.2026).",
            "3 ! In the column \"End date\" stands \"29/02/2026\", which is not a date written day first (31.12.2026).",
            "4 3|||||2024-02-29",
            "5 ! In the column \"End date\" stands \"13/13/2026\", which is not a date written day first (31.12.2026)."], FileKind.People),
        ["letters of Windows, marked as such"] = new(FileKind.Users, "a.csv", () => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("Id\tName\r\nu1\tJürgen\r\n")], ["2 u1||Jürgen|"]),
        ["the bytes of UTF-16 the other way round"] = new(FileKind.Users, "a.txt", () => [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes("Id,Name\nu1,Åse\n")], ["2 u1||Åse|"]),
        ["days counted from 1904"] = Book("<row><c t=\"str\"><v>Employee id</v></c><c t=\"str\"><v>End date</v></c></row><row><c><v>1</v></c><c s=\"1\"><v>44925</v></c></row>", ["2 1|||||2026-12-31"], FileKind.People, book => book
            .Styles("", 14).With("xl/workbook.xml", Utf8(Encoding.UTF8.GetString(book.Parts["xl/workbook.xml"]).Replace("<sheets>", "<workbookPr date1904=\"1\"/><sheets>", StringComparison.Ordinal)))),
        ["texts of all kinds in a workbook"] = Book(
            "<row><c t=\"s\"><v>0</v></c><c t=\"inlineStr\"><is><r><t>Na</t></r><r><t>me</t></r></is></c></row>" +
            "<row><c t=\"str\"><v>007</v></c><c t=\"s\"><v>1</v></c></row><row><c><f>1+1</f><v>2</v></c><c t=\"str\"><f>\"\"</f><v></v></c></row>",
            ["2 007||Ann_x0000_ Berg 😀 _x0041_|", "3 2|||"], more: book => book.Shared("<si><t>Id</t></si><si><t>Ann_x0000__x000A_Berg _xD83D__xDE00_ _x005F_x0041_</t></si>")),
        ["a long number that a workbook rounded"] = Book(
            "<row><c t=\"str\"><v>Id</v></c></row><row><c><v>1.2345678901234501E+17</v></c></row><row><c><v>123456789012345678</v></c></row><row><c><v>1.2E+3</v></c></row>",
            ["2 ! In the column \"Id\" stands \"1.23456789012345E+17\": a spreadsheet has rounded this number, so it names nobody. Export the file again and do not save it in a spreadsheet.", "3 123456789012345678|||", "4 1200|||"]),
        ["cells merged over several rows"] = Book(
            "<row r=\"1\"><c t=\"str\"><v>Heap users</v></c></row><row r=\"2\"><c t=\"str\"><v>Id</v></c><c t=\"str\"><v>Role</v></c></row><row r=\"3\"><c><v>1</v></c><c t=\"str\"><v>Admin</v></c></row>" +
            "<row r=\"4\"><c><v>2</v></c></row><row r=\"5\"><c><v>3</v></c></row><row r=\"6\"><c><v>4</v></c><c t=\"str\"><v>Viewer</v></c></row></sheetData>" +
            "<mergeCells><mergeCell ref=\"A1:B1\"/><mergeCell ref=\"B3:B5\"/></mergeCells><sheetData>",
            ["3 1|||Admin", "4 ! The cells \"B3:B5\" are merged over several lines and only the first of them has their value. Write it on every line, or set this one aside.",
             "5 ! The cells \"B3:B5\" are merged over several lines and only the first of them has their value. Write it on every line, or set this one aside.", "6 4|||Viewer"], heading: 2),
        ["hidden rows and columns"] = Book("<row><c t=\"str\"><v>Id</v></c></row><row hidden=\"1\"><c><v>1</v></c></row><row><c><v>2</v></c></row>", ["2 1|||", "3 2|||"]),
        ["a hidden sheet before the data"] = new(FileKind.Users, "a.xlsx", () => Workbook.OfXml(("Old", "<row><c t=\"str\"><v>Nothing</v></c></row>"), ("Users", "<row><c t=\"str\"><v>Id</v></c></row><row><c><v>1</v></c></row>")).Hide(1).ToBytes(), ["2 1|||"]),
        ["links to other workbooks"] = Book("<row><c t=\"str\"><v>Id</v></c></row><row><c><f>[1]Sheet1!A1</f><v>7</v></c></row>", ["2 7|||"], more: book => book
            .With("xl/externalLinks/externalLink1.xml", Utf8("<externalLink/>")).With("xl/externalLinks/_rels/externalLink1.xml.rels", Utf8("<Relationships><Relationship Id=\"rId1\" Type=\"x/externalLinkPath\" Target=\"file:///c:/secret.xlsx\" TargetMode=\"External\"/></Relationships>"))),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_read_as_a_person_reads_it(string name)
    {
        var of = Cases[name];

        var result = TestFiles.Read(of.Bytes(), of.File, new TableReadOptions(HeaderLine: of.Heading));

        Assert.True(result.Succeeded, result.Problem?.Sentence);
        var reading = TestFiles.Guessed(result.Table, of.Kind);
        Assert.Equal(result.Table.Lines.Count, reading.Records + reading.Problems.Count);
        Assert.Equal(of.Reads, Shown(reading).Where(line => line.Line > of.Heading).OrderBy(line => line.Line).Select(line => $"{line.Line} {line.Text}"));
    }

    [Fact]
    public void One_value_far_to_the_right_widens_no_row_in_memory()
    {
        var bytes = Workbook.OfXml(("Sheet1", "<row><c t=\"str\"><v>Id</v></c><c r=\"GR1\" t=\"str\"><v>Note</v></c></row>"
            + new StringBuilder().Insert(0, "<row><c><v>1</v></c></row>", 100_000))).ToBytes(System.IO.Compression.CompressionLevel.NoCompression);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var table = TestFiles.Table(bytes, "a.xlsx");
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal((100_000, 200, "1", ""), (table.Lines.Count, table.Lines.Last().Cells.Count, table.Lines.Last().Cells[0], table.Lines.Last().Cells[199]));
        Assert.True(allocated < 100_000 * 200 * sizeof(long) / 2, $"{allocated} bytes");
    }

    private static IEnumerable<(int Line, string Text)> Shown(FileReading reading) =>
    [
        .. reading.Accounts.Select(l => (l.Line, $"{l.Account.Id}|{l.Account.Email}|{l.Account.Name}|{l.Account.Role}")),
        .. reading.Assignments.Select(l => (l.Line, $"{l.Assignment.Group}|{l.Assignment.Account}")),
        .. reading.People.Select(l => (l.Line, $"{l.Person.EmployeeId}|{l.Person.WorkEmail}|{l.Person.Name}|{l.Person.Manager}|{Day(l.Person.Start)}|{Day(l.Person.End)}")),
        .. reading.Problems.Select(p => (p.Line, $"! {p.Sentence}")),
    ];

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Case Csv(string text, string[] reads, FileKind kind = FileKind.Users) => new(kind, "a.csv", () => Utf8(text), reads);

    private static Case Book(string rows, string[] reads, FileKind kind = FileKind.Users, Func<Workbook, Workbook>? more = null, int heading = 1) =>
        new(kind, "a.xlsx", () => (more ?? (book => book))(Workbook.OfXml(("Sheet1", rows))).ToBytes(), reads, heading);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>A file, and what its lines read as: a record's facts between bars, or "!" and the sentence.</summary>
    private sealed record Case(FileKind Kind, string File, Func<byte[]> Bytes, string[] Reads, int Heading = 1);
}
