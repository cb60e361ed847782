using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Extracts;

/// <summary>Registers this feature's use cases.</summary>
internal static class ExtractsSetup
{
    public static IServiceCollection AddExtracts(this IServiceCollection services)
    {
        return services.AddSingleton<FileStore>().AddSingleton<TableCache>().AddSingleton<ImportDoor>().AddSingleton<StartImport>().AddSingleton<AddImportFile>()
            .AddSingleton<ChangeImport>().AddSingleton<RereadImportFile>().AddSingleton<AddImportPicture>().AddSingleton<ReadImport>().AddSingleton<ImportExtract>()
            .AddSingleton<ReadingBell>().AddSingleton<PlanReadings>().AddSingleton<AskForReading>().AddSingleton<ReadConnection>().AddSingleton<StoreReading>().AddSingleton<RunReadings>()
            .AddSingleton<IFollowUp, ForgetUploads>().AddSingleton<IFollowUp, ForgetStoredFiles>();
    }
}
