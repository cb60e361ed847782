using ClosedXML.Excel;

namespace AccessReview.Core.Evidence.Workbook;

/// <summary>
/// The workbook without its rows, made by ClosedXML: tabs, styles, widths, outline, frozen headings, filters, print
/// set-up. Its row 3 shows one cell of each style; the rows themselves are streamed into a copy of the package,
/// because ClosedXML keeps every cell in memory (2.1 GB for 100,000 rows of twenty).
/// </summary>
internal static class WorkbookTemplate
{
    /// <summary>What a page across, of Letter or A4, holds at a scale that can be read: about six tenths.</summary>
    private const double CharactersAcross = 240;

    private static readonly XLColor Ink = XLColor.FromArgb(0x15, 0x19, 0x1E);
    private static readonly XLColor Accent = XLColor.FromArgb(0x2F, 0x5B, 0xEA);
    private static readonly XLColor Soft = XLColor.FromArgb(0xEA, 0xF0, 0xFF);
    private static readonly XLColor Quiet = XLColor.FromArgb(0x7A, 0x84, 0x8F);

    internal static MemoryStream Make(WorkbookContents contents, IReadOnlyList<SheetPart> parts)
    {
        using var workbook = new XLWorkbook(XLEventTracking.Disabled);
        workbook.Style.Font.FontName = "Calibri";
        workbook.Style.Font.FontSize = 10;
        workbook.Properties.Title = contents.Title;
        workbook.Properties.Author = "AccessReview";
        workbook.Properties.LastModifiedBy = "AccessReview";
        workbook.Properties.Created = contents.MadeAt;
        workbook.Properties.Modified = contents.MadeAt;
        foreach (var part in parts)
        {
            AddTab(workbook, part);
        }

        foreach (var style in Enum.GetValues<CellStyle>())
        {
            Dress(workbook.Worksheet(1).Cell(SheetPart.FirstLine, (int)style + 1).Style, style);
        }

        var package = new MemoryStream();
        workbook.SaveAs(package);
        package.Position = 0;
        return package;
    }

    private static void AddTab(XLWorkbook workbook, SheetPart part)
    {
        var sheet = workbook.AddWorksheet(part.TabName);
        var columns = part.Sheet.Columns;
        for (var i = 0; i < columns.Count; i++)
        {
            sheet.Cell(SheetPart.FirstLine - 1, i + 1).SetValue<string>(columns[i].Header);
            sheet.Column(i + 1).Width = columns[i].Width;
            if (columns[i].InOutline)
            {
                sheet.Column(i + 1).Group(1);
                sheet.Column(i + 1).Hide();
            }
        }

        var table = sheet.Range(SheetPart.FirstLine - 1, 1, SheetPart.FirstLine, columns.Count).CreateTable(part.TableName);
        table.Theme = XLTableTheme.None;
        var across = PagesAcross(columns);
        sheet.SheetView.Freeze(SheetPart.FirstLine - 1, across > 1 ? 1 : 0);
        sheet.TabColor = Accent;
        sheet.PageSetup.PageOrientation = XLPageOrientation.Landscape;
        sheet.PageSetup.FitToPages(across, 0);
        if (across > 1)
        {
            sheet.PageSetup.SetColumnsToRepeatAtLeft(1, 1);
        }

        sheet.PageSetup.SetRowsToRepeatAtTop(1, SheetPart.FirstLine - 1);
        sheet.PageSetup.Footer.Left.AddText(XLHFPredefinedText.SheetName);
        sheet.PageSetup.Footer.Right.AddText(XLHFPredefinedText.PageNumber);
    }

    private static int PagesAcross(IReadOnlyList<SheetColumn> columns) =>
        Math.Max(1, (int)Math.Ceiling(columns.Where(c => !c.InOutline).Sum(c => c.Width) / CharactersAcross));

    private static void Dress(IXLStyle style, CellStyle kind)
    {
        style.Alignment.Vertical = XLAlignmentVerticalValues.Top;
        switch (kind)
        {
            case CellStyle.Notice:
                style.NumberFormat.NumberFormatId = 49;
                style.Font.Italic = true;
                style.Font.FontColor = Quiet;
                break;
            case CellStyle.Header:
                style.NumberFormat.NumberFormatId = 49;
                style.Alignment.WrapText = true;
                style.Font.Bold = true;
                style.Font.FontColor = Ink;
                style.Fill.BackgroundColor = Soft;
                style.Border.BottomBorder = XLBorderStyleValues.Medium;
                style.Border.BottomBorderColor = Accent;
                break;
            case CellStyle.Text:
                style.NumberFormat.NumberFormatId = 49;
                break;
            case CellStyle.WrappedText:
                style.NumberFormat.NumberFormatId = 49;
                style.Alignment.WrapText = true;
                break;
            case CellStyle.Integer:
                style.NumberFormat.Format = "#,##0";
                break;
            case CellStyle.Number:
                style.NumberFormat.Format = "#,##0.00";
                break;
            case CellStyle.Date:
                style.NumberFormat.Format = "yyyy\\-mm\\-dd";
                break;
            case CellStyle.Instant:
                style.NumberFormat.Format = "yyyy\\-mm\\-dd hh:mm:ss";
                break;
            case CellStyle.General:
                style.Font.FontColor = Accent;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a style.");
        }
    }
}
