using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Reviewing;
using AccessReview.Web.Components.Reviewing;
using Bunit;

namespace AccessReview.Web.Tests.Parts;

/// <summary>What is carried forward together is of several groups, and names each.</summary>
public sealed class RoutinePanelTests : BunitContext
{
    [Theory]
    [InlineData(true, "Aisha|Aisha, group Core|Aisha, group Growth")]
    [InlineData(false, "Aisha|Aisha|Aisha")]
    public void Names_that_are_carried_forward_say_their_group(bool carries, string names)
    {
        var key = new RoutineKey(1, null, null, "Product", MatchKind.Id, carries);
        var line = new RoutineLine("L1", key, [Row(1, null), Row(2, "Core"), Row(3, "Growth")], Open: true, new QueueFilter());
        Assert.Equal(names, string.Join('|', Render<RoutinePanel>(p => p.Add(r => r.Line, line)).FindAll(".names li span").Select(s => s.TextContent)));
    }

    private static SliceRow Row(int number, string? group) => new()
    {
        TurnId = number, BlockId = 1, Number = number, Rank = AttentionRank.NothingFound, EventSeq = 5, State = TurnState.Undecided, Signed = false, Findings = Finding.None, Recommendation = Recommendation.None,
        ApplicationId = 1, AccountId = 1, Name = "Aisha", Role = "Consumer", RoleKey = "consumer", Department = "Product", Match = MatchKind.Id, GroupId = group is null ? null : number, Group = group,
        Used = LastUse.Within30Days, Change = default, Previous = "Heap, Q3 2026",
    };
}
