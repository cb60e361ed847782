using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Checks;

/// <summary>Whether everything the sources have was received and kept: C1, C2 and C4.</summary>
internal static class SourceChecks
{
    /// <summary>Set aside because they are no row of the source: the number that the source shows does not count them.</summary>
    internal static readonly SetAsideReason[] NoRows = [SetAsideReason.Blank, SetAsideReason.TotalRow, SetAsideReason.RepeatedHeading, SetAsideReason.AboveHeading, SetAsideReason.ExactDuplicate];

    /// <summary>Of an application's reading.</summary>
    internal static async Task<List<Check>> RunAsync(CheckedApplication checkedOne, CancellationToken cancel) =>
        [.. LaunchChecks.OfReading(await FactsAsync(checkedOne.Db, checkedOne.Extract, checkedOne.Application.Name, cancel), checkedOne.Application.Id, "accounts")];

    /// <summary>Of the staff lists that the applications were judged with, each once.</summary>
    internal static async Task<List<Check>> StaffListsAsync(ReviewDb db, IReadOnlyList<CheckedApplication> applications, CancellationToken cancel)
    {
        var assessments = applications.Select(a => a.Assessment.Id).ToList();
        var used = db.AssessmentSources.Where(s => assessments.Contains(s.AssessmentId)).Select(s => s.ExtractId);
        var readings = await db.Extracts.AsNoTracking().Include(e => e.Files).Where(e => used.Contains(e.Id)).OrderBy(e => e.Id).ToListAsync(cancel);
        var lines = new List<Check>();
        foreach (var reading in readings)
        {
            var name = await db.Directories.Where(d => d.Id == reading.DirectoryId).Select(d => d.Name).SingleAsync(cancel);
            lines.AddRange(LaunchChecks.OfReading(await FactsAsync(db, reading, name, cancel), null, "people"));
        }

        return lines;
    }

    private static async Task<ReadingFacts> FactsAsync(ReviewDb db, Extract reading, string source, CancellationToken cancel)
    {
        var ids = reading.Files.Select(f => f.Id).ToList();
        var noRows = await db.SetAsideLines.Where(l => ids.Contains(l.ExtractFileId) && NoRows.Contains(l.Reason))
            .GroupBy(l => l.ExtractFileId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return new ReadingFacts(
            source, reading.AsOf, reading.Completeness == Completeness.Complete, reading.Records,
            [.. reading.Files.OrderBy(f => f.Kind).Select(f => new FileFacts(f.FileName, f.Kind, f.Lines, f.Stored, f.SetAside, noRows.GetValueOrDefault(f.Id), f.Claimed, f.Filters))],
            reading.ConnectionId is not null, reading.CoversAssignments);
    }
}
