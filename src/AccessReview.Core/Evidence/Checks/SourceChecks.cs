using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Checks;

/// <summary>Whether everything the source has was received and kept: C1, C2 and C4.</summary>
internal static class SourceChecks
{
    /// <summary>Set aside because they are no row of the source: the number that the source shows does not count them.</summary>
    private static readonly SetAsideReason[] NoRows = [SetAsideReason.Blank, SetAsideReason.TotalRow, SetAsideReason.RepeatedHeading, SetAsideReason.AboveHeading, SetAsideReason.ExactDuplicate];

    internal static async Task<List<Check>> RunAsync(CheckedApplication checkedOne, CancellationToken cancel)
    {
        var db = checkedOne.Db;
        var staff = await db.AssessmentSources.AsNoTracking().Where(s => s.AssessmentId == checkedOne.Assessment.Id).Select(s => s.ExtractId).ToListAsync(cancel);
        var files = checkedOne.Extract.Files.OrderBy(f => f.Kind)
            .Concat(await db.ExtractFiles.AsNoTracking().Where(f => staff.Contains(f.ExtractId)).OrderBy(f => f.ExtractId).ThenBy(f => f.Kind).ToListAsync(cancel))
            .ToList();
        var readings = await db.Extracts.AsNoTracking().Where(e => e.Id == checkedOne.Extract.Id || staff.Contains(e.Id))
            .Select(e => new { e.Id, Connected = e.ConnectionId != null, Complete = e.Completeness == Completeness.Complete }).ToDictionaryAsync(e => e.Id, cancel);
        var lines = new List<Check>();
        foreach (var file in files)
        {
            var reading = readings[file.ExtractId];
            var noRows = await db.SetAsideLines.CountAsync(l => l.ExtractFileId == file.Id && NoRows.Contains(l.Reason), cancel);
            lines.Add(Claimed(checkedOne.Application.Id, file, noRows, reading.Connected));
            lines.Add(Check.Equal("C2", checkedOne.Application.Id, $"lines received in {Name(file)}", file.Lines, "stored + set aside by name", file.Stored + file.SetAside,
                $"{file.Stored} stored, {file.SetAside} set aside, 0 errors"));
            lines.Add(Check.Equal(
                "C4", checkedOne.Application.Id, $"files given: {Name(file)}", 1, "read to the end", reading.Complete ? 1 : 0,
                $"{LaunchChecks.ReadToItsEnd(reading.Connected)}; stored all or nothing."));
        }

        return lines;
    }

    private static Check Claimed(long applicationId, ExtractFile file, int noRows, bool connected) => file.Claimed is { } claimed
        ? Check.OfClaim(applicationId, $"total shown by the source for {Name(file)}", claimed, "rows received", file.Lines - noRows, connected, file.Filters,
            noRows == 0 ? "" : $"{noRows} of {file.Lines} lines are no rows: blank, total, heading or above it, or exact duplicate; the sheet Exclusions lists them")
        : NotTested.Of("C1", applicationId, $"total shown by the source for {Name(file)}", "rows received", connected ? "The source does not say how many there are." : "No total seen at the source was entered.");

    private static string Name(ExtractFile file) => Shortened.To(100, file.FileName);
}
