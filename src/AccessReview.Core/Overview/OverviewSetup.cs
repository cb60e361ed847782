using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Overview;

/// <summary>Registers this feature's use cases.</summary>
internal static class OverviewSetup
{
    public static IServiceCollection AddOverview(this IServiceCollection services)
    {
        services.AddSingleton<ReadOverview>();
        services.AddSingleton<FindingRows>();
        return services;
    }
}
