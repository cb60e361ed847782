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
        .AddSingleton<LaunchCampaign>()
        .AddSingleton<LaunchReady>()
        .AddSingleton<ProposedTimeZone>()
        .AddSingleton<OpenTurns>()
        .AddSingleton<PlanPage>()
        .AddSingleton<ScopeToApprove>()
        .AddSingleton<LaunchInvitations>()
        .AddSingleton<CampaignList>()
        .AddSingleton<CampaignPage>()
        .AddSingleton<CampaignItems>()
        .AddSingleton<CampaignHistory>()
        .AddSingleton<IFollowUp, ClearDrafts>()
        .AddSingleton<Drift.CampaignDrift>()
        .AddSingleton<Trends.CampaignTrends>()
        .AddSingleton<SecondStage.SetSecondReview>()
        .AddSingleton<SecondStage.AskSecondReview>()
        .AddSingleton<IFollowUp, SecondStage.OpenSecondReviews>()
        .AddSingleton<Addenda.DraftAddendum>()
        .AddSingleton<ExtendDeadline>()
        .AddSingleton<Workload.ShiftWorkload>()
        .AddSingleton<Workload.TakeBackShift>()
        .AddSingleton<RepeatCampaign>()
        .AddSingleton<Schedules.SetSchedule>()
        .AddSingleton<Schedules.EndSchedule>()
        .AddSingleton<Register.ApplicationRegister>()
        .AddSingleton<Register.DownloadRegister>()
        .AddSingleton<Schedules.NextCampaign>()
        .AddSingleton<Schedules.ScheduleList>()
        .AddSingleton<Schedules.PrepareCycle>()
        .AddSingleton<Schedules.MissCycle>()
        .AddSingleton<Schedules.LaunchCycle>()
        .AddSingleton<IFollowUp, Schedules.KeepSchedules>()
        .AddSingleton<Closing.ClosePreview>()
        .AddSingleton<Closing.CloseCampaign>()
        .AddSingleton<Closing.SecondSignaturePreview>()
        .AddSingleton<Closing.SignAsApplicationOwner>();
}
