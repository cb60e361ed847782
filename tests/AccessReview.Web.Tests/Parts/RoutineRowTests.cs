using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Reviewing;
using AccessReview.Web.Components.Reviewing;
using Bunit;

namespace AccessReview.Web.Tests.Parts;

/// <summary>A collapsed line says for whom its rows are reviewed, as each of them does.</summary>
public sealed class RoutineRowTests : BunitContext
{
    [Fact]
    public void A_delegate_reads_on_a_closed_line_and_beside_it_for_whom_they_review()
    {
        var line = Line("Dana Field");
        var row = Render<RoutineRow>(p => p.Add(r => r.Line, line));
        Assert.Equal("for Dana Field · Product, linked by id", row.Find(".e").TextContent.Trim());
        Assert.Contains("for Dana Field", row.Find("[role=row]").GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.EndsWith("You review all of them for Dana Field, as their delegate.", RoutineWords.Why(line), StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_reviews_for_themselves_reads_nothing_of_it()
    {
        Assert.Equal("Product, linked by id", Render<RoutineRow>(p => p.Add(r => r.Line, Line(null))).Find(".e").TextContent.Trim());
        Assert.DoesNotContain("delegate", RoutineWords.Why(Line(null)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_line_counts_what_was_kept_at_a_lower_role_apart()
    {
        var line = Line(null);
        Assert.Equal("Certified 2", RoutineWords.Verdict(Decided(TurnState.Certified, TurnState.Certified)));
        Assert.Equal("1 certified, 1 changed", RoutineWords.Verdict(Decided(TurnState.Certified, TurnState.Changed)));
        Assert.Equal("1 changed, 1 revoked", RoutineWords.Verdict(Decided(TurnState.Revoked, TurnState.Changed)));

        RoutineLine Decided(TurnState one, TurnState other) => line with { Rows = [line.Rows[0] with { State = one }, line.Rows[1] with { State = other }] };
    }

    [Fact]
    public void A_line_names_the_campaign_it_is_compared_with() =>
        Assert.StartsWith("Unchanged since Heap, Q3 2026. ", RoutineWords.Known(Line(null), "Heap"), StringComparison.Ordinal);

    private static RoutineLine Line(string? away)
    {
        long? id = away is null ? null : 7;
        return new RoutineLine("L1", new RoutineKey(1, "CONSUMER", null, "Product", MatchKind.Id, ForId: id), [Row(1, "Aisha"), Row(2, "Bo")], Open: false, new QueueFilter());

        SliceRow Row(int number, string name) => new()
        {
            TurnId = number, BlockId = number, Number = number, Rank = AttentionRank.NothingFound, EventSeq = 5, State = TurnState.Undecided, Signed = false, Findings = Finding.None,
            Recommendation = Recommendation.None, ApplicationId = 1, AccountId = number, Name = name, Role = "Consumer", RoleKey = "CONSUMER", Department = "Product", Match = MatchKind.Id,
            Used = LastUse.Within30Days, Change = default, Previous = "Heap, Q3 2026", ForId = id, For = away,
        };
    }
}
