using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Sample;

/// <summary>Registers this feature's use cases.</summary>
internal static class SampleSetup
{
    public static IServiceCollection AddSample(this IServiceCollection services) => services.AddSingleton<SampleImport>().AddSingleton<LoadSample>();
}
