using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Directories;

/// <summary>Registers this feature's use cases.</summary>
internal static class DirectoriesSetup
{
    public static IServiceCollection AddDirectories(this IServiceCollection services) => services
        .AddSingleton<RegisterDirectory>().AddSingleton<RenameDirectory>().AddSingleton<LeadDirectory>()
        .AddSingleton<DirectoryList>()
        .AddSingleton<FindPeople>()
        .AddSingleton<FindFormerPeople>()
        .AddSingleton<PersonPage>()
        .AddSingleton<ListStaff>()
        .AddSingleton<WorksHere>();
}
