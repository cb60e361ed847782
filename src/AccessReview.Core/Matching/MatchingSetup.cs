using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Matching;

/// <summary>Registers this feature's use cases.</summary>
internal static class MatchingSetup
{
    public static IServiceCollection AddMatching(this IServiceCollection services) => services
        .AddSingleton<MatchByHand>()
        .AddSingleton<TakeBackMatch>()
        .AddSingleton<DeclareAccount>()
        .AddSingleton<EndDeclaration>();
}
