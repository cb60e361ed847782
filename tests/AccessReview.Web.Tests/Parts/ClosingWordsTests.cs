using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Roles;
using AccessReview.Web.Components.Campaigns;
using AccessReview.Web.Components.Shared;
using Bunit;

namespace AccessReview.Web.Tests.Parts;

/// <summary>Whoever closes reads what closing does, and looks at what stands behind an exception without losing what was typed.</summary>
public sealed class ClosingWordsTests : BunitContext
{
    private static readonly CloseFacts Facts = new()
    {
        Items = 9, Certified = 4, CarriedForward = 0, Revoked = 5, Changed = 0, Undecided = 0, DecidedByOne = 0, NotSigned = 0, LateDecisions = 0, LateSignatures = 0, UnderRemoval = 1, SetAside = 0,
        WithAccount = default, Appeared = [], NotTested = 0, Differ = [], SecondSignatures = [], NotIndependent = [], Deadline = DeadlineRule.NotReviewed,
    };

    [Theory]
    [InlineData(5, 0, 1, "4 revoked items become work under Removals. 1 revoked item is under Removals already.")]
    [InlineData(3, 2, 1, "4 revoked or changed items become work under Removals. 1 revoked or changed item is under Removals already.")]
    [InlineData(0, 3, 2, "1 revoked or changed item becomes work under Removals. 2 revoked or changed items are under Removals already.")]
    public void Items_kept_at_a_lower_role_are_not_counted_as_revoked(int revoked, int changed, int under, string words) =>
        Assert.Contains($" {words} ", CampaignWords.Closing(Facts with { Revoked = revoked, Changed = changed, UnderRemoval = under }), StringComparison.Ordinal);

    [Fact]
    public void What_stands_behind_an_exception_opens_beside_what_was_typed()
    {
        ComponentFactories.AddStub<PersonPicker>();
        var entry = Render<ExceptionEntry>(p => p.Add(e => e.Model, new ExceptionModel(ExceptionKind.NotReviewed, "3 items not reviewed")).Add(e => e.Today, new(2026, 12, 4)).Add(e => e.Href, "/campaigns/1?tab=items"));
        var link = entry.Find("a.link");
        Assert.Equal(("_blank", "noopener", "Show them in a new window"), (link.GetAttribute("target"), link.GetAttribute("rel"), link.TextContent));
    }

    [Fact]
    public void A_check_that_differs_leads_to_what_came_since_the_launch_only_where_that_is_what_differs()
    {
        Assert.Equal("/campaigns/1?tab=since", ExceptionPlaces.Of(1, ExceptionKind.Differs, (Facts with { Differ = ["C8", "C10"] }).AppearedSince));
        Assert.Null(ExceptionPlaces.Of(1, ExceptionKind.Differs, (Facts with { Differ = ["C8"] }).AppearedSince));
    }

    [Theory]
    [InlineData(Role.Auditor, "/campaigns/3?tab=items&state=undecided")]
    [InlineData(Role.None, null)]
    public void What_was_stated_leads_to_what_stands_behind_it_whoever_may_see_campaigns(Role reader, string? href)
    {
        var line = new ExceptionLine(7, "Heap, Q4", "3 items not reviewed", "Known", "Noa", new(2026, 12, 4)) { Number = 3, Kind = ExceptionKind.NotReviewed };
        var name = Render<ExceptionName>(p => p.Add(e => e.Line, line).AddCascadingValue(reader));
        Assert.Equal(href, name.FindAll("a").SingleOrDefault()?.GetAttribute("href"));
        Assert.Contains("3 items not reviewed", name.Markup, StringComparison.Ordinal);
    }
}
