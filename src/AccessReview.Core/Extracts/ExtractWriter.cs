using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>Writes the rows of one reading inside the import's change.</summary>
internal sealed class ExtractWriter(ChangeScope scope, ImportView view)
{
    private readonly RecordsDigest digest = new();
    private readonly long extractId = scope.NewId();

    public async Task<Extract> WriteAsync(Dictionary<ExtractFileKind, StoredBytes> kept, DateTime asOf, long? previous, CancellationToken cancel)
    {
        foreach (var file in view.Files)
        {
            AddFile(file, kept[file.State.Kind]);
            await RememberAsync(file, cancel);
        }

        var (records, assignments) = view.Kind == ExtractKind.Access
            ? await AccessRows.WriteAsync(scope, view, extractId, previous, digest, cancel)
            : (await PeopleRows.WriteAsync(scope, view, extractId, digest, cancel), 0);
        var extract = scope.Add(new Extract
        {
            Id = extractId,
            Number = 1 + (await scope.Db.Extracts.MaxAsync(e => (int?)e.Number, cancel) ?? 0),
            Kind = view.Kind,
            ApplicationId = view.ApplicationId,
            DirectoryId = view.DirectoryId,
            AsOf = asOf,
            ReadAt = scope.At,
            ReadBy = scope.Actor.Key,
            Completeness = Completeness.Complete,
            CoversAssignments = view.File(ExtractFileKind.Assignments) is not null,
            Records = records,
            Assignments = assignments,
            PreviousExtractId = previous,
        });
        await PointAsync(cancel);
        scope.Record(new ExtractImported(
            extractId, view.Kind, view.ApplicationId, view.DirectoryId, asOf,
            view.Files.Sum(f => f.Reading!.Lines), view.Files.Sum(f => f.Reading!.Records), view.Files.Sum(f => f.Reading!.SetAside.Count),
            [.. view.Files.Select(f => new Sha256(Convert.FromHexString(f.State.Sha256)))], [.. view.Files.Select(f => new Sha256(kept[f.State.Kind].Sha256))],
            new Sha256(digest.ToHash())));
        return extract;
    }

    private async Task PointAsync(CancellationToken cancel)
    {
        if (view.ApplicationId is { } applicationId)
        {
            (await scope.Db.Applications.SingleAsync(a => a.Id == applicationId, cancel)).CurrentExtractId = extractId;
        }
        else
        {
            (await scope.Db.Directories.SingleAsync(d => d.Id == view.DirectoryId, cancel)).CurrentExtractId = extractId;
        }
    }

    private void AddFile(ImportFileReading file, StoredBytes stored)
    {
        var (state, reading) = (file.State, file.Reading!);
        var id = scope.Add(new ExtractFile
        {
            Id = scope.NewId(),
            ExtractId = extractId,
            Kind = state.Kind,
            FileName = state.FileName,
            StoredFileId = stored.Id,
            UploadedSha256 = Convert.FromHexString(state.Sha256),
            StoredSha256 = stored.Sha256,
            Bytes = state.Bytes,
            Lines = reading.Lines,
            Stored = reading.Records,
            SetAside = reading.SetAside.Count,
            System = state.Provenance.System,
            Report = state.Provenance.Report,
            Filters = state.Provenance.Filters,
            ExportedBy = state.Provenance.ExportedBy,
            ExportedAt = state.Provenance.ExportedAt!.Value,
            Claimed = state.Provenance.Claimed,
            PictureFileId = state.Provenance.PictureFileId,
            Mapping = ImportState.Write(state.Mapping!),
            Format = file.Format,
        }).Id;
        var lines = reading.SetAside.Select(line => new SetAsideLine
        {
            Id = scope.NewId(),
            ExtractFileId = id,
            Line = line.Line,
            Reason = Enum.Parse<SetAsideReason>(line.Reason.Kind.ToString()),
            Words = line.Reason.Text ?? "",
            Raw = Shortened.To(SetAsideLine.MaxLine, line.Raw),
        }).ToList();
        scope.AfterEvent(token => BulkInsert.RunAsync(scope, lines, token));
    }

    private async Task RememberAsync(ImportFileReading file, CancellationToken cancel)
    {
        var mapping = ImportState.Write(file.State.Mapping!);
        var known = await scope.Db.RememberedMappings.SingleOrDefaultAsync(m => m.ApplicationId == view.ApplicationId && m.DirectoryId == view.DirectoryId && m.Kind == file.State.Kind, cancel);
        if (known is null)
        {
            scope.Add(new RememberedMapping { Id = scope.NewId(), ApplicationId = view.ApplicationId, DirectoryId = view.DirectoryId, Kind = file.State.Kind, Mapping = mapping, Version = 1 });
        }
        else if (known.Mapping != mapping)
        {
            (known.Mapping, known.Version) = (mapping, known.Version + 1);
        }
    }
}
