using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Scoping;

/// <summary>Registers this feature's use cases.</summary>
internal static class ScopingSetup
{
    public static IServiceCollection AddScoping(this IServiceCollection services) => services.AddSingleton<TakeOutOfScope>().AddSingleton<BringIntoScope>();
}
