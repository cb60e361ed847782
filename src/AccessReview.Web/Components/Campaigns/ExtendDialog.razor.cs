using AccessReview.Core;
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
    private Problem? problem;
    private bool busy;

    /// <summary>The campaign.</summary>
    [Parameter, EditorRequired]
    public CampaignView Campaign { get; set; } = null!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private ExtendDeadline Extend { get; set; } = null!;

    /// <summary>Asks; true when it was extended.</summary>
    public static async Task<bool> AskAsync(IDialogService dialogs, CampaignView campaign)
    {
        var shown = await dialogs.ShowAsync<ExtendDialog>("Extend", new DialogParameters<ExtendDialog> { { d => d.Campaign, campaign } }, new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true });
        return await shown.Result is { Canceled: false };
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => due = Campaign.Due.Date.AddDays(ProposedDays + Campaign.DaysLate);

    private async Task SendAsync()
    {
        busy = true;
        try
        {
            problem = (await Extend.RunAsync(command, await Current.GetAsync(), Campaign.Number, due, reason, CancellationToken.None)).Problem;
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
