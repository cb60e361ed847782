using AccessReview.Core;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Sample;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.CrashHost;

/// <summary>Brings files of the sample in. An import that was begun is found again and gone on with, as its page does.</summary>
internal sealed class QuarterImport(StoryRun run)
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly DateTime ExportedAt = new(2026, 11, 20, 18, 0, 0, DateTimeKind.Utc);
    private static readonly Actor Setup = Actor.FirstAdministrator();

    /// <summary>Uploads each file, states its origin, sets aside what is suggested, and imports.</summary>
    public async Task BringInAsync(string step, long? application, long? directory, params (ExtractFileKind Kind, string Name, int? Claimed)[] files)
    {
        run.Tell($"step {step}");
        var draft = await PrepareAsync(application, directory, files);
        await run.SendAsync(step, id => run.Get<ImportExtract>().RunAsync(id, Setup, draft, Never));
    }

    /// <summary>The same up to the import, which is then one click away.</summary>
    /// <returns>The draft of the import.</returns>
    public async Task<long> PrepareAsync(long? application, long? directory, params (ExtractFileKind Kind, string Name, int? Claimed)[] files)
    {
        var draft = await BegunAsync(application, directory) ?? (await run.Get<StartImport>().RunAsync(Setup, application, directory, Never)).Require();
        foreach (var (kind, name, claimed) in files)
        {
            if ((await run.Get<ReadImport>().RunAsync(Setup, draft, Never)).Require() is not { ExtractId: null } view)
            {
                break;
            }

            if (view.File(kind) is null)
            {
                using var content = new MemoryStream(SampleFiles.Read(name, ExportedAt));
                (await run.Get<AddImportFile>().RunAsync(Setup, draft, kind, name, content, null, Never)).Require();
            }

            if (view.File(kind)?.State.Mapping is null)
            {
                await StateAsync(draft, kind, claimed);
            }
        }

        return draft;
    }

    private async Task StateAsync(long draft, ExtractFileKind kind, int? claimed)
    {
        var file = (await run.Get<ReadImport>().RunAsync(Setup, draft, Never)).Require().File(kind)!;
        (await run.Get<ChangeImport>().RunAsync(Setup, draft, kind, state => state with
        {
            Mapping = file.Guess.Mapping,
            Provenance = new Provenance { System = "Heap, production", Report = "Teammates", Filters = "none", ExportedBy = "Kaito Ivanov", ExportedAt = ExportedAt, Claimed = claimed },
            SetAside = file.Problems.Where(p => p.Suggested is not null).ToDictionary(p => p.Line, p => new Connectors.Files.SetAsideReason(p.Suggested!.Value)),
        }, Never)).Require();
    }

    private async Task<long?> BegunAsync(long? application, long? directory)
    {
        await using var db = run.Get<Databases>().CreateDbContext();
        return await db.ImportDrafts.Where(d => d.ApplicationId == application && d.DirectoryId == directory).OrderBy(d => d.Id).Select(d => (long?)d.Id).FirstOrDefaultAsync();
    }
}
