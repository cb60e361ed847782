using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>The cells of a row: drawn anew only when they say something else, not when the row moves up because another has left.</summary>
public partial class ItemCells
{
    private RowSaid? drawn;
    private bool changed;

    /// <summary>What they say.</summary>
    [Parameter, EditorRequired]
    public RowSaid Said { get; set; } = null!;

    /// <summary>Their decision is kept.</summary>
    [Parameter]
    public EventCallback<long> UseTheirs { get; set; }

    /// <summary>It is decided anew.</summary>
    [Parameter]
    public EventCallback<long> DecideAnew { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet() => (changed, drawn) = (!Said.Equals(drawn), Said);

    /// <inheritdoc/>
    protected override bool ShouldRender() => changed;
}
