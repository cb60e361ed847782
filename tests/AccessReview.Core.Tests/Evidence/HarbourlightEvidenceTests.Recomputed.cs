using System.Globalization;
using System.Text.RegularExpressions;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>The fear: somebody drops an account from what was left out, or changes a figure that an auditor relies on, and makes every hash agree.</summary>
public sealed partial class HarbourlightEvidenceTests
{
    private const string LeftOut = "account left out";

    [Fact]
    public async Task Both_scripts_compute_completeness_again_and_name_what_they_cannot()
    {
        using var pack = ForgedPack.Of(review.Folder);
        var (exit, output) = await pack.VerifiedAsync();
        Assert.True(exit == 0, output);
        var said = ForgedPack.OfCompleteness(output);
        Assert.Contains(said, l => l.StartsWith("ok      left out: ", StringComparison.Ordinal) && l.EndsWith(", 3 left out, each for its reason", StringComparison.Ordinal));
        Assert.Contains(said, l => l.StartsWith("ok      checks: ", StringComparison.Ordinal));
        using var book = review.Open();
        var unsure = new[] { "C5 this edition", "C9 launch", "C10 launch", "C10 this edition" };
        foreach (var line in book["Completeness"].Rows().Select(r => $"{r["Check"]} {r["Run at"]}").Distinct().Where(unsure.Contains))
        {
            Assert.Contains(said, l => l.StartsWith($"NOTE    not computed again: {line.Replace(" ", " at ", StringComparison.Ordinal).Replace("this at ", "this ", StringComparison.Ordinal)}: ", StringComparison.Ordinal));
        }

        Assert.Contains(said, l => l.StartsWith("NOTE    not computed again: C12 (Items whose state the progress counts alike) at this edition: ", StringComparison.Ordinal));
        Assert.DoesNotContain(said, l => l.Contains("C1, C2: the lines of", StringComparison.Ordinal));
        var windows = await pack.OnWindowsAsync();
        Assert.True(windows.ExitCode == 0, windows.Output);
        Assert.Equal(said, ForgedPack.OfCompleteness(windows.Output));
    }

    [Fact]
    public async Task An_account_that_was_dropped_from_what_was_left_out_is_named()
    {
        var record = LeftOutRecord();
        using var pack = ForgedPack.Of(review.Folder).Row("Exclusions", [LeftOut, record]);
        await FailsOnBothAsync(
            pack, $"account {record} of Heap was read, is not under review and not on the sheet Exclusions", "accounts left out: the launch says 3, the pack has 2",
            "Accounts left out: the sheet Summary says 3, the sheet Exclusions has 2",
            "C3 of Heap at launch: the sheet Completeness prints A 194, B 194, Pass (191 3); what the pack holds gives A 194, B 193, Fail (191 2)");
    }

    [Fact]
    public async Task An_account_that_was_dropped_from_everything_that_lists_it_is_missed_by_the_launch()
    {
        var record = LeftOutRecord();
        using var pack = ForgedPack.Of(review.Folder).Row("Exclusions", [LeftOut, record])
            .Of("accounts.jsonl", text => Regex.Replace(text, $"[^\n]*\"record\":\"{record}\"[^\n]*\n", ""));
        await FailsAsync(pack, "accounts left out: the launch says 3, the pack has 2");
    }

    [Fact]
    public async Task A_reason_that_was_changed_is_named_with_the_one_that_the_plan_gives()
    {
        var record = LeftOutRecord();
        using var pack = ForgedPack.Of(review.Folder).Row("Exclusions", [LeftOut, record], row => row.Replace(">Disabled<", ">Test account<", StringComparison.Ordinal));
        await FailsOnBothAsync(pack, $"account {record} of Heap: the sheet Exclusions says \"Test account\" (X2), what was read and the plan \"Disabled\" (X2)");
    }

    [Fact]
    public async Task An_assignment_that_was_dropped_from_what_was_left_out_is_named()
    {
        using var pack = ForgedPack.Of(review.Folder).Row("Exclusions", ["assignment left out"]);
        await FailsAsync(pack, "are under review, and the sheet Exclusions has ");
    }

    [Theory]
    [InlineData("C1", "launch")]
    [InlineData("C2", "this edition")]
    [InlineData("C3", "launch")]
    [InlineData("C3", "this edition")]
    [InlineData("C4", "this edition")]
    [InlineData("C5", "launch")]
    [InlineData("C6", "this edition")]
    [InlineData("C8", "this edition")]
    [InlineData("C11", "launch")]
    [InlineData("C12", "this edition")]
    public async Task A_figure_of_a_check_that_was_changed_is_named_with_the_one_that_the_pack_gives(string check, string run)
    {
        using var book = review.Open();
        var line = book["Completeness"].Rows().First(r => r["Check"] == check && r["Run at"] == run);
        using var pack = ForgedPack.Of(review.Folder).Row("Completeness", [check, run], row => Figure().Replace(row, m => $"{m.Groups["cell"].Value}{long.Parse(m.Groups["count"].Value, CultureInfo.InvariantCulture) + 1}"));
        await FailsAsync(
            pack, $"{check} of {line["Application"]} at {run}", $": the sheet Completeness prints {Counts(line, 1)}, {line["Result"]}", $"; what the pack holds gives {Counts(line, 0)}, {line["Result"]}");
    }

