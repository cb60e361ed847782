using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Settings;

/// <summary>Registers this feature's use cases.</summary>
internal static class SettingsSetup
{
    public static IServiceCollection AddSettings(this IServiceCollection services)
    {
        return services.AddSingleton<SetPolicy>().AddSingleton<PolicyHistory>().AddSingleton<ReadLooserBrake>().AddSingleton<AgreeToLooserBrake>().AddSingleton<DropLooserBrake>();
    }
}
