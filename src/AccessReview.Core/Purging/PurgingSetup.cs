using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Purging;

/// <summary>Registers this feature's use cases.</summary>
internal static class PurgingSetup
{
    public static IServiceCollection AddPurging(this IServiceCollection services) => services
        .AddSingleton<AskForPurge>().AddSingleton<ApprovePurge>().AddSingleton<DropPurge>().AddSingleton<CarryOutPurges>().AddSingleton<PurgeList>().AddSingleton<KeepLonger>();
}
