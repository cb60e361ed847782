using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>Writes the rows of one reading inside its change.</summary>
internal sealed class ExtractWriter(ChangeScope scope, ExtractContent content)
{
    private readonly RecordsDigest digest = new();
    private readonly long extractId = scope.NewId();

    /// <summary>Writes a whole reading, which is the newest of its source from here on.</summary>
    public async Task<(Extract Extract, Sha256 Records)> WriteAsync(DateTime asOf, long? previous, CancellationToken cancel)
    {
        foreach (var file in content.Files)
        {
            AddFile(file);
        }

        var (records, assignments) = content.Kind == ExtractKind.Access
            ? await AccessRows.WriteAsync(scope, content, extractId, previous, digest, cancel)
            : (await PeopleRows.WriteAsync(scope, content, extractId, previous, digest, asOf, cancel), 0);
        var extract = await AddAsync(asOf, previous, Completeness.Complete, content.CoversAssignments, records, assignments, "", cancel);
        await PointAsync(cancel);
        return (extract, new Sha256(digest.ToHash()));
    }

    /// <summary>Writes that a reading came to no proper end: its pages are kept, and nothing of it is used.</summary>
    public Task<Extract> WriteIncompleteAsync(DateTime asOf, long? previous, string why, CancellationToken cancel)
    {
        foreach (var file in content.Files)
        {
            AddFile(file);
        }

        return AddAsync(asOf, previous, Completeness.Incomplete, false, 0, 0, why, cancel);
    }

    private async Task<Extract> AddAsync(
        DateTime asOf, long? previous, Completeness completeness, bool coversAssignments, int records, int assignments, string why, CancellationToken cancel) => scope.Add(new Extract
        {
            Id = extractId,
            Number = 1 + (await scope.Db.Extracts.MaxAsync(e => (int?)e.Number, cancel) ?? 0),
            Kind = content.Kind,
            ApplicationId = content.ApplicationId,
            DirectoryId = content.DirectoryId,
            ConnectionId = content.ConnectionId,
            AsOf = asOf,
            ReadAt = scope.At,
            ReadBy = scope.Actor.Key,
            Completeness = completeness,
            CoversAssignments = coversAssignments,
            Records = records,
            Assignments = assignments,
            PreviousExtractId = previous,
            Why = why,
        });

    private async Task PointAsync(CancellationToken cancel)
    {
        if (content.ApplicationId is { } applicationId)
        {
            (await scope.Db.Applications.SingleAsync(a => a.Id == applicationId, cancel)).CurrentExtractId = extractId;
        }
        else
        {
            (await scope.Db.Directories.SingleAsync(d => d.Id == content.DirectoryId, cancel)).CurrentExtractId = extractId;
        }
    }

    private void AddFile(ContentFile file)
    {
        var id = scope.Add(new ExtractFile
        {
            Id = scope.NewId(),
            ExtractId = extractId,
            Kind = file.Kind,
            FileName = file.FileName,
            StoredFileId = file.Stored.Id,
            UploadedSha256 = file.UploadedSha256,
            StoredSha256 = file.Stored.Sha256,
            Bytes = file.UploadedBytes,
            Lines = file.Lines,
            Stored = file.Records,
            SetAside = file.SetAside.Count,
            System = file.Origin.System,
            Report = file.Origin.Report,
            Filters = file.Origin.Filters,
            ExportedBy = file.Origin.ExportedBy,
            ExportedAt = file.Origin.ExportedAt!.Value,
            Claimed = file.Origin.Claimed,
            PictureFileId = file.Origin.PictureFileId,
            Mapping = file.Mapping,
            Format = file.Format,
        }).Id;
        var lines = file.SetAside.Select(line => new SetAsideLine
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
}
