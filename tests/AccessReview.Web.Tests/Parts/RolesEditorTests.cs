using AccessReview.Web.Components.Applications;
using Bunit;

namespace AccessReview.Web.Tests.Parts;

/// <summary>A privileged role that was typed is one, whichever way the field is left.</summary>
public sealed class RolesEditorTests : BunitContext
{
    private readonly List<IReadOnlyList<string>> given = [];

    [Fact]
    public void A_role_that_was_typed_is_taken_when_the_field_is_left()
    {
        var input = Editor().Find("input");
        input.Input(" Architect ");
        input.Change(" Architect ");
        Assert.Equal(["Admin", "Architect"], Assert.Single(given));
    }

    [Fact]
    public void A_role_that_was_typed_is_taken_once_by_its_button()
    {
        var editor = Editor();
        editor.Find("input").Input("Architect");
        Assert.Equal("Add", editor.Find("button[type=submit]").TextContent);
        editor.Find("form").Submit();
        editor.Find("input").Change("");
        Assert.Equal(["Admin", "Architect"], Assert.Single(given));
    }

    [Fact]
    public void The_field_proposes_the_roles_in_use_that_are_not_privileged_yet()
    {
        var editor = Editor();
        var list = editor.Find("input").GetAttribute("list");
        Assert.Equal(["Viewer"], editor.FindAll($"datalist#{list} option").Select(o => o.GetAttribute("value")));
    }

    private IRenderedComponent<RolesEditor> Editor() =>
        Render<RolesEditor>(p => p.Add(e => e.Value, ["Admin"]).Add(e => e.InUse, ["admin", "Viewer"]).Add(e => e.ValueChanged, given.Add));
}
