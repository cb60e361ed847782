using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Evidence;

/// <summary>Registers this feature's use cases.</summary>
internal static class EvidenceSetup
{
    public static IServiceCollection AddEvidence(this IServiceCollection services)
    {
        return services;
    }
}
