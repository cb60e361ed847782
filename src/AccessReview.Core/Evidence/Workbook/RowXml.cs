using System.Globalization;
using System.Xml;

namespace AccessReview.Core.Evidence.Workbook;

/// <summary>
/// Writes the cells of one tab. Texts are inline strings: a shared string table would have to be held in memory.
/// </summary>
internal sealed class RowXml(XmlWriter xml, string[] styles, Sheet sheet, TieOutCounts tieOuts)
{
    internal const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const double PointsOfALine = 13.5;
    private const double MostPoints = 409;

    /// <summary>Room that the arrow of the filter takes from a heading.</summary>
    private const int ArrowWidth = 2;

    private readonly IReadOnlyList<SheetColumn> _columns = sheet.Columns;
    private readonly CellStyle _text = sheet.Wraps ? CellStyle.WrappedText : CellStyle.Text;
    private readonly string[] _names = [.. Enumerable.Range(0, sheet.Columns.Count).Select(SheetPart.ColumnName)];
    private readonly char[] _digits = new char[32];

    internal void Notice(string notice)
    {
        Start(1);
        TextCell(0, 1, SafeText.Disarm(SafeText.Clean(notice)), CellStyle.Notice);
        xml.WriteEndElement();
    }

    internal void Headings(int line)
    {
        Start(line, _columns.Max(c => WrappedLines.In(c.Width - ArrowWidth, c.Header)));
        for (var i = 0; i < _columns.Count; i++)
        {
            TextCell(i, line, _columns[i].Header, CellStyle.Header);
        }

        xml.WriteEndElement();
    }

    internal void Row(int line, SheetCursor row)
    {
        Start(line, sheet.Wraps ? LinesOf(row) : 1);
        for (var i = 0; i < _columns.Count; i++)
        {
            var cell = row.Read(i);
            switch (cell.Form)
            {
                case CellForm.Blank when _columns[i].Kind == CellKind.Text:
                    TextCell(i, line, _columns[i].WhenBlank, _text);
                    break;
                case CellForm.Blank:
                    break;
                case CellForm.Text:
                    var text = SafeText.Printed(cell.Content!);
                    TextCell(i, line, text.Length == 0 ? _columns[i].WhenBlank : text, _text);
                    break;
                case CellForm.Integer:
                    NumberCell(i, line, cell.Value, CellStyle.Integer);
                    break;
                case CellForm.Number:
                    NumberCell(i, line, cell.Value, CellStyle.Number);
                    break;
                case CellForm.Date:
                    NumberCell(i, line, cell.Value, CellStyle.Date);
                    break;
                case CellForm.Instant:
                    NumberCell(i, line, cell.Value, CellStyle.Instant);
                    break;
                case CellForm.Count:
                    Count(i, line, cell.Counted);
                    break;
                case CellForm.Compare:
                    Compare(i, line, cell.Answer, row);
                    break;
                default:
                    throw new InvalidOperationException($"{cell.Form} is not a form of cell.");
            }
        }

        xml.WriteEndElement();
    }

    private void Count(int column, int line, TieOut tieOut)
    {
        var (formula, value) = tieOuts.Of(tieOut);
        Cell(column, line, CellStyle.Integer, null);
        xml.WriteElementString("f", Main, formula);
        xml.WriteElementString("v", Main, value.ToString(CultureInfo.InvariantCulture));
        xml.WriteEndElement();
    }

    private void Compare(int column, int line, TieOutAnswer answer, SheetCursor row)
    {
        var printed = row.Read(answer.PrintedColumn);
        var counted = tieOuts.Of(row.Read(answer.CountedColumn).Counted).Value;
        Cell(column, line, CellStyle.General, "str");
        xml.WriteElementString(
            "f", Main,
            $"IF({_names[answer.PrintedColumn]}{line}={_names[answer.CountedColumn]}{line},\"equal\",\"different\")");
        xml.WriteElementString("v", Main, printed.Form == CellForm.Integer && (long)printed.Value == counted ? "equal" : "different");
        xml.WriteEndElement();
    }

    private void TextCell(int column, int line, string text, CellStyle style)
    {
        if (text.Length == 0)
        {
            return;
        }

        Cell(column, line, style, "inlineStr");
        xml.WriteStartElement("is", Main);
        xml.WriteStartElement("t", Main);
        if (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]) || text.Contains('\n', StringComparison.Ordinal))
        {
            xml.WriteAttributeString("xml", "space", null, "preserve");
        }

        xml.WriteString(CellEscape.Escape(text));
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private void NumberCell(int column, int line, double value, CellStyle style)
    {
        Cell(column, line, style, null);
        xml.WriteStartElement("v", Main);
        value.TryFormat(_digits, out var length, "R", CultureInfo.InvariantCulture);
        xml.WriteChars(_digits, 0, length);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private int LinesOf(SheetCursor row)
    {
        var lines = 1;
        for (var i = 0; i < _columns.Count; i++)
        {
            var column = _columns[i];
            if (!column.InOutline && (row.Read(i).Content ?? (column.Kind == CellKind.Text ? column.WhenBlank : null)) is { } text)
            {
                lines = Math.Max(lines, WrappedLines.In(column.Width, text));
            }
        }

        return lines;
    }

    private void Start(int line, int lines = 1)
    {
        xml.WriteStartElement("row", Main);
        xml.WriteStartAttribute("r");
        Digits(line);
        xml.WriteEndAttribute();
        if (lines > 1)
        {
            xml.WriteAttributeString("ht", Math.Min(lines * PointsOfALine, MostPoints).ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("customHeight", "1");
        }
    }

    private void Cell(int column, int line, CellStyle style, string? type)
    {
        xml.WriteStartElement("c", Main);
        xml.WriteStartAttribute("r");
        xml.WriteString(_names[column]);
        Digits(line);
        xml.WriteEndAttribute();
        xml.WriteAttributeString("s", styles[(int)style]);
        if (type is not null)
        {
            xml.WriteAttributeString("t", type);
        }
    }

    private void Digits(int number)
    {
        number.TryFormat(_digits, out var length, default, CultureInfo.InvariantCulture);
        xml.WriteChars(_digits, 0, length);
    }
}
