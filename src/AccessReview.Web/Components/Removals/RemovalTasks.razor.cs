using AccessReview.Core;
using AccessReview.Core.Removals;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Removals;

/// <summary>What a person does around a removal because no system does, each with a tick that can be taken back.</summary>
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

    /// <summary>A task was noted as done, or is open again.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private NoteTask Note { get; set; } = null!;

    [Inject]
    private TakeBackTask TakeBack { get; set; } = null!;

    private Task NoteAsync(long taskId) => SendAsync(actor => Note.RunAsync(Guid.NewGuid(), actor, taskId, Today, references.GetValueOrDefault(taskId, ""), CancellationToken.None));

    private Task TakeBackAsync(long taskId) => SendAsync(actor => TakeBack.RunAsync(Guid.NewGuid(), actor, taskId, CancellationToken.None));

    private async Task SendAsync(Func<Actor, Task<Outcome<Done>>> command)
    {
        if (busy)
        {
            return;
        }

        busy = true;
        problem = (await command(await Current.GetAsync())).Problem;
        busy = false;
        if (problem is null)
        {
            await OnChanged.InvokeAsync();
        }
    }
}
