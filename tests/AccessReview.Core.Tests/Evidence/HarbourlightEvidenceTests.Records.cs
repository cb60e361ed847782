using System.Globalization;
using System.Text.Json;

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

    /// <summary>The rows of a table in records.jsonl: what each says under which name.</summary>
    private List<Dictionary<string, string>> Records(string table) =>
    [
        .. from line in File.ReadLines(Path.Combine(review.Folder, "records.jsonl"))
           let record = JsonDocument.Parse(line).RootElement
           where record.GetProperty("table").GetString() == table
           select record.GetProperty("row").GetString()!.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('=', 2)).ToDictionary(p => p[0], p => p[1]),
    ];

    private static DateTime Instant(string written) => DateTime.Parse(written, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);
}
