using AccessReview.Connectors.Files;
using AccessReview.Web.Components.Extracts;
using Bunit;

namespace AccessReview.Web.Tests.Parts;

/// <summary>A line is set aside with a reason, and a reason that is missing is asked for where it belongs.</summary>
public sealed class SetAsideFormTests : BunitContext
{
    [Fact]
    public void A_missing_reason_is_said_on_the_press_and_goes_when_it_is_given()
    {
        var chosen = new List<SetAsideReason>();
        var form = Render<SetAsideForm>(p => p.Add(f => f.Line, 7).Add(f => f.Chosen, chosen.Add));
        form.Find("button").Click();
        Assert.Equal("Say in words why the line is set aside.", form.Find("[role=alert]").TextContent);
        Assert.Empty(chosen);

        form.Find("input").Input("A note of the exporter");
        form.Find("button").Click();
        Assert.Empty(form.FindAll("[role=alert]"));
        Assert.Equal(new SetAsideReason(SetAsideKind.Other, "A note of the exporter"), Assert.Single(chosen));
    }
}
