using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Campaigns;

/// <summary>The first step of a plan: name, period and due day, proposed for this quarter.</summary>
public sealed partial class NewCampaignPage : IDisposable
{
    private readonly Lifetime gone = new();
    private readonly Guid command = Guid.NewGuid();
    private PlanModel? model;
    private Problem? problem;
    private bool busy;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private DraftCampaign Draft { get; set; } = null!;

    [Inject]
    private ProposedTimeZone Zone { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var zone = await Zone.RunAsync(gone.Token);
        model = PlanModel.Propose(Clock.DayIn(Time.Now(), TimeZoneInfo.FindSystemTimeZoneById(zone)), zone);
    }

    private async Task StartAsync()
    {
        busy = true;
        try
        {
            var drafted = await Draft.RunAsync(command, await Current.GetAsync(), model!.ToPlan(), gone.Token);
            problem = drafted.Problem;
            if (drafted.IsOk)
            {
                Navigation.NavigateTo(Links.Plan(drafted.Value), replace: true);
            }
        }
        finally
        {
            busy = false;
        }
    }
}
