using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Reviewing;

/// <summary>Registers this feature's use cases.</summary>
internal static class ReviewingSetup
{
    public static IServiceCollection AddReviewing(this IServiceCollection services)
    {
        return services;
    }
}
