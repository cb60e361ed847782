using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AccessReview.Core.SignIn;

/// <summary>Registers this feature's use cases.</summary>
internal static class SignInSetup
{
    public static IServiceCollection AddSignIn(this IServiceCollection services)
    {
        services.TryAddSingleton(new SessionLimits(TimeSpan.FromHours(1), TimeSpan.FromHours(12)));
        services.TryAddSingleton(new SignInRules(FirstAdministrator: null));
        return services
            .AddSingleton<AcceptSignIn>()
            .AddSingleton<BindByAddress>()
            .AddSingleton<BindSignIn>()
            .AddSingleton<UnbindSignIn>()
            .AddSingleton<EndSessions>()
            .AddSingleton<FirstAdministrator>()
            .AddSingleton<TakeRolesFromClaims>()
            .AddSingleton<Sessions>()
            .AddSingleton<SignInList>()
            .AddSingleton<WaitingSignIns>();
    }
}
