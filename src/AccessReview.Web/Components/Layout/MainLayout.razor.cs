using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace AccessReview.Web.Components.Layout;

/// <summary>The frame around every work page.</summary>
public partial class MainLayout
{
    private ErrorBoundary? boundary;

    [CascadingParameter]
    private Here? Here { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet() => boundary?.Recover();

    private void Recover() => boundary?.Recover();
}
