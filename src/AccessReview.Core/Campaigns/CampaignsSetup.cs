using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Campaigns;

/// <summary>Registers this feature's use cases.</summary>
internal static class CampaignsSetup
{
    public static IServiceCollection AddCampaigns(this IServiceCollection services) => services
        .AddSingleton<DraftCampaign>()
        .AddSingleton<ChangeCampaign>()
        .AddSingleton<AddCampaignApplication>()
        .AddSingleton<ChangeCampaignApplication>()
        .AddSingleton<RemoveCampaignApplication>()
        .AddSingleton<CancelCampaign>()
        .AddSingleton<PreviewCampaign>()
        .AddSingleton<ApproveScope>()
        .AddSingleton<LaunchCampaign>();
}
