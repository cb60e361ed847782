using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Leavers;

/// <summary>Registers this feature's use cases.</summary>
internal static class LeaversSetup
{
    public static IServiceCollection AddLeavers(this IServiceCollection services) => services
        .AddSingleton<LeaverList>()
        .AddSingleton<DownloadLeavers>()
        .AddSingleton<DraftLeavers>()
        .AddSingleton<IFollowUp, KeepLeavers>();
}
