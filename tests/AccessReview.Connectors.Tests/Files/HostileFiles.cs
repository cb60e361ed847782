using System.IO.Compression;
using System.Text;

namespace AccessReview.Connectors.Files;

/// <summary>The fear: a file that nobody would send in good faith crashes the import, holds it up or fills the memory.
/// Each is refused with a sentence that says what and where. What can be read is in <see cref="OddFiles"/>.</summary>
public sealed class HostileFiles
{
    private const string Head = "<row r=\"1\"><c t=\"str\"><v>Email</v></c></row>";

    private static readonly Dictionary<string, (string File, Func<byte[]> Bytes, TableProblemCode Code, string Says)> Cases = new(StringComparer.Ordinal)
    {
        ["no bytes at all"] = ("a.csv", () => [], TableProblemCode.Empty, "0 bytes"),
        ["a byte order mark and nothing else"] = ("a.csv", () => [.. Encoding.UTF8.Preamble], TableProblemCode.NoHeading, "no line with anything on it"),
        ["blank lines alone"] = ("a.csv", () => "\r\n   \r\n,,,\r\n"u8.ToArray(), TableProblemCode.NoHeading, "no line with anything on it"),
        ["a web page under the name of a table"] = ("a.csv", () => "\r\n<!DOCTYPE html>\n<html><title>Sign in</title>"u8.ToArray(), TableProblemCode.EndingDisagrees, "a web page"),
        ["a web page as old exports write it"] = ("a.csv", () => "<HTML><table><tr><td>Email"u8.ToArray(), TableProblemCode.EndingDisagrees, "a web page"),
        ["an answer of an API"] = ("a.csv", () => "[{\"email\":\"a@x.example\"}]"u8.ToArray(), TableProblemCode.EndingDisagrees, "JSON"),
        ["an XML document"] = ("a.txt", () => "<?xml version=\"1.0\"?><users/>"u8.ToArray(), TableProblemCode.EndingDisagrees, "XML"),
        ["a picture"] = ("a.csv", () => [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13], TableProblemCode.Nul, "Line 3 contains a NUL"),
        ["a PDF"] = ("a.csv", () => [.. "%PDF-1.7\n%"u8, 0xE2, 0xE3, 0xCF, 0xD3], TableProblemCode.NotUtf8, "Line 2 is not UTF-8 (byte E2"),
        ["UTF-16 without its mark"] = ("a.csv", () => Encoding.Unicode.GetBytes("Email\n"), TableProblemCode.Nul, "Line 1 contains a NUL"),
        ["UTF-32"] = ("a.csv", () => [.. Encoding.UTF32.Preamble, .. Encoding.UTF32.GetBytes("Email\n")], TableProblemCode.Nul, "Line 1 contains a NUL"),
        ["half a character in UTF-16"] = ("a.csv", () => [.. Encoding.Unicode.Preamble, .. "E\0\n\0"u8, 0x00, 0xD8, (byte)'x', 0], TableProblemCode.NotUtf8, "says it is UTF-16 but is not"),
        ["half a character in UTF-8"] = ("a.csv", () => [.. "Email\nok\n"u8, 0xED, 0xA0, 0x80], TableProblemCode.NotUtf8, "Line 3 is not UTF-8 (byte ED"),
        ["two encodings in one file"] = ("a.csv", () => [.. "Name\nÅse\n"u8, (byte)'J', 0xFC, (byte)'r'], TableProblemCode.NotUtf8, "Line 3 is not UTF-8 (byte FC"),
        ["a quote that opens the heading and never closes"] = ("a.csv", () => "\"Email,Name\na@x.example,Ann\n"u8.ToArray(), TableProblemCode.Quotes, "heading on line 1"),
        ["a thousand columns"] = ("a.csv", () => Utf8(string.Join(',', Enumerable.Range(0, 1000))), TableProblemCode.TooManyColumns, "Line 1 has 1000 columns; at most 200"),
        ["a line of delimiters"] = ("a.csv", () => Utf8("Email,Name\n" + new string(',', 5_000_000)), TableProblemCode.TooManyColumns, "Line 2 has 5000001 columns"),
        ["one huge field"] = ("a.csv", () => Utf8($"Email,Name\na@x.example,{new string('x', 40_000)}"), TableProblemCode.FieldTooLong, "Line 2, column 2 holds 40000 characters"),
        ["a workbook called CSV"] = ("a.csv", () => Book(Head).ToBytes(), TableProblemCode.EndingDisagrees, "a zip or an Excel workbook"),
        ["text called a workbook"] = ("a.xlsx", () => "Email\na@x.example\n"u8.ToArray(), TableProblemCode.EndingDisagrees, "not an Excel workbook"),
        ["an old workbook or one with a password"] = ("a.xlsx", () => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], TableProblemCode.NotATable, "with a password"),
        ["a workbook with macros by name"] = ("a.xlsm", () => Book(Head).ToBytes(), TableProblemCode.Macros, "macros"),
        ["a workbook with macros by content"] = ("a.xlsx", () => Book(Head).With("xl/VBAPROJECT.BIN", [1]).ToBytes(), TableProblemCode.Macros, "macros"),
        ["another kind of document"] = ("a.xlsx", () => Document(), TableProblemCode.BrokenWorkbook, "no sheet"),
        ["an open document"] = ("a.ods", () => Zip(("mimetype", "application/vnd.oasis.opendocument.spreadsheet")), TableProblemCode.NotATable, "\".ods\""),
        ["an open document called a workbook"] = ("a.xlsx", () => Zip(("content.xml", "<x/>")), TableProblemCode.NotATable, "not an Excel workbook"),
        ["only hidden sheets"] = ("a.xlsx", () => Book(Head).Hide(1).ToBytes(), TableProblemCode.NoHeading, "visible"),
        ["a name that climbs out"] = ("a.xlsx", () => Book(Head).With("xl/../../etc/cron.d/x", [1]).ToBytes(), TableProblemCode.UnsafeWorkbook, "outside the workbook"),
        ["ten thousand parts"] = ("a.xlsx", () => Many(10_000), TableProblemCode.UnsafeWorkbook, "it has 10007 parts"),
        ["a bomb of zeros"] = ("a.xlsx", () => Book(Head).With("xl/media/a.bin", new byte[50_000_000]).ToBytes(CompressionLevel.SmallestSize), TableProblemCode.UnsafeWorkbook, "100 times"),
        ["a part of more than 100 MB"] = ("a.xlsx", () => Book(Head).With("xl/a.bin", Noise(101 * 1024 * 1024)).ToBytes(), TableProblemCode.UnsafeWorkbook, "more than 100 MB"),
        ["a document type with entities"] = ("a.xlsx", () => Raw("<!DOCTYPE x [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;\">]><worksheet><sheetData/></worksheet>"), TableProblemCode.BrokenWorkbook, "(DTD)"),
        ["an entity that reads a file of ours"] = ("a.xlsx", () => Raw("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><worksheet>&a;</worksheet>"), TableProblemCode.BrokenWorkbook, "(DTD)"),
        ["an encoding nobody knows"] = ("a.xlsx", () => Raw("<?xml version=\"1.0\" encoding=\"klingon\"?><worksheet/>"), TableProblemCode.BrokenWorkbook, "not well-formed"),
        ["a NUL in a cell"] = ("a.xlsx", () => Book("<row><c t=\"str\"><v>&#0;</v></c></row>").ToBytes(), TableProblemCode.BrokenWorkbook, "not well-formed"),
        ["half a character in a cell"] = ("a.xlsx", () => Book("<row><c t=\"str\"><v>&#xD800;</v></c></row>").ToBytes(), TableProblemCode.BrokenWorkbook, "not well-formed"),
        ["bytes that are no text in a sheet"] = ("a.xlsx", () => Raw([.. "<worksheet><sheetData><row><c><v>"u8, 0xFF, 0xFE, 0xFD]), TableProblemCode.BrokenWorkbook, "not well-formed"),
        ["a cell of 32,769 characters"] = ("a.xlsx", () => Book($"<row><c t=\"str\"><v>{new string('x', 32_769)}</v></c></row>").ToBytes(), TableProblemCode.FieldTooLong, "Row 1, column 1 holds more than 32768"),
        ["a shared text of a million characters"] = ("a.xlsx", () => Book("<row><c t=\"s\"><v>0</v></c></row>").Shared($"<si><t>{Letters(1_000_000)}</t></si>").ToBytes(), TableProblemCode.UnsafeWorkbook, "one piece of a part is longer than"),
        ["a value in a million pieces"] = ("a.xlsx", () => Book($"<row><c><v>{Repeat("<![CDATA[1]]>", 1_000_000)}</v></c></row>").ToBytes(CompressionLevel.NoCompression), TableProblemCode.FieldTooLong, "Row 1, column 1"),
        ["a million levels"] = ("a.xlsx", () => Raw(Repeat("<a>", 1_000_000)), TableProblemCode.UnsafeWorkbook, "deep"),
        ["a million different names"] = ("a.xlsx", () => Raw("<worksheet>" + string.Concat(Enumerable.Range(0, 1_000_000).Select(i => $"<a{i}/>"))), TableProblemCode.UnsafeWorkbook, "different names"),
        ["a million attributes"] = ("a.xlsx", () => Raw("<worksheet><row " + Repeat("r=\"1\" ", 1_000_000) + "/></worksheet>"), TableProblemCode.UnsafeWorkbook, "one piece of a part is longer than"),
        ["one text in a million cells"] = ("a.xlsx", () => Book(Head + Repeat($"<row>{Repeat("<c t=\"s\"><v>0</v></c>", 100)}</row>", 5_000)).Shared($"<si><t>{Letters(30_000)}</t></si>").ToBytes(CompressionLevel.NoCompression), TableProblemCode.TooManyCells, "characters in its cells"),
        ["a hundred sheets that are one"] = ("a.xlsx", SameSheet, TableProblemCode.BrokenWorkbook, "twice"),
        ["a text that is not there"] = ("a.xlsx", () => Book("<row r=\"4\"><c t=\"s\"><v>99</v></c></row>").ToBytes(), TableProblemCode.BrokenWorkbook, "row 4, column 1"),
        ["a value far to the right"] = ("a.xlsx", () => Book("<row r=\"3\"><c r=\"XFD3\" t=\"str\"><v>x</v></c></row>").ToBytes(), TableProblemCode.TooManyColumns, "Row 3 has a value in column 16384"),
        ["a formula that was never calculated"] = ("a.xlsx", () => Book(Head + "<row r=\"2\"><c r=\"A2\"><f>B2&amp;\"@x.example\"</f><v></v></c></row>").ToBytes(), TableProblemCode.BrokenWorkbook, "row 2, column 1 holds a formula without its result"),
        ["a part that is missing"] = ("a.xlsx", () => Book(Head).Drop("xl/worksheets/sheet1.xml"), TableProblemCode.BrokenWorkbook, "\"xl/worksheets/sheet1.xml\" is missing"),
        ["a zip cut in half"] = ("a.xlsx", () => Book(Head).ToBytes()[..400], TableProblemCode.UnsafeWorkbook, "damaged"),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_refused_with_a_sentence_that_says_what_and_where(string name)
    {
        var (file, bytes, code, says) = Cases[name];

        var problem = TestFiles.Refused(bytes(), file);

        Assert.Equal(code, problem.Code);
        Assert.Contains(says, problem.Sentence, StringComparison.Ordinal);
        Assert.InRange(problem.Sentence.Length, 20, 400);
    }

    private static Workbook Book(string rows) => Workbook.OfXml(("Users", rows));

    private static byte[] Raw(string sheet) => Raw(Utf8(sheet));

    private static byte[] Raw(byte[] sheet) => Book("").With("xl/worksheets/sheet1.xml", sheet).ToBytes(CompressionLevel.NoCompression);

    private static byte[] Document()
    {
        var book = Book(Head);
        book.Parts["xl/workbook.xml"] = Utf8("<document><body/></document>");
        return book.ToBytes();
    }

    private static byte[] SameSheet()
    {
        var book = Workbook.OfXml([.. Enumerable.Range(1, 100).Select(i => ($"S{i}", Repeat("<row/>", 1000)))]);
        book.Parts["xl/_rels/workbook.xml.rels"] = Utf8(Encoding.UTF8.GetString(book.Parts["xl/_rels/workbook.xml.rels"]).Replace("sheet2.xml", "sheet1.xml", StringComparison.Ordinal));
        return book.ToBytes();
    }

    private static byte[] Many(int parts)
    {
        var book = Book(Head);
        for (var i = 0; i < parts; i++)
        {
            book.With($"xl/p{i}", []);
        }

        return book.ToBytes();
    }

    private static byte[] Zip(params (string Name, string Text)[] parts)
    {
        var book = Book(Head);
        book.Parts.Clear();
        foreach (var (name, text) in parts)
        {
            book.With(name, Utf8(text));
        }

        return book.ToBytes();
    }

    /// <summary>Letters that pack badly, so that it is not the ratio that refuses them.</summary>
    private static string Letters(int length) => string.Concat(Noise(length).Select(b => (char)('a' + (b % 26))));

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(7).NextBytes(bytes.AsSpan(0, length / 20));
        bytes.AsSpan(0, length / 20).CopyTo(bytes.AsSpan(length / 2));
        return bytes;
    }

    private static string Repeat(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
