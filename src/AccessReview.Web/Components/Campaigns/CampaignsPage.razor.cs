using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Roles;
using AccessReview.Web.Components.Shared;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Components;

namespace AccessReview.Web.Components.Campaigns;

/// <summary>All campaigns: open ones first.</summary>
public sealed partial class CampaignsPage : IDisposable
{
    private readonly Lifetime gone = new();
    private IReadOnlyList<CampaignLine>? lines;
    private Problem? problem;
    private bool mayPlan;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private CampaignList List { get; set; } = null!;

    [Inject]
    private DescribeActor Describe { get; set; } = null!;

    private string? Sentence => lines switch
    {
        null => null,
        { Count: 0 } => "Nothing has been reviewed yet.",
        _ => (lines.Count(l => l.State == CampaignState.Active), lines.Count(l => l.IsOverdue)) switch
        {
            (0, _) => "No campaign is open.",
            (var open, 0) => CampaignWords.N(open, "campaign is open.", "campaigns are open."),
            var (open, late) => CampaignWords.N(open, "campaign is open", "campaigns are open") + ", " + CampaignWords.N(late) + " overdue.",
        },
    };

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var actor = await Current.GetAsync();
        var facts = await Describe.RunAsync(actor, gone.Token);
        mayPlan = facts.Roles.HasFlag(Role.CampaignOwner);
        var read = await List.RunAsync(actor, gone.Token);
        (lines, problem) = (read.Value, read.Problem);
    }

    private string Address(CampaignLine line) => line.State == CampaignState.Draft && mayPlan ? Links.Plan(line.Number) : Links.Campaign(line.Number);
}
