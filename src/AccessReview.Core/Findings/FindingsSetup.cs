using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Findings;

/// <summary>Registers this feature's use cases.</summary>
internal static class FindingsSetup
{
    public static IServiceCollection AddFindings(this IServiceCollection services) => services
        .AddSingleton<AssessApplication>()
        .AddSingleton<IFollowUp, BringAssessmentsUpToDate>();
}
