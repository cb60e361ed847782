using AccessReview.Core;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Campaigns.Workload;

namespace AccessReview.Web.Components.Campaigns;

/// <summary>What the plan page can ask for, in one injection.</summary>
public sealed record PlanCommands(
    ChangeCampaign Change, AddCampaignApplication Add, ChangeCampaignApplication ChangeScope, RemoveCampaignApplication Remove, CancelCampaign Cancel,
    LaunchCampaign Launch, TakeBackShift TakeBack, SetSecondReview SetSecond, PreviewCampaign Preview, PlanPage Page)
{
    /// <summary>The draft with a preview of its newest state.</summary>
    public async Task<Outcome<PlanView>> ReadAsync(Actor actor, int number, CancellationToken cancel)
    {
        var previewed = await Preview.RunAsync(actor, number, cancel);
        var read = await Page.RunAsync(actor, number, cancel);

        // A campaign that is no draft any more has no preview; its page says what it is.
        return read.IsOk && previewed.Problem is { Code: not "campaign.not-draft" } problem ? problem : read;
    }
}
