using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Workload;
using AccessReview.Core.Directories;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Campaigns;

/// <summary>Before the launch, gives some accounts of one reviewer to another.</summary>
public sealed partial class ShiftDialog
{
    private readonly Guid command = Guid.NewGuid();
    private PersonChoice? to;
    private int accounts;
    private Problem? problem;
    private bool pressed;
    private bool busy;

    /// <summary>The campaign.</summary>
    [Parameter, EditorRequired]
    public int Number { get; set; }

    /// <summary>Who has too many.</summary>
    [Parameter, EditorRequired]
    public PlannedReviewer From { get; set; } = null!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private ShiftWorkload Shift { get; set; } = null!;

    /// <summary>Asks; true when something moved.</summary>
    public static async Task<bool> AskAsync(IDialogService dialogs, int number, PlannedReviewer from)
    {
        var parameters = new DialogParameters<ShiftDialog> { { d => d.Number, number }, { d => d.From, from } };
        var shown = await dialogs.ShowAsync<ShiftDialog>("Spread the work", parameters, new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true });
        return await shown.Result is { Canceled: false };
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => accounts = Math.Max(1, From.Accounts / 2);

    private async Task SendAsync()
    {
        pressed = true;
        if (busy || to is null)
        {
            return;
        }

        busy = true;
        try
        {
            problem = (await Shift.RunAsync(command, await Current.GetAsync(), Number, From.PersonId, to.Id, accounts, CancellationToken.None)).Problem;
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
