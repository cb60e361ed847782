using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>What else lies in the pack, held against the workbook.</summary>
public sealed partial class HarbourlightEvidenceTests
{
    /// <summary>By keys alone: nothing of the product is asked.</summary>
    [Fact]
    public void Every_decision_on_the_sheet_is_made_again_from_the_records_and_the_workbook_alone()
    {
        using var book = review.Open();
        var decisions = Records("Decision").ToDictionary(r => r["id"]);
        var people = book["Reviewers"].Rows().Select(r => (Key: r["Person key"], Name: r["Reviewer"]))
            .Concat(book["Product roles"].Rows().Select(r => (Key: r["Person key"], Name: r["Person"]))).Distinct().ToDictionary(p => $"person:{p.Key}", p => p.Name);
        var rows = book["Decisions"].Rows().ToList();
        Assert.NotEmpty(rows);
        foreach (var row in rows)
        {
            var made = decisions[row["Record"]!];
            Assert.Equal((row["Item key"], row["Decision"], row["Decided by"]), (made["item"], made["kind"], people[made["by"]]));
            Assert.Equal(row["Mode"]!.Replace(" ", "", StringComparison.Ordinal), made["mode"], ignoreCase: true);
            Assert.Equal(RawTab.Day(row["Decided (UTC)"]), Instant(made["at"]).ToOADate(), 6);
        }

        Assert.Equal(rows.Select(r => r["Item id"]), Records("ReviewItem").Select(r => int.Parse(r["number"], CultureInfo.InvariantCulture)).Order().Select(n => $"C1-{n:000000}"));
    }

    [Fact]
    public void Each_row_of_the_records_that_is_a_decision_stands_in_the_history_under_its_own_item()
    {
        using var book = review.Open();
        var names = book["Decisions"].Rows().ToDictionary(r => r["Item key"]!, r => r["Item id"]);
        var told = book["Decision history"].Rows().Where(r => r["What"] is "decision" or "decision undone").Select(r => (r["Record"], r["Item id"]));
        Assert.Equal(
            Records("Decision").Select(r => ((string?)r["id"], names[r["item"]])).OrderBy(r => r.Item1, StringComparer.Ordinal),
            told.OrderBy(r => r.Item1, StringComparer.Ordinal));
    }

    [Fact]
    public void The_file_of_accounts_is_read_again_as_the_sheet_Sources_says_it_was_read()
    {
        using var book = review.Open();
        var source = book["Sources"].Rows().Single(r => r["Holds"] == "Users");
        Assert.StartsWith("version 1, since ", source["Mapping version, last change"], StringComparison.Ordinal);
        var how = source["Read how"]!;
        Assert.Contains("\nDates: year first: 2026-12-31\nTimes without an offset: Etc/UTC\n", how, StringComparison.Ordinal);
        var words = StatusWord().Matches(how).ToDictionary(m => m.Groups["word"].Value, m => m.Groups["meaning"].Value, StringComparer.OrdinalIgnoreCase);
        var lines = File.ReadAllLines(Path.Combine(review.Folder, source["File in the pack"]!)).Select(l => l.Split(',')).ToList();
        var at = Column().Matches(how).ToDictionary(m => m.Groups["field"].Value, m => Array.IndexOf(lines[0], m.Groups["column"].Value));
        var read = lines.Skip(1).Where(l => l.Length == lines[0].Length && l[at["E-mail"]].Contains('@', StringComparison.Ordinal)).Select(l => (
            Account: l[at["E-mail"]].ToLowerInvariant(), Role: "Role: " + l[at["Role"]], Status: words[l[at["Status"]]], Used: l[at["Last used"]].Length == 0 ? 0 : Instant(l[at["Last used"]]).ToOADate())).ToLookup(l => l.Account);

        var accounts = book["Decisions"].Rows().Where(r => r["Item is"] == "account" && r["E-mail"]!.Contains('@', StringComparison.Ordinal)).ToList();
        Assert.True(accounts.Count > 100);
        foreach (var row in accounts)
        {
            Assert.Contains(read[row["E-mail"]!.ToLowerInvariant()], l =>
                (l.Role, l.Status) == (row["Role or group"], row["Account status"]) && Math.Abs(l.Used - (row.TryGetValue("Last used (UTC)", out var used) ? RawTab.Day(used) : 0)) < 1e-5);
        }

        var left = book["Exclusions"].Rows().Where(r => r["What"] == "account left out" && r["Reason"] == "Disabled").ToList();
        Assert.NotEmpty(left);
        Assert.All(left, r => Assert.Contains(read[r["Account or line"]!.ToLowerInvariant()], l => l.Status == "Disabled"));
    }

    /// <summary>The rows of a table in records.jsonl: what each says under which name.</summary>
    private List<Dictionary<string, string>> Records(string table) =>
    [
        .. from line in File.ReadLines(Path.Combine(review.Folder, "records.jsonl"))
           let record = JsonDocument.Parse(line).RootElement
           where record.GetProperty("table").GetString() == table
           select record.GetProperty("row").GetString()!.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('=', 2)).ToDictionary(p => p[0], p => p[1]),
    ];

    private static DateTime Instant(string written) => DateTime.Parse(written, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);

    [GeneratedRegex("“(?<word>[^”]*)” is (?<meaning>[A-Za-z ]+)", RegexOptions.None, 1000)]
    private static partial Regex StatusWord();

    [GeneratedRegex("(?:: |, )(?<field>[^,:“]+) from “(?<column>[^”]*)”", RegexOptions.None, 1000)]
    private static partial Regex Column();
}
