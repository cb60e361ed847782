using AccessReview.Connectors.Files;
using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Core.Tests.Extracts;

/// <summary>Brings files in through the real use cases, as the page does: upload, agree to the guess, state the origin, set aside
/// what is suggested, import.</summary>
public sealed class Importing(IServiceProvider services, Actor? actor = null)
{
    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "data", "harbourlight");

    /// <summary>The built-in first administrator.</summary>
    public static Actor Admin { get; } = Actor.FirstAdministrator();

    private Actor By => actor ?? Admin;

    /// <summary>A file of the invented organisation.</summary>
    public static byte[] File(string name) => System.IO.File.ReadAllBytes(Path.Combine(Data, name));

    /// <summary>An application "Heap" without owner, and a staff list.</summary>
    public async Task<(long ApplicationId, long DirectoryId)> SourcesAsync()
    {
        (long, long) ids = default;
        (await Get<Change>().RunAsync<Done>(Guid.NewGuid(), Actor.Product, "Seed", (scope, _) =>
        {
            var application = scope.Add(new Application { Id = scope.NewId(), Name = "Heap", NameKey = "HEAP", Kind = ApplicationKind.Heap });
            var directory = scope.Add(new Core.Directories.Directory { Id = scope.NewId(), Name = "Staff", NameKey = "STAFF", Kind = DirectoryKind.StaffList });
            scope.Record(new Sown());
            ids = (application.Id, directory.Id);
            return Task.FromResult<Outcome<Done>>(Done.Yes);
        }, CancellationToken.None)).Require();
        return ids;
    }

    /// <summary>A draft with the files uploaded, agreed to and their origin stated; nothing set aside.</summary>
    public async Task<long> DraftAsync(long? applicationId, long? directoryId, DateTime exportedAt, params (ExtractFileKind Kind, string Name, byte[] Content, int? Claimed)[] files)
    {
        var draft = (await Get<StartImport>().RunAsync(By, applicationId, directoryId, CancellationToken.None)).Require();
        foreach (var (kind, name, content, claimed) in files)
        {
            (await Get<AddImportFile>().RunAsync(By, draft, kind, name, new MemoryStream(content), null, CancellationToken.None)).Require();
            var guess = (await ViewAsync(draft)).File(kind)!.Guess.Mapping;
            await ChangeAsync(draft, kind, f => f with
            {
                Mapping = guess,
                Provenance = new Provenance { System = "Heap, production", Report = "Teammates", Filters = "none", ExportedBy = "D. Raman", ExportedAt = exportedAt, Claimed = claimed },
            });
        }

        return draft;
    }

    /// <summary>The import as it stands.</summary>
    public async Task<ImportView> ViewAsync(long draft) => (await Get<ReadImport>().RunAsync(By, draft, CancellationToken.None)).Require();

    /// <summary>Changes one file of the draft.</summary>
    public async Task ChangeAsync(long draft, ExtractFileKind kind, Func<ImportFileState, ImportFileState?> change) =>
        (await Get<ChangeImport>().RunAsync(By, draft, kind, change, CancellationToken.None)).Require();

    /// <summary>Sets every line aside for which the reader suggests a reason.</summary>
    public async Task SetAsideSuggestedAsync(long draft)
    {
        foreach (var file in (await ViewAsync(draft)).Files)
        {
            var setAside = file.State.SetAside.Concat(file.Problems.Where(p => p.Suggested is not null)
                .Select(p => KeyValuePair.Create(p.Line, new Connectors.Files.SetAsideReason(p.Suggested!.Value)))).ToDictionary();
            await ChangeAsync(draft, file.State.Kind, f => f with { SetAside = setAside });
        }
    }

    /// <summary>Imports.</summary>
    public Task<Outcome<long>> ImportAsync(long draft, Guid? command = null) =>
        Get<ImportExtract>().RunAsync(command ?? Guid.NewGuid(), By, draft, CancellationToken.None);

    private T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    private sealed record Sown : EventBody;
}
