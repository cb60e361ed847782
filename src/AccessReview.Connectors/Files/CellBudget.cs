namespace AccessReview.Connectors.Files;

/// <summary>Counts what a workbook makes us look at and keep, however small its bytes are.</summary>
internal sealed class CellBudget
{
    private int cells;
    private long chars;

    /// <summary>One cell, text or style more.</summary>
    public void Spend()
    {
        if (++cells > TableLimits.Cells)
        {
            throw new TableRefusedException(
                TableProblemCode.TooManyCells,
                $"The workbook has more than {TableLimits.Cells} cells. Save the table as CSV, or delete what is not needed.");
        }
    }

    /// <summary>The text of one cell more: a shared text costs again in every cell that shows it, as it will in every line.</summary>
    public void Spend(string text)
    {
        chars += text.Length;
        if (chars > TableLimits.CellChars)
        {
            throw new TableRefusedException(
                TableProblemCode.TooManyCells,
                $"The workbook has more than {TableLimits.CellChars} characters in its cells. Delete the columns that are not needed.");
        }
    }
}
