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

    /// <summary>The campaign.</summary>
    [Parameter, EditorRequired]
    public KeptCampaign Campaign { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private KeepLonger Keep { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <summary>Asks until it is kept longer or the dialog is left.</summary>
    public static async Task AskAsync(IDialogService dialogs, KeptCampaign campaign)
    {
        var shown = await dialogs.ShowAsync<KeepLongerDialog>("Keep longer", new DialogParameters<KeepLongerDialog> { { d => d.Campaign, campaign } }, new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true });
        await shown.Result;
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => until = (DateOnly.FromDateTime(Time.Now()) is var today && today > Campaign.Until ? today : Campaign.Until).AddYears(1);

    private Task SendAsync() =>
        CarryOutAsync(async () => await Keep.RunAsync(command, await Current.GetAsync(), Campaign.Id, until, reason, CancellationToken.None));
}
