using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Applications;

/// <summary>Registers this feature's use cases.</summary>
internal static class ApplicationsSetup
{
    public static IServiceCollection AddApplications(this IServiceCollection services) => services
        .AddSingleton<RegisterApplication>()
        .AddSingleton<ChangeApplication>()
        .AddSingleton<ApplicationList>()
        .AddSingleton<ApplicationPage>()
        .AddSingleton<ApplicationAccounts>()
        .AddSingleton<AccountPage>();
}
