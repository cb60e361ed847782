using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Directories;

/// <summary>Registers this feature's use cases.</summary>
internal static class DirectoriesSetup
{
    public static IServiceCollection AddDirectories(this IServiceCollection services)
    {
        return services.AddSingleton<ListStaff>().AddSingleton<WorksHere>();
    }
}
