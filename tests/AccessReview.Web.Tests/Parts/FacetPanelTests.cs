using AccessReview.Core.Reviewing;
using AccessReview.Web.Components.Reviewing;
using Bunit;

namespace AccessReview.Web.Tests.Parts;

/// <summary>A long part of the filter shows its most frequent lines, says how many more there are, and shows them on request.</summary>
public sealed class FacetPanelTests : BunitContext
{
    private static readonly string[] Names = [.. Enumerable.Range(1, 15).Select(i => $"Department {i:00}")];

    [Fact]
    public void What_does_not_fit_is_counted_and_follows_the_button_that_shows_it()
    {
        var panel = Show(new QueueFilter());
        Assert.Equal(Names[..12], Lines(panel));
        var button = panel.Find(More);
        Assert.Equal(("3 more. Show them", "false"), (button.FirstChild!.TextContent, button.GetAttribute("aria-expanded")));

        button.Click();
        Assert.Equal(Names, Lines(panel));
        Assert.Equal("true", panel.Find(More).GetAttribute("aria-expanded"));

        // Whoever pressed it by key stays on it: the next Tab leads to the first line it has shown.
        Assert.Same(button.ParentElement, panel.Find(More).ParentElement);
        Assert.Equal(12, panel.Find(More).ParentElement!.Children.TakeWhile(e => e.LocalName == "a").Count());
        panel.Find(More).Click();
        Assert.Equal(Names[..12], Lines(panel));
    }

    [Fact]
    public void A_chosen_line_that_is_not_among_the_most_frequent_stands_with_them() =>
        Assert.Equal([.. Names[..12], Names[14]], Lines(Show(new QueueFilter { Department = Names[14] })));

    [Fact]
    public void What_fits_has_no_button() => Assert.Empty(Show(new QueueFilter(), 12).FindAll(More));

    [Fact]
    public void Single_items_are_neither_what_is_to_decide_nor_what_is_decided_and_both_lead_out_of_them()
    {
        var shows = Show(new QueueFilter { Only = "3,5", Signed = 7, Used = LastUse.Never }).FindAll(".facet a").Take(2).ToList();
        Assert.Equal(["/campaigns/1/review?used=Never", "/campaigns/1/review?show=decided&used=Never"], shows.Select(a => a.GetAttribute("href")));
        Assert.All(shows, a => Assert.Null(a.GetAttribute("aria-current")));
    }

    [Fact]
    public void A_narrow_window_is_asked_for_the_rest_of_the_filter_by_a_button_that_says_whether_it_is_shown()
    {
        var panel = Show(new QueueFilter());
        Assert.Equal(("More filters", "false"), (panel.Find(".rest").TextContent, panel.Find(".rest").GetAttribute("aria-expanded")));
        panel.Find(".rest").Click();
        Assert.Equal(("Fewer filters", "true"), (panel.Find(".rest").TextContent, panel.Find(".rest").GetAttribute("aria-expanded")));
        Assert.Contains("all", panel.Find(".ws-facets").ClassList);
    }

    private const string More = ".facet button[aria-expanded]";

    private static IEnumerable<string> Lines(IRenderedComponent<FacetPanel> panel) =>
        panel.FindAll(".facet a").Select(a => a.FirstElementChild?.TextContent ?? "").Where(t => t.StartsWith("Department ", StringComparison.Ordinal));

    private IRenderedComponent<FacetPanel> Show(QueueFilter filter, int departments = 15) => Render<FacetPanel>(p => p.Add(f => f.Campaign, 1).Add(f => f.Filter, filter).Add(f => f.Facets, new Facets
    {
        ToDecide = departments, Decided = 0, Findings = [], Advice = [], What = [], Applications = [], Roles = [], Groups = [], Used = [], Changes = [], Questions = [],
        Departments = [.. Names.Take(departments).Select(n => new Facet<string>(n, n, 1))],
    }));
}
