using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace AccessReview.Web.Components.Layout;

/// <summary>Ends the open dialogs when one goes wrong. The framework takes them off the page without an answer, and the pages that asked would
/// wait for it for ever.</summary>
public sealed class DialogBoundary : ErrorBoundary
{
    /// <summary>Answers for them.</summary>
    [Parameter, EditorRequired]
    public Action End { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnErrorAsync(Exception exception)
    {
        await base.OnErrorAsync(exception);
        End();
    }
}
