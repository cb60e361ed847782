using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;
using AccessReview.Web.Components.Reviewing;
using Bunit;
using Microsoft.AspNetCore.Components;
using ItemLine = AccessReview.Web.Components.Reviewing.ItemLine;

namespace AccessReview.Web.Tests.Parts;

/// <summary>A row is drawn anew when anything of it changes, and only then: a decision passes by sixty rows to change one.</summary>
public sealed class ItemLineTests : BunitContext
{
    private static readonly QueueRow Mia = new()
    {
        TurnId = 11, ItemId = 12, Number = 3, Rank = AttentionRank.NothingFound, EventSeq = 5, State = TurnState.Undecided, Signed = false, InBlock = false, Name = "Mia Berg",
        Email = "mia@example.test", Role = "Analyst", Findings = Finding.None, Recommendation = Recommendation.None, Facts = "{}", LastUsedState = LastUsedState.NotKnown, Department = "Product",
    };

    private static readonly Dictionary<string, (object Value, Func<string, bool> Shows)> Changes = new()
    {
        [nameof(ItemLine.Row)] = (Mia with { State = TurnState.Certified, EventSeq = 6 }, html => html.Contains("Certified", StringComparison.Ordinal) && html.Contains("data-seq=\"6\"", StringComparison.Ordinal)),
        [nameof(ItemLine.Index)] = (7, html => html.Contains("aria-rowindex=\"8\"", StringComparison.Ordinal) && html.Contains("data-index=\"7\"", StringComparison.Ordinal)),
        [nameof(ItemLine.Under)] = (true, html => html.Contains("item under", StringComparison.Ordinal)),
        [nameof(ItemLine.Line)] = ("routine-1", html => html.Contains("data-line=\"routine-1\"", StringComparison.Ordinal)),
        [nameof(ItemLine.More)] = (new List<(string, string)> { ("Department", "Product") }, html => html.Contains("<small>Department</small>Product", StringComparison.Ordinal)),
        [nameof(ItemLine.Picked)] = (true, html => html.Contains("aria-selected=\"true\"", StringComparison.Ordinal) && html.Contains("checked", StringComparison.Ordinal)),
        [nameof(ItemLine.Ended)] = (CampaignState.Closed, html => html.Contains("Not reviewed", StringComparison.Ordinal) && !html.Contains("data-do=\"certify\"", StringComparison.Ordinal)),
        [nameof(ItemLine.Conflict)] = (new Clash(new ItemAnswer(11, "Mia Berg", ItemAnswerKind.Conflict, TurnState.Revoked, 6, null, "Noa was faster."), DecisionKind.Certify), html => html.Contains("Noa was faster.", StringComparison.Ordinal)),
        [nameof(ItemLine.ChildContent)] = ((RenderFragment)(box => box.AddMarkupContent(0, "<em>Why?</em>")), html => html.Contains("<em>Why?</em>", StringComparison.Ordinal)),
    };

    /// <summary>What is handed on without being shown.</summary>
    private static readonly string[] Silent = [nameof(ItemLine.UseTheirs), nameof(ItemLine.DecideAnew), nameof(ItemLine.Anew)];

    public static TheoryData<string> Parameters =>
        [.. typeof(ItemLine).GetProperties().Where(p => p.IsDefined(typeof(ParameterAttribute), inherit: false)).Select(p => p.Name).Except(Silent)];

    [Theory]
    [MemberData(nameof(Parameters))]
    public void A_change_of_anything_it_shows_is_drawn_and_drawn_back(string parameter)
    {
        var (value, shows) = Changes[parameter];
        var line = Render<ItemLine>(p => p.Add(l => l.Row, Mia));
        var before = line.Markup;
        Assert.False(shows(before));

        line.Render(p => p.TryAdd(parameter, value));
        Assert.True(shows(line.Markup), line.Markup);

        line.Render(p => p.TryAdd(parameter, parameter == nameof(ItemLine.Row) ? Mia : Default(parameter)));
        Assert.Equal(before, line.Markup);
    }

    [Fact]
    public void What_somebody_else_decided_is_offered_to_be_decided_anew()
    {
        var decided = Mia with { State = TurnState.Revoked };
        var line = Render<ItemLine>(p => p.Add(l => l.Row, decided));
        Assert.Empty(line.FindAll(".choose"));
        line.Render(p => p.Add(l => l.Row, decided).Add(l => l.Anew, true));
        Assert.Equal(2, line.FindAll(".choose").Count);
    }

    [Fact]
    public void What_somebody_else_was_faster_with_is_not_selected_and_may_still_be_left_out()
    {
        var clash = (Clash)Changes[nameof(ItemLine.Conflict)].Value;
        var line = Render<ItemLine>(p => p.Add(l => l.Row, Mia).Add(l => l.Conflict, clash));
        Assert.True(line.Find("input.pick").HasAttribute("disabled"));
        line.Render(p => p.Add(l => l.Row, Mia).Add(l => l.Conflict, clash).Add(l => l.Picked, true));
        Assert.False(line.Find("input.pick").HasAttribute("disabled"));
    }

    [Fact]
    public void Nothing_is_drawn_anew_where_nothing_changed_and_no_cell_where_the_row_only_moved_up()
    {
        var line = Render<ItemLine>(p => p.Add(l => l.Row, Mia).Add(l => l.Index, 4));
        var cells = line.FindComponent<ItemCells>();
        line.Render(p => p.Add(l => l.Row, Mia with { }).Add(l => l.Index, 4).Add(l => l.More, []));
        Assert.Equal((1, 1), (line.RenderCount, cells.RenderCount));
        line.Render(p => p.Add(l => l.Row, Mia).Add(l => l.Index, 3));
        Assert.Equal((2, 1), (line.RenderCount, cells.RenderCount));
    }

    [Fact]
    public void What_went_with_its_account_says_so_though_another_decision_of_it_was_signed()
    {
        var line = Render<ItemLine>(p => p.Add(l => l.Row, Mia with { State = TurnState.Revoked, Signed = true, Mode = DecisionMode.WithAccount, By = "Uma" }));
        Assert.Equal("with the account, Uma", line.Find(".verdict small").TextContent);
    }

    [Fact]
    public void What_was_signed_still_says_why_it_was_decided()
    {
        var line = Render<ItemLine>(p => p.Add(l => l.Row, Mia with { State = TurnState.Certified, Signed = true, Reason = "Needed for the platform" }));
        Assert.Equal("signed: Needed for the platform", line.Find(".verdict small").TextContent);
    }

    private static object? Default(string parameter) =>
        parameter == nameof(ItemLine.More) ? new List<(string, string)>() : typeof(ItemLine).GetProperty(parameter)!.PropertyType is { IsValueType: true } type ? Activator.CreateInstance(type) : null;
}
