using AccessReview.Core;
using AccessReview.Core.Notifications;
using AccessReview.Web.Components.Notifications;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Settings;

/// <summary>Mail: how it goes, when it is sent, and what it says.</summary>
public partial class MailPage
{
    private Actor? actor;
    private MailSetUp? setUp;
    private Problem? problem;

    [SupplyParameterFromQuery]
    private string? Kind { get; set; }

    [Inject] private CurrentActor Current { get; set; } = null!;

    [Inject] private MailSettings Read { get; set; } = null!;

    private NotificationKind Shown => Enum.TryParse<NotificationKind>(Kind, out var kind) && Enum.IsDefined(kind) ? kind : NotificationKind.Invitation;

    private string Waiting => setUp switch
    {
        null or { Waiting: 0 } => "none",
        { WaitingSince: { } since } => $"{Campaigns.CampaignWords.N(setUp.Waiting, "mail")}, the oldest since {Campaigns.CampaignWords.At(since)}",
        _ => Campaigns.CampaignWords.N(setUp.Waiting, "mail"),
    };

    private string Week => setUp is null or { Week.Count: 0 } ? "none" : string.Join(", ", setUp.Week.OrderBy(w => w.Key).Select(w => $"{Campaigns.CampaignWords.N(w.Value)} {NotificationWords.Of(w.Key)}"));

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        actor = await Current.GetAsync();
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        var read = await Read.RunAsync(actor!, CancellationToken.None);
        (setUp, problem) = (read.Value, read.Problem);
    }
}
