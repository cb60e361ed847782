using AccessReview.Core;
using AccessReview.Core.Removals;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Removals;

/// <summary>What was asked to stay, with the answers, and what the reader may do about it.</summary>
public sealed partial class RemovalWaivers
{
    private Problem? problem;
    private bool busy;

    /// <summary>The removal.</summary>
    [Parameter, EditorRequired]
    public RemovalRow Row { get; set; } = null!;

    /// <summary>What was asked and answered.</summary>
    [Parameter, EditorRequired]
    public RemovalStory.Facts Story { get; set; } = null!;

    /// <summary>Something was asked or answered.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private AnswerWaiver Answer { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    private string Said(RemovalStory.Waiver waiver) => waiver switch
    {
        { Approved: false } => $"Not to stay until {DateWords.Day(waiver.Until)}.",
        { Approved: true, Over: true } => $"Stayed until {DateWords.Day(waiver.Until)}; the waiver is over.",
        { Approved: true } when Row.WaivedUntil is { } until && until != waiver.Until => $"Was to stay until {DateWords.Day(waiver.Until)}, and was prolonged.",
        { Approved: true } => $"Stays until {DateWords.Day(waiver.Until)}.",
        { Over: true } => $"Was to stay until {DateWords.Day(waiver.Until)}; nobody answered.",
        _ => $"Is to stay until {DateWords.Day(waiver.Until)}; a second person has to approve.",
    };

    private async Task AskAsync()
    {
        await WaiverDialog.AskAsync(Dialogs, Row, Story.Today);
        await OnChanged.InvokeAsync();
    }

    private async Task AnswerAsync(long waiverId, bool approve)
    {
        if (busy)
        {
            return;
        }

        busy = true;
        problem = (await Answer.RunAsync(Guid.NewGuid(), await Current.GetAsync(), waiverId, approve, CancellationToken.None)).Problem;
        busy = false;
        if (problem is null)
        {
            await OnChanged.InvokeAsync();
        }
    }
}
