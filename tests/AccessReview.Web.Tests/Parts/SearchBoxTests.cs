using AccessReview.Web.Components.Shared;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Tests.Parts;

/// <summary>What is searched for becomes one entry of the history.</summary>
public sealed class SearchBoxTests : BunitContext
{
    private readonly List<string> searched = [];

    [Fact]
    public async Task Enter_searches_once_though_it_changes_the_box_and_sends_it_before_the_address_is_another()
    {
        var box = Box();
        await EnterAsync(box, "Mia ");
        Assert.Equal(["Mia"], searched);
    }

    [Fact]
    public async Task What_was_searched_for_before_is_searched_for_again_once_the_address_has_changed()
    {
        var box = Box();
        await EnterAsync(box, "Mia");
        box.Render(p => p.Add(b => b.Text, "Mia"));
        await EnterAsync(box, "");
        box.Render(p => p.Add(b => b.Text, ""));
        await EnterAsync(box, "Mia");
        Assert.Equal(["Mia", "", "Mia"], searched);
    }

    private IRenderedComponent<SearchBox> Box() => Render<SearchBox>(p => p.Add(b => b.Label, "Name").Add(b => b.Search, searched.Add));

    /// <summary>As a browser does it for Enter: the field changes, and the form is sent in the same turn.</summary>
    private static async Task EnterAsync(IRenderedComponent<SearchBox> box, string text)
    {
        await box.Find("input").ChangeAsync(new ChangeEventArgs { Value = text });
        await box.Find("form").SubmitAsync();
    }
}
