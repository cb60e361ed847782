using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Removals;

/// <summary>Registers this feature's use cases.</summary>
internal static class RemovalsSetup
{
    public static IServiceCollection AddRemovals(this IServiceCollection services)
    {
        services.AddSingleton<PlanRemovals>();
        services.AddSingleton<CancelRemovals>();
        return services;
    }
}
