using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Roles;

/// <summary>Registers this feature's use cases.</summary>
internal static class RolesSetup
{
    public static IServiceCollection AddRoles(this IServiceCollection services)
    {
        return services.AddSingleton<GrantRole>().AddSingleton<EndRole>().AddSingleton<RoleList>().AddSingleton<DescribeActor>().AddSingleton<NeedsFirstAdministrator>().AddSingleton<MayOpen>();
    }
}