    [Theory]
    [InlineData("C5", "this edition", "C5 of the whole campaign at this edition: the sheet Completeness has no such line")]
    [InlineData("C6", "this edition", "C6 of Heap at this edition: the sheet Completeness prints no such line; what the pack holds gives A 194, B 194, Pass (")]
    [InlineData("C9", "launch", "C9 of Heap at launch: the sheet Completeness has no such line")]
    [InlineData("C9", "this edition", "C9 of Heap at this edition: the sheet Completeness prints no such line; what the pack holds gives A none, B none, Not tested")]
    [InlineData("C10", "this edition", "C10 of Heap at this edition: the sheet Completeness has no such line")]
    public async Task A_check_that_failed_and_was_dropped_is_missed(string check, string run, string saying)
    {
        using var pack = ForgedPack.Of(review.Folder).Row("Completeness", [check, run]);
        await FailsOnBothAsync(pack, saying);
    }

    [Fact]
    public async Task That_a_campaign_is_the_first_over_an_application_is_looked_up_on_the_sheet_Bridge()
    {
        using var pack = ForgedPack.Of(review.Folder).Row("Bridge", ["Heap", "First review"]);
        await FailsOnBothAsync(pack, "C9 of Heap at this edition: the sheet Completeness prints A none, B none, Not tested; what the pack holds gives no bridge on the sheet Bridge");
    }

    [Theory]
    [InlineData("CSV, UTF-8, semicolon", "h;i\na;\"b;\nc\"\n", "1")]
    [InlineData("CSV, UTF-8, semicolon", "h;i\na,\"b;c\nd;e\",f\n", "None")]
    [InlineData("CSV, UTF-8, tab", "h\ti\na\t\"b\nc\"\n", "1")]
    [InlineData("CSV, UTF-8, comma", "h,i\na;\"b,c\nd,e\";f\n", "None")]
    public async Task A_cell_in_quotes_ends_where_the_file_s_own_delimiter_stands(string format, string text, string lines)
    {
        var ran = await PackSample.RunAsync(
            review.Folder, "python3", "-B", "-c", "import sys; from readpack import count_lines; print(count_lines(sys.argv[1].encode(), sys.argv[2]))", text, format);
        Assert.SkipWhen(ran is null, "python3 is not on this machine.");
        Assert.Equal((0, lines), (ran!.Value.ExitCode, ran.Value.Output.Trim()));
    }

    [Fact]
    public async Task A_line_that_was_dropped_from_those_set_aside_is_missed()
    {
        using var pack = ForgedPack.Of(review.Folder).Row("Exclusions", ["line set aside", "Total row"]);
        await FailsAsync(pack, "C2 of Heap at this edition: the sheet Completeness prints ", "Lines set aside: the sheet Summary says ");
    }

    [Fact]
    public async Task A_line_that_was_dropped_from_a_file_as_received_is_missed()
    {
        using var book = review.Open();
        var users = book["Sources"].Rows().Single(r => r["Holds"] == "Users");
        using var pack = ForgedPack.Of(review.Folder).Of(users["File in the pack"]!, text => text[..text.TrimEnd('\n', '\r').LastIndexOf('\n')] + "\n");
        pack.Row("Sources", [users["SHA-256 as kept"]!], row => row.Replace(users["SHA-256 as kept"]!, pack.Sha256(users["File in the pack"]!), StringComparison.Ordinal));
        var lines = int.Parse(users["Lines"]!, CultureInfo.InvariantCulture);
        await FailsAsync(pack, $"C2 of Heap at launch: the sheet Completeness prints A {lines}, B {lines}, Pass ", $"; what the pack holds gives A {lines - 1}, B {lines}, Fail ");
    }

    [Theory]
    [InlineData("accounts.jsonl")]
    [InlineData("recompute.py")]
    public async Task A_pack_without_what_completeness_is_computed_from_does_not_pass(string file)
    {
        using var pack = ForgedPack.Of(review.Folder).Without(file);
        var (exit, output) = await pack.VerifiedAsync();
        Assert.True(exit == 1, output);
        Assert.Contains("BROKEN  reading: ", output, StringComparison.Ordinal);
    }

    private string LeftOutRecord()
    {
        using var book = review.Open();
        return book["Exclusions"].Rows().First(r => r["What"] == LeftOut && r["Reason"] == "Disabled")["Account record"]!;
    }

    private static async Task FailsAsync(ForgedPack pack, params string[] saying)
    {
        var (exit, output) = await pack.VerifiedAsync();
        Assert.True(exit == 1, output);
        Assert.All(saying, s => Assert.Contains(s, output, StringComparison.Ordinal));
    }

    private static async Task FailsOnBothAsync(ForgedPack pack, params string[] saying)
    {
        await FailsAsync(pack, saying);
        var (exit, output) = await pack.OnWindowsAsync();
        Assert.True(exit == 1, output);
        Assert.All(saying, s => Assert.Contains(s, output, StringComparison.Ordinal));
    }

    private static string Counts(IReadOnlyDictionary<string, string?> line, int more) => string.Create(
        CultureInfo.InvariantCulture, $"A {long.Parse(line["A"]!, CultureInfo.InvariantCulture) + more}, B {long.Parse(line["B"]!, CultureInfo.InvariantCulture) + more}");

    /// <summary>The cells A and B of the sheet Completeness.</summary>
    [GeneratedRegex("(?<cell><c r=\"[FH][0-9]+\"[^>]*><v>)(?<count>[0-9]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Figure();
}
