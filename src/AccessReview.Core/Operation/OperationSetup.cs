using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Operation;

/// <summary>Registers this feature's use cases.</summary>
internal static class OperationSetup
{
    public static IServiceCollection AddOperation(this IServiceCollection services) => services.AddSingleton<MakeBackup>().AddSingleton<RestoreBackup>().AddSingleton<ResumeRecord>().AddSingleton<UnstatedLoss>().AddSingleton<MeasureWork>();
}
