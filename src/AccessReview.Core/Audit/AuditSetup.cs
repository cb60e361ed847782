using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Audit;

/// <summary>Registers this feature's use cases.</summary>
internal static class AuditSetup
{
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        services.AddSingleton<VerifyChain>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<AnchorKey>().AddSingleton<AnchorFolder>().AddSingleton<CheckAnchors>().AddSingleton<KnownKeys>().AddSingleton<AnchorsUsable>().AddSingleton<WriteAnchors>().AddSingleton<IFollowUp>(s => s.GetRequiredService<WriteAnchors>());
        services.AddSingleton<IFollowUp, ForgetReceipts>();
        return services;
    }
}
