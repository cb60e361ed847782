namespace AccessReview.Core.Evidence.Workbook;

/// <summary>Days as Excel counts them. Its calendar holds a 29 February 1900, so earlier days are not written.</summary>
internal static class ExcelDate
{
    private static readonly DateTime Zero = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified);

    /// <summary>The first day that Excel and the calendar number alike.</summary>
    internal static readonly DateOnly First = new(1900, 3, 1);

    internal static double Serial(DateTime moment) => (moment - Zero).TotalDays;
}
