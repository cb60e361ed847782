using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Costs;

internal static class CostsSetup
{
    public static IServiceCollection AddCosts(this IServiceCollection services) => services.AddSingleton<ReadCosts>();
}
