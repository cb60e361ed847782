using AccessReview.Core;
using AccessReview.Core.Removals;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Removals;

/// <summary>A newer decision that keeps the access of a removal, and the word of whoever says that it holds.</summary>
public sealed partial class RemovalNewer
{
    private readonly NextCommand next = new();
    private Problem? problem;
    private bool busy;

    /// <summary>The removal.</summary>
    [Parameter, EditorRequired]
    public RemovalRow Row { get; set; } = null!;

    /// <summary>The newer decision.</summary>
    [Parameter, EditorRequired]
    public RemovalStory.Newer Newer { get; set; } = null!;

    /// <summary>The removal has ended.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private OverruleRemovals Overrule { get; set; } = null!;

    private async Task EndAsync()
    {
        if (busy)
        {
            return;
        }

        busy = true;
        var actor = await Current.GetAsync();
        problem = (await next.SendAsync(id => Overrule.RunAsync(id, actor, [Row.Id], CancellationToken.None), Row.Id)).Problem;
        busy = false;
        if (problem is null)
        {
            await OnChanged.InvokeAsync();
        }
    }
}
