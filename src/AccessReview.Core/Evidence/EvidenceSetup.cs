using AccessReview.Core.Evidence.Pack;
using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Evidence;

/// <summary>Registers this feature's use cases.</summary>
internal static class EvidenceSetup
{
    public static IServiceCollection AddEvidence(this IServiceCollection services)
    {
        services.AddSingleton<ExportBell>();
        services.AddSingleton<AskForEvidence>();
        services.AddSingleton<MakeEdition>();
        services.AddSingleton<RunExports>();
        services.AddSingleton<DownloadEvidence>();
        services.AddSingleton<EvidenceList>();
        services.AddSingleton<VerifyPack>();
        services.AddSingleton<Samples.DrawSample>().AddSingleton<Samples.SampleList>();
        services.AddSingleton<IFollowUp, CloseEditions>();
        return services;
    }
}
