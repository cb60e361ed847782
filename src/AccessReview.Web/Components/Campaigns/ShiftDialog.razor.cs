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
    private bool pressed;

    /// <summary>The campaign.</summary>
    [Parameter, EditorRequired]
    public int Number { get; set; }

    /// <summary>Who has too many.</summary>
    [Parameter, EditorRequired]
    public PlannedReviewer From { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private ShiftWorkload Shift { get; set; } = null!;

    /// <summary>Asks until something moved or the dialog is left.</summary>
    public static async Task AskAsync(IDialogService dialogs, int number, PlannedReviewer from)
    {
        var parameters = new DialogParameters<ShiftDialog> { { d => d.Number, number }, { d => d.From, from } };
        var shown = await dialogs.ShowAsync<ShiftDialog>("Spread the work", parameters, new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true });
        await shown.Result;
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => accounts = Math.Max(1, From.Accounts / 2);

    private async Task SendAsync()
    {
        pressed = true;
        if (to is not null)
        {
            await CarryOutAsync(async () => await Shift.RunAsync(command, await Current.GetAsync(), Number, From.PersonId, to.Id, accounts, CancellationToken.None));
        }
    }
}
