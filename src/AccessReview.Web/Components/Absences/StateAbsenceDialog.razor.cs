using AccessReview.Core;
using AccessReview.Core.Absences;
using AccessReview.Core.Directories;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Absences;

/// <summary>States that somebody is away, when, and who reviews for them.</summary>
public sealed partial class StateAbsenceDialog
{
    private const int ProposedDays = 7;
    private readonly Guid command = Guid.NewGuid();
    private PersonChoice? person;
    private PersonChoice? standIn;
    private DateOnly from;
    private DateOnly until;
    private string reason = "";
    private Problem? problem;
    private bool pressed;
    private bool busy;

    /// <summary>What the reader may state.</summary>
    [Parameter, EditorRequired]
    public AbsenceView View { get; set; } = null!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private StateAbsence State { get; set; } = null!;

    private long PersonId => person?.Id ?? View.ReaderId ?? 0;

    /// <summary>Asks; true when it was stated.</summary>
    public static async Task<bool> AskAsync(IDialogService dialogs, AbsenceView view)
    {
        var shown = await dialogs.ShowAsync<StateAbsenceDialog>("Absence", new DialogParameters<StateAbsenceDialog> { { d => d.View, view } }, new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true });
        return await shown.Result is { Canceled: false };
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        from = View.Today;
        until = from.AddDays(ProposedDays);
    }

    private async Task SendAsync()
    {
        pressed = true;
        if (busy || standIn is null)
        {
            return;
        }

        busy = true;
        try
        {
            problem = (await State.RunAsync(command, await Current.GetAsync(), new AbsencePlan(PersonId, standIn.Id, from, until, reason), CancellationToken.None)).Problem;
            if (problem is null)
            {
                Dialog.Close(DialogResult.Ok(true));
            }
        }
        finally
        {
            busy = false;
        }
    }
}
