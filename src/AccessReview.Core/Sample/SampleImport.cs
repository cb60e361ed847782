using AccessReview.Connectors.Files;
using AccessReview.Core.Extracts;

namespace AccessReview.Core.Sample;

/// <summary>Brings sample files in as a person would: upload, agree to the guess, state the origin, set aside what is suggested.</summary>
public sealed class SampleImport(StartImport start, AddImportFile add, ReadImport read, ChangeImport change, ImportExtract import)
{
    /// <summary>Imports files of one source.</summary>
    public async Task RunAsync(
        Actor actor, long? applicationId, long? directoryId, DateTime exportedAt,
        (ExtractFileKind Kind, string Name, string System, string Report, int? Claimed)[] files, CancellationToken cancel)
    {
        var draft = (await start.RunAsync(actor, applicationId, directoryId, cancel)).Require();
        foreach (var (kind, name, system, report, claimed) in files)
        {
            using var content = new MemoryStream(SampleFiles.Read(name, exportedAt));
            (await add.RunAsync(actor, draft, kind, name, content, null, cancel)).Require();
            var file = (await read.RunAsync(actor, draft, cancel)).Require().File(kind)!;
            (await change.RunAsync(actor, draft, kind, state => state with
            {
                Mapping = file.Guess.Mapping,
                Provenance = new Provenance { System = system, Report = report, Filters = ExtractFile.NoFilters, ExportedBy = "Kaito Ivanov", ExportedAt = exportedAt, Claimed = claimed },
                SetAside = file.Problems.Where(p => p.Suggested is not null)
                    .ToDictionary(p => p.Line, p => new Connectors.Files.SetAsideReason(p.Suggested!.Value)),
            }, cancel)).Require();
        }

        _ = (await import.RunAsync(Guid.NewGuid(), actor, draft, cancel)).Require();
    }
}
