using AccessReview.Core.Findings;
using AccessReview.Core.Matching;

namespace AccessReview.Core.Tests.Assessing;

public sealed class HarbourlightTests(FirstQuarter firstQuarter) : IClassFixture<FirstQuarter>
{
    private static readonly (string Name, Finding Finding)[] Kinds =
    [
        ("left", Finding.Left), ("nobody_known", Finding.NobodyKnown), ("service_or_shared", Finding.ServiceOrShared), ("dormant", Finding.Dormant),
        ("never_joined", Finding.NeverJoined), ("privileged", Finding.Privileged), ("duplicate_after_rename", Finding.DuplicateAfterRename),
    ];

    [Fact]
    public async Task Both_quarters_find_exactly_what_a_right_reading_finds()
    {
        await using var database = await TestDatabase.CreateAsync();
        var sample = new Harbourlight(database);
        await sample.FirstQuarterAsync();
        await sample.AssessAsync();
        AssertFindings("q4", await sample.AssessedAsync());

        await sample.NextQuarterAsync();
        await sample.AssessAsync();
        AssertFindings("q1", await sample.AssessedAsync());
    }

    [Fact]
    public async Task Every_account_is_linked_as_the_files_say()
    {
        var found = await firstQuarter.Sample.AssessedAsync();
        Assert.Equal(["jamie.torres@agency-nine.example", "rsolano@oldbrand.example"], found.Where(a => a.Value.Match == MatchKind.Nobody).Select(a => a.Key).Order());
        Assert.Equal(["old.jonas.jansen@harbourlight.example"], found.Where(a => a.Value.Match == MatchKind.OtherAddress).Select(a => a.Key));
        Assert.Equal(2, found.Values.Count(a => a.Match == MatchKind.Declared));
        Assert.Equal(194 - 5, found.Values.Count(a => a.Match == MatchKind.Email));
        Assert.Equal(found["jonas.jansen@harbourlight.example"].PersonId, found["old.jonas.jansen@harbourlight.example"].PersonId);
    }

    [Fact]
    public async Task Who_left_or_is_unknown_is_recommended_for_revoke_and_nobody_else()
    {
        var expected = Harbourlight.Expected("q4").GetProperty("findings");
        Assert.Equal(
            Harbourlight.Addresses(expected.GetProperty("left")).Concat(Harbourlight.Addresses(expected.GetProperty("nobody_known"))).Order(StringComparer.Ordinal),
            (await firstQuarter.Sample.AssessedAsync()).Where(a => a.Value.Recommendation == Recommendation.Revoke).Select(a => a.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("emeka.lindqvist@harbourlight.example", "Contract ended 31 Oct, 20 days before the reading; the staff list still says active")]
    [InlineData("ravi.adeyemi@harbourlight.example", "Left 29 Oct, 22 days before the reading")]
    [InlineData("chiara.garcia@harbourlight.example", "Invited 21 Feb 2025, 637 days before the reading, never joined")]
    [InlineData("old.jonas.jansen@harbourlight.example", "Under another or former address; the same person also has jonas.jansen@harbourlight.example")]
    [InlineData("svc-warehouse-sync@harbourlight.example", "Holds the privileged role Admin|Declared service account")]
    [InlineData("jamie.torres@agency-nine.example", "Nobody on the staff list has this address")]
    public async Task A_finding_says_why_in_words(string email, string sentences)
    {
        var account = (await firstQuarter.Sample.AssessedAsync())[email];
        Assert.Equal(sentences, string.Join('|', FindingSentences.Of(account.Findings, account.Facts).Select(s => s.Sentence)));
    }

    private static void AssertFindings(string quarter, Dictionary<string, AssessedAccount> found)
    {
        var expected = Harbourlight.Expected(quarter);
        Assert.Equal(expected.GetProperty("accounts").GetInt32(), found.Count);
        foreach (var (name, finding) in Kinds)
        {
            Assert.Equal(
                Harbourlight.Addresses(expected.GetProperty("findings").GetProperty(name)),
                found.Where(a => a.Value.Findings.HasFlag(finding)).Select(a => a.Key).Order(StringComparer.Ordinal));
        }

        Assert.Equal(expected.GetProperty("unusedSeats").GetInt32(), found.Values.Count(a => (a.Findings & (Finding.Dormant | Finding.NeverJoined)) != Finding.None));
    }
}
