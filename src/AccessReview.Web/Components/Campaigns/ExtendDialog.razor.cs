using AccessReview.Core.Campaigns;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AccessReview.Web.Components.Campaigns;

/// <summary>Gives the reviewers of an open campaign more days, with a reason.</summary>
public sealed partial class ExtendDialog
{
    private const int ProposedDays = 7;
    private readonly Guid command = Guid.NewGuid();
    private DateOnly due;
    private string reason = "";

    /// <summary>The campaign.</summary>
    [Parameter, EditorRequired]
    public CampaignView Campaign { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private ExtendDeadline Extend { get; set; } = null!;

    /// <summary>Asks until it is extended or the dialog is left.</summary>
    public static async Task AskAsync(IDialogService dialogs, CampaignView campaign)
    {
        var shown = await dialogs.ShowAsync<ExtendDialog>("Extend", new DialogParameters<ExtendDialog> { { d => d.Campaign, campaign } }, new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true });
        await shown.Result;
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => due = Campaign.Due.Date.AddDays(ProposedDays + Campaign.DaysLate);

    private Task SendAsync() =>
        CarryOutAsync(async () => await Extend.RunAsync(command, await Current.GetAsync(), Campaign.Number, due, reason, CancellationToken.None));
}
