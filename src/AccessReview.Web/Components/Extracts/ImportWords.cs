using System.Globalization;
using AccessReview.Connectors.Files;
using AccessReview.Core;
using AccessReview.Core.Extracts;

namespace AccessReview.Web.Components.Extracts;

/// <summary>The words of the import pages.</summary>
internal static class ImportWords
{
    /// <summary>A value of a file, which may be as long as a book, on a line of a page.</summary>
    public static string Shown(string value) => Shortened.To(80, value);

    public static string Name(ExtractFileKind kind) => kind switch
    {
        ExtractFileKind.Users => "User accounts",
        ExtractFileKind.Assignments => "Group assignments",
        ExtractFileKind.GroupOwners => "Group owners",
        ExtractFileKind.People => "Staff list",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static string What(ExtractFileKind kind) => kind switch
    {
        ExtractFileKind.Users => "One line an account: address or id, role, status, last use. Needed.",
        ExtractFileKind.Assignments => "One line for each account in a team or project. Without it, groups are reviewed only where a column of the accounts' file names them.",
        ExtractFileKind.GroupOwners => "One line a team with its owner's address. Without it, group owners cannot review.",
        ExtractFileKind.People => "One line a person: employee id, addresses, employment, manager. Columns you do not use are not kept.",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static string Name(SetAsideKind kind) => kind switch
    {
        SetAsideKind.Blank => "Blank",
        SetAsideKind.TotalRow => "Total row",
        SetAsideKind.RepeatedHeading => "Repeated heading",
        SetAsideKind.AboveHeading => "Above the heading",
        SetAsideKind.ExactDuplicate => "Exact duplicate",
        SetAsideKind.TestAccount => "Test account",
        SetAsideKind.Other => "Other",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static string Name(StatusMeaning meaning) => meaning switch
    {
        StatusMeaning.Active => "Active",
        StatusMeaning.Invited => "Invited",
        StatusMeaning.Disabled => "Disabled",
        StatusMeaning.Left => "Left",
        StatusMeaning.OnLeave => "On leave",
        _ => throw new ArgumentOutOfRangeException(nameof(meaning)),
    };

    public static string Name(DateOrder order) => order switch
    {
        DateOrder.Iso => "Year first: 2026-12-31",
        DateOrder.DayFirst => "Day first: 31.12.2026",
        DateOrder.MonthFirst => "Month first: 12/31/2026",
        DateOrder.Excel => "Excel's number of a day: 46387",
        _ => throw new ArgumentOutOfRangeException(nameof(order)),
    };

    public static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Count(int number, string one, string many) => $"{Number(number)} {(number == 1 ? one : many)}";

    public static string Size(long bytes) => bytes < 1024 * 1024
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, bytes / 1024)} KB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MB");
}

/// <summary>A change to one file of the import, raised by a part of the page; null takes the file out.</summary>
public sealed record FileChange(ExtractFileKind Kind, Func<ImportFileState, ImportFileState?> Make);
