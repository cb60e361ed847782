namespace AccessReview.Core.Evidence.Workbook;

/// <summary>How many lines a text takes in a column: a spreadsheet shows a row at the height that stands in the file, and not every one measures for itself.</summary>
internal static class WrappedLines
{
    internal static int In(double width, string text)
    {
        var lines = 0;
        foreach (var paragraph in text.AsSpan().EnumerateLines())
        {
            lines++;
            var used = 0;
            foreach (var range in paragraph.Split(' '))
            {
                var word = range.End.Value - range.Start.Value;
                if (used > 0 && used + 1 + word > width)
                {
                    (lines, used) = (lines + 1, 0);
                }

                // A word that is longer than the column is broken.
                lines += (int)Math.Ceiling(word / width) - (word > 0 ? 1 : 0);
                used += (used > 0 ? 1 : 0) + word;
            }
        }

        return lines;
    }
}
