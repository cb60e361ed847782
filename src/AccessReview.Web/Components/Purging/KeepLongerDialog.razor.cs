using AccessReview.Core;
using AccessReview.Core.Purging;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Purging;

/// <summary>Keeps an ended campaign longer than it would be, with a reason.</summary>
public sealed partial class KeepLongerDialog
{
    private readonly Guid command = Guid.NewGuid();
    private DateOnly until;
    private string reason = "";
    private Problem? problem;
    private bool busy;

    /// <summary>The campaign.</summary>
    [Parameter, EditorRequired]
    public KeptCampaign Campaign { get; set; } = null!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private KeepLonger Keep { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <summary>Asks; true when it is kept longer.</summary>
    public static async Task<bool> AskAsync(IDialogService dialogs, KeptCampaign campaign)
    {
        var shown = await dialogs.ShowAsync<KeepLongerDialog>("Keep longer", new DialogParameters<KeepLongerDialog> { { d => d.Campaign, campaign } }, new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true });
        return await shown.Result is { Canceled: false };
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => until = (DateOnly.FromDateTime(Time.Now()) is var today && today > Campaign.Until ? today : Campaign.Until).AddYears(1);

    private async Task SendAsync()
    {
        busy = true;
        try
        {
            problem = (await Keep.RunAsync(command, await Current.GetAsync(), Campaign.Id, until, reason, CancellationToken.None)).Problem;
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
