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
    private bool pressed;

    /// <summary>What the reader may state.</summary>
    [Parameter, EditorRequired]
    public AbsenceView View { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private StateAbsence State { get; set; } = null!;

    private long PersonId => person?.Id ?? View.ReaderId ?? 0;

    /// <summary>Asks until it is stated or the dialog is left.</summary>
    public static async Task AskAsync(IDialogService dialogs, AbsenceView view)
    {
        var shown = await dialogs.ShowAsync<StateAbsenceDialog>("Absence", new DialogParameters<StateAbsenceDialog> { { d => d.View, view } }, new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true });
        await shown.Result;
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
        if (standIn is not null)
        {
            await CarryOutAsync(async () => await State.RunAsync(command, await Current.GetAsync(), new AbsencePlan(PersonId, standIn.Id, from, until, reason), CancellationToken.None));
        }
    }
}
