using AccessReview.Core;
using AccessReview.Core.Removals;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Removals;

/// <summary>What a person does around a removal because no system does, each with a tick.</summary>
public sealed partial class RemovalTasks
{
    private readonly Dictionary<long, string> references = [];
    private Problem? problem;
    private bool busy;

    /// <summary>The tasks.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<RemovalStory.Todo> Tasks { get; set; } = [];

    /// <summary>Today, in the policy's time zone.</summary>
    [Parameter, EditorRequired]
    public DateOnly Today { get; set; }

    /// <summary>A task was noted as done.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private NoteTask Note { get; set; } = null!;

    private async Task NoteAsync(long taskId)
    {
        if (busy)
        {
            return;
        }

        busy = true;
        problem = (await Note.RunAsync(Guid.NewGuid(), await Current.GetAsync(), taskId, Today, references.GetValueOrDefault(taskId, ""), CancellationToken.None)).Problem;
        busy = false;
        if (problem is null)
        {
            await OnChanged.InvokeAsync();
        }
    }
}
