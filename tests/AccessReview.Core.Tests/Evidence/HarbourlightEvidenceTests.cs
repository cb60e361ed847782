using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AccessReview.Core.Evidence;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>What the auditor of the sample organisation holds in hand, read by a reader that knows nothing of the product.</summary>
public sealed partial class HarbourlightEvidenceTests(HarbourlightReview review) : IClassFixture<HarbourlightReview>
{
    [Fact]
    public async Task The_pack_is_whole_and_its_own_script_says_so()
    {
        var ran = await PackSample.RunAsync(review.Folder, "python3", "verify.py");
        Assert.SkipWhen(ran is null, "python3 is not on this machine.");
        Assert.True(ran!.Value.ExitCode == 0, ran.Value.Output);
        await using var db = review.Database.Look();
        var covered = await db.ReviewItems.CountAsync() + await db.Decisions.CountAsync() + await db.SignOffs.CountAsync() + await db.SampleDraws.CountAsync();
        Assert.Contains($"rows: {covered} rows under ", ran.Value.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("texts: 0 checked", ran.Value.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_package_is_valid()
    {
        using var document = SpreadsheetDocument.Open(Path.Combine(review.Folder, "evidence.xlsx"), false);
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2016).Validate(document).Select(e => $"{e.Part?.Uri} {e.Path?.XPath} {e.Description}"));
    }

    [Fact]
    public void Every_tie_out_is_equal()
    {
        using var book = review.Open();
        var answers = new[] { book["Summary"], book["Completeness"] }.SelectMany(t => t.Column(t.Name == "Summary" ? "Counted on the sheets: equal?" : "B counted on the sheets: equal?")).ToList();
        Assert.True(answers.Count(a => a == "equal") > 15);
        Assert.Equal([], new[] { book["Summary"], book["Completeness"] }.SelectMany(t => t.Rows()).Where(r => r.Values.Contains("different")).Select(r => string.Join(" | ", r.Values)));
    }

    [Fact]
    public void Each_sign_off_in_force_covers_as_many_items_as_carry_its_id_and_everything_is_signed()
    {
        using var book = review.Open();
        Assert.Empty(book.UntiedSignOffs());
        Assert.All(book["Decisions"].Rows(), r => Assert.Equal("yes", r["Signed"]));
        Assert.Contains(book["Decisions"].Rows(), r => r["First sign-off id"] != "not signed" && r["Account's sign-off id"] != "does not apply");
        Assert.Equal("0", book.Said("Not signed"));
    }

    [Fact]
    public void An_auditor_counts_on_Decisions_as_many_items_decided_by_both_and_alike_as_Review_quality_says()
    {
        using var book = review.Open();
        string[] notDecided = ["does not apply", "not before them", "not reviewed", "went with the account"];
        var twice = book["Decisions"].Rows().Where(r => !notDecided.Contains(r["First decision"]) && !notDecided.Contains(r["Second decision"])).ToList();
        var alike = twice.Count(r => r["First decision"] == r["Second decision"]);
        var quality = book["Review quality"].Rows().ToDictionary(r => (r["Of"], r["What"]), r => r["Measured"]);
        Assert.Equal(
            ($"{twice.Count}", $"{alike}"),
            (quality[("the campaign", "Items that a second reviewer decided as well")], quality[("the campaign", "Of those, decided alike")]));
        Assert.InRange(alike, 1, twice.Count - 1);
    }

    /// <summary>By the sheet Decisions and SHA-256 alone, as an auditor would.</summary>
    [Fact]
    public void The_sample_is_drawn_again_from_the_workbook_alone()
    {
        using var book = review.Open();
        var drawn = book["Auditor sample"].Rows().ToList();
        var again = book["Decisions"].Rows().Select(r => (Item: r["Item id"]!, Key: Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{HarbourlightReview.Seed}:{r["Item id"]}")))))
            .OrderBy(k => k.Key, StringComparer.Ordinal).Take(25).ToList();
        Assert.Equal(again, drawn.Select(r => (r["Item id"]!, r["Draw key"]!)));
        Assert.All(drawn, r => Assert.Equal((HarbourlightReview.Seed, "491"), (r["Seed"], r["Population items"])));
    }

    [Fact]
    public void No_completeness_check_fails()
    {
        using var book = review.Open();
        var lines = book["Completeness"].Rows().Select(r => $"{r["Check"]} {r["Run at"]} {r["What is A"]} {r.GetValueOrDefault("A")} {r["What is B"]} {r.GetValueOrDefault("B")} {r["Result"]}").ToList();
        Assert.DoesNotContain(lines, l => l.EndsWith("Fail", StringComparison.Ordinal));
        Assert.All(["C1", "C2", "C3", "C4", "C5", "C6", "C8", "C9", "C10", "C11", "C12"], c => Assert.Contains(lines, l => l.StartsWith(c + " this edition", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_a_check_counts_is_named_alike_at_launch_and_in_the_edition_and_said_in_words()
    {
        using var book = review.Open();
        Assert.Empty(book.CheckedOtherwise());
        Assert.All(book["Completeness"].Rows(), r => Assert.NotEqual("not known", r["What it checks"]));
        var dictionary = book["Data dictionary"].Rows().Single(r => r["Sheet"] == "Completeness" && r["Column"] == "What it checks")["Meaning"]!;
        Assert.All(book["Completeness"].Rows(), r => Assert.Contains($"{r["Check"]}: {r["What it checks"]}", dictionary, StringComparison.Ordinal));
    }

    [Fact]
    public void Lines_in_the_files_are_stored_or_set_aside_and_accounts_are_under_review_or_left_out()
    {
        using var book = review.Open();
        foreach (var file in book["Sources"].Rows())
        {
            Assert.Equal(int.Parse(file["Lines"]!), int.Parse(file["Stored"]!) + int.Parse(file["Set aside"]!));
        }

        var users = book["Sources"].Rows().Single(r => r["Holds"] == "Users");
        var accounts = book["Decisions"].Rows().Count(r => r["Item is"] == "account");
        var left = book["Exclusions"].Rows().Count(r => r["What"] == "account left out");
        Assert.Equal(int.Parse(users["Stored"]!), accounts + left);
        Assert.Equal(3, left);
        var assignments = book["Decisions"].Rows().Count(r => r["Item is"] == "assignment");
        var assignmentsLeft = book["Exclusions"].Rows().Count(r => r["What"] == "assignment left out");
        Assert.Equal(int.Parse(book["Sources"].Rows().Single(r => r["Holds"] == "Assignments")["Stored"]!), assignments + assignmentsLeft);
        Assert.NotEqual(0, assignmentsLeft);
        Assert.Contains(book["Exclusions"].Rows(), r => r["What"] == "line set aside" && r["Reason"] == "Total row");
    }

    [Fact]
    public void A_column_that_is_blank_in_every_row_says_why_in_the_data_dictionary()
    {
        using var book = review.Open();
        var reasons = book["Data dictionary"].Rows().ToDictionary(r => (r["Sheet"], r["Column"]), r => r["Why it may be blank"]);
        foreach (var tab in book.Tabs.Where(t => t.RowCount > 0))
        {
            foreach (var header in tab.Headers.Where(h => tab.Column(h).All(string.IsNullOrEmpty)))
            {
                Assert.True(reasons[(tab.Name, header)] is { Length: > 0 } why && why != "Never blank.", $"{tab.Name}, {header} is blank and says: {reasons[(tab.Name, header)]}");
            }
        }
    }

    [Fact]
    public void Every_first_row_says_interim_and_demo()
    {
        using var book = review.Open();
        Assert.Equal(27, book.Tabs.Count);
        Assert.All(book.Tabs, t => Assert.StartsWith("Demo: identities were chosen, not authenticated · Interim 1: ", t.Text("A1"), StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(review.Folder, "DEMO-identities-were-chosen-not-authenticated.txt")));
    }

    [Fact]
    public void The_raw_files_are_in_the_pack_as_the_sources_say()
    {
        using var book = review.Open();
        foreach (var file in book["Sources"].Rows())
        {
            var bytes = File.ReadAllBytes(Path.Combine(review.Folder, file["File in the pack"]!));
            Assert.Equal(file["SHA-256 as kept"], Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
        }
    }

    [Fact]
    public void Nobody_decided_on_their_own_access()
    {
        using var book = review.Open();
        var rows = book["Decisions"].Rows().ToList();
        Assert.All(rows, r => Assert.StartsWith("yes", r["Independent"], StringComparison.Ordinal));

        // What else is known is told where it is so, and nowhere else.
        string?[] Reviewers(IReadOnlyDictionary<string, string?> r) => r["Second decision"] is "does not apply" or "not before them" ? [r["Reviewer"]] : [r["Reviewer"], r["Second reviewer"]];
        var pairs = rows.SelectMany(r => Reviewers(r), (r, reviewer) => (reviewer, r["Person"])).ToHashSet();
        var administrators = rows.Where(r => r["Privileged"] == "yes").Select(r => r["Person"]).ToHashSet();
        Assert.All(rows, r => Assert.Equal(
            r["Privileged"] == "yes" && Reviewers(r).Any(administrators.Contains) ? "yes; administers the application too" : Reviewers(r).Any(d => pairs.Contains((r["Person"], d))) ? "yes; each reviews the other" : "yes",
            r["Independent"]));
        Assert.Contains(rows, r => r["Independent"] == "yes; administers the application too");
        Assert.Contains(rows, r => r["Independent"] == "yes; each reviews the other");
        Assert.DoesNotContain(book["Decisions"].Rows(), r => r["Decision"] == "not reviewed");
    }

    [Fact]
    public async Task The_page_of_leavers_and_the_sheet_say_the_same()
    {
        using var book = review.Open();
        var page = (await review.Database.Get<Core.Leavers.LeaverList>().RunAsync(review.Owner, new Core.Leavers.LeaverFilter(), 0, CancellationToken.None)).Require().Rows.ToDictionary(r => r.Email);
        var sheet = book["Leavers"].Rows().Where(r => r["Role or group"]!.StartsWith("Role: ", StringComparison.Ordinal)).ToList();
        Assert.Equal(page.Keys.Order(StringComparer.Ordinal), sheet.Select(r => r["Account"]!).Order(StringComparer.Ordinal));
        foreach (var row in sheet)
        {
            var same = page[row["Account"]!];
            Assert.Equal(same.Hours!.Value, double.Parse(row["Hours of access when read"]!, CultureInfo.InvariantCulture), 1);
            Assert.Equal(same.Used == Core.Leavers.UsedAfter.Yes, row["Used after the last day"] == "yes");
            Assert.Equal(same.Found.ToOADate(), double.Parse(row["Found (UTC)"]!, CultureInfo.InvariantCulture), 4);
        }
    }

    [Fact]
    public void Every_item_of_a_leaver_says_how_long_they_could_get_in_after_their_last_day()
    {
        using var book = review.Open();
        var left = book["Decisions"].Rows().Where(r => r["Findings"]!.Contains("Left", StringComparison.Ordinal)).ToList();
        Assert.Equal(left.Select(r => r["Item id"]), book["Leavers"].Rows().Select(r => r["Item id"]));
        foreach (var row in book["Leavers"].Rows().Where(r => r.ContainsKey("Last day")))
        {
            // Excel counts days; the last day ends at midnight in Berlin, which is an hour or two before that of UTC.
            var reading = double.Parse(book["Summary"].Rows().Single(r => r["What"] == "Read at (UTC)")["Value"]!, CultureInfo.InvariantCulture);
            var hours = (reading - (double.Parse(row["Last day"]!, CultureInfo.InvariantCulture) + 1)) * 24;
            Assert.InRange(double.Parse(row["Hours of access when read"]!, CultureInfo.InvariantCulture) - Math.Max(0, hours), -0.01, 2.01);
        }
    }
}
