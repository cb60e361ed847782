using System.Security.Cryptography;
using System.Text;
using AccessReview.Core.Evidence.Pack;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Extracts;
using AccessReview.Core.Matching;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>What the sample pack prints of completeness, counted by hand: five accounts read from a file of seven lines, of which four are under
/// review, one is disabled, one line is a total and one is blank.</summary>
internal static class PackSampleSheets
{
    private const string Users = "Email;Role\na;Admin\nb;\"Admin;\nand more\"\nc;User\nd;User\ne;User\nTotal;5\n;\n";

    internal static readonly PackAccount[] Accounts =
    [
        .. Enumerable.Range(201, 4).Select(i => new PackAccount("X1", i, AccountStatus.Active, i == 201 ? MatchKind.Nobody : MatchKind.Email, null, false, false, null)),
        new PackAccount("X1", 205, AccountStatus.Disabled, MatchKind.Declared, DeclaredKind.Service, false, false, null),
    ];

    internal static readonly Sheet[] All =
    [
        Of("Summary", ["What", "Value"], ["Part reviewed", "everybody"], ["Addendum to", "none: it stands by itself"], ["State", "Active"], ["Accounts left out", "1"], ["Lines set aside", "2"]),
        Of(
            "Sources",
            ["Extract id", "Application or directory", "Holds", "Way", "Format", "Claimed by the source", "Lines", "Stored", "File in the pack", "SHA-256 as kept", "Age at launch in days", "Age limit in days"],
            ["X1", "Heap", "Users", "File", "CSV, UTF-8, semicolon", "5", "7", "5", "sources/users.csv", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Users))), "1.5", "14"]),
        Of(
            "Completeness", ["Check", "Application", "A", "What is B", "B", "Explained by", "Result", "Run at"],
            [.. Lasting("launch"), .. Lasting("this edition"),
            ["C5", "the whole campaign", "1", "", "1", "", "Pass", "launch"], ["C5", "the whole campaign", "9", "", "8", "", "Fail", "this edition"],
            ["C9", "Heap", "", "", "", "", "Not tested", "launch"], ["C9", "Heap", "", "", "", "", "Not tested", "this edition"],
            ["C10", "Heap", "", "", "", "", "Not tested", "launch"], ["C10", "Heap", "", "", "", "", "Not tested", "this edition"],
            ["C12", "the whole campaign", "4", "Items whose state the progress counts alike", "4", "", "Pass", "this edition"],
            ["C12", "the whole campaign", "4", "Certified + revoked + changed + not reviewed", "4", "", "Pass", "this edition"]]),
        Of(
            "Exclusions", ["What", "Extract id", "Reason", "Account record", "File in the pack", "A row of the source"],
            ["account left out", "X1", "Disabled", "205", "", ""], ["line set aside", "X1", "Total row", "", "sources/users.csv", "no"], ["line set aside", "X1", "Blank", "", "sources/users.csv", "no"]),
        Of("Configuration", ["Of", "Setting", "At launch"], ["Heap", "Assignments are reviewed", "yes"], ["Heap", "Disabled accounts are reviewed", "no"]),
        Of("Decisions", ["Item key", "Item id", "Reviewer basis"], [.. Enumerable.Range(1, 4).Select(i => (string[])[$"{i + 10}", $"C3-{i:0000}", "Manager"])]),
        Of("Removals", ["Item id", "State"]),
        Of("Bridge", ["Application", "What", "Accounts"], ["Heap", "First review", ""]),
    ];

    internal static string FileOf(string name) => name == "users.csv" ? Users : $"Email;Role\n{name};Admin\n";

    private static string[][] Lasting(string run) =>
    [
        ["C1", "Heap", "5", "", "5", "2 of 7 lines are no record.", "Pass", run],
        ["C2", "Heap", "7", "", "7", "5 stored, 2 set aside by name.", "Pass", run],
        ["C3", "Heap", "5", "", "5", "4 under review, 1 left out.", "Pass", run],
        ["C4", "Heap", "1", "", "1", "", "Pass", run],
        ["C6", "Heap", "5", "", "5", "3 matched, 1 declared, 1 nobody known.", "Pass", run],
        ["C8", "Heap", "0", "", "0", "The reading lists no group assignments.", "Not tested", run],
        ["C11", "the whole campaign", "4", "", "4", "", "Pass", run],
    ];

    private static Sheet Of(string name, string[] heads, params string[][] rows)
    {
        var columns = new SheetColumns<string[]>();
        foreach (var (place, head) in heads.Index())
        {
            columns.Text(head, 12, row => row[place], "What the scripts read.", "By hand.", "");
        }

        return Sheet.Of(name, columns, rows);
    }
}
