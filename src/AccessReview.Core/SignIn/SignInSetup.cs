using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AccessReview.Core.SignIn;

/// <summary>Registers this feature's use cases.</summary>
internal static class SignInSetup
{
    public static IServiceCollection AddSignIn(this IServiceCollection services)
    {
        services.TryAddSingleton(SessionLimits.Default);
        services.TryAddSingleton(new SignInRules(FirstAdministrator: null));
        return services
            .AddSingleton<AcceptSignIn>()
            .AddSingleton<BindByAddress>()
            .AddSingleton<BindSignIn>()
            .AddSingleton<UnbindSignIn>()
            .AddSingleton<UnbindAddress>()
            .AddSingleton<EndSessions>()
            .AddSingleton<FirstAdministrator>()
            .AddSingleton<TakeRolesFromClaims>()
            .AddSingleton<SeenBell>()
            .AddSingleton<Sessions>()
            .AddSingleton<FreshProof>()
            .AddSingleton<SignInList>()
            .AddSingleton<WaitingSignIns>();
    }
}
