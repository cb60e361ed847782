using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Removals;

/// <summary>Registers this feature's use cases.</summary>
internal static class RemovalsSetup
{
    public static IServiceCollection AddRemovals(this IServiceCollection services)
    {
        services.AddSingleton<PlanRemovals>();
        services.AddSingleton<CancelRemovals>();
        services.AddSingleton<NoteDone>();
        services.AddSingleton<AssignRemoval>();
        services.AddSingleton<RemovalList>();
        services.AddSingleton<DownloadRemovals>();
        services.AddSingleton<CheckRemovals>();
        services.AddSingleton<RemovalUnderWay>();
        services.AddSingleton<RemoveOnce>();
        services.AddSingleton<RemovalBell>();
        services.AddSingleton<RemovalProofs>();
        services.AddSingleton<CarryOutRemovals>();
        services.AddSingleton<ReleaseRemovals>();
        services.AddSingleton<TryRemovalsAgain>();
        services.AddSingleton<OverruleRemovals>();
        services.AddSingleton<AgreeToRemovals>();
        services.AddSingleton<AskForWaiver>();
        services.AddSingleton<AnswerWaiver>();
        services.AddSingleton<RemovalStory>();
        services.AddSingleton<AttachProof>();
        services.AddSingleton<DownloadProof>();
        services.AddSingleton<NoteTask>();
        services.AddSingleton<TakeBackNote>();
        services.AddSingleton<TakeBackTask>();
        services.AddSingleton<PlanTasks>();
        services.AddSingleton<EndWaivers>();
        services.AddSingleton<IFollowUp>(s => s.GetRequiredService<CheckRemovals>());
        services.AddSingleton<IFollowUp>(s => s.GetRequiredService<EndWaivers>());
        services.AddSingleton<IFollowUp>(s => s.GetRequiredService<PlanTasks>());
        return services;
    }
}
