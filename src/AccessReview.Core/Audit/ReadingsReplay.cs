using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>Which readings were made, which of them came to an end, and on what each judgement rests, followed from event to event: a reading that nobody
/// made, an incomplete one that somebody calls complete, and one that is gone are found. What an importer stated of a file, no event says.</summary>
internal sealed class ReadingsReplay
{
    private readonly Dictionary<long, SaidOfReading> readings = [];
    private readonly Dictionary<long, SaidOfAssessment> assessments = [];

    /// <summary>Takes in what an event says of it.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is no event's body.</exception>
    public void Add(AuditEvent line)
    {
        switch (line.Type)
        {
            case nameof(ExtractImported):
                var file = EventJson.Read<ExtractImported>(line);
                readings[file.ExtractId] = new(line.Seq, file.Kind, file.ApplicationId, file.DirectoryId, null, line.At, line.Actor, new(file.AsOf, file.Lines, file.Stored, file.SetAside));
                break;
            case nameof(SourceRead):
                var read = EventJson.Read<SourceRead>(line);
                readings[read.ExtractId] = new(
                    line.Seq, read.Kind, read.ApplicationId, read.DirectoryId, read.ConnectionId, line.At, line.Actor, new(read.AsOf, read.Received, read.Stored, read.SetAside));
                break;
            case nameof(ReadingIncomplete):
                var broken = EventJson.Read<ReadingIncomplete>(line);
                readings[broken.ExtractId] = new(line.Seq, broken.Kind, broken.ApplicationId, broken.DirectoryId, broken.ConnectionId, line.At, line.Actor, null);
                break;
            case nameof(ApplicationAssessed):
                var judged = EventJson.Read<ApplicationAssessed>(line);
                assessments[judged.AssessmentId] = new(
                    line.Seq, judged.ApplicationId, judged.ExtractId, judged.PolicyVersionId, judged.AsOf, judged.PreviousCampaignId, string.Join(',', judged.StaffLists.Order()));
                break;
        }
    }

    /// <summary>Holds the rows against what the events say.</summary>
    public async Task CheckAsync(Verification run, CancellationToken cancel)
    {
        var db = run.Db;
        foreach (var row in await db.Extracts.AsNoTracking().Include(e => e.Files).OrderBy(e => e.Id).ToListAsync(cancel))
        {
            var complete = row.Completeness == Completeness.Complete;
            var stands = new SaidOfReading(
                row.EventSeq, row.Kind, row.ApplicationId, row.DirectoryId, row.ConnectionId, row.ReadAt, row.ReadBy,
                complete ? new(row.AsOf, row.Files.Sum(f => f.Lines), row.Files.Sum(f => f.Stored), row.Files.Sum(f => f.SetAside)) : null);
            if (readings.Remove(row.Id, out var said) ? said != stands || (!complete && await db.AccountRecords.AnyAsync(r => r.ExtractId == row.Id, cancel)) : await MadeByNoneAsync(run, row.EventSeq, cancel))
            {
                run.Found("reading.state", $"Reading X{row.Number} was not made, or not so, by the events: its source, its time, who read it, whether it is complete, or how many lines it has.");
            }
        }

        foreach (var (id, said) in readings.OrderBy(r => r.Key))
        {
            run.Found("reading.gone", $"Reading {id}, which event {said.Seq} stored, is not there.");
        }

        var lists = (await db.AssessmentSources.AsNoTracking().Select(s => new { s.AssessmentId, s.ExtractId }).ToListAsync(cancel)).ToLookup(s => s.AssessmentId, s => s.ExtractId);
        foreach (var row in await db.Assessments.AsNoTracking().OrderBy(a => a.Id).ToListAsync(cancel))
        {
            var stands = new SaidOfAssessment(row.EventSeq, row.ApplicationId, row.ExtractId, row.PolicyVersionId, row.AsOf, row.PreviousCampaignId, string.Join(',', lists[row.Id].Order()));
            if (assessments.Remove(row.Id, out var said) ? said != stands : await MadeByNoneAsync(run, row.EventSeq, cancel))
            {
                run.Found("assessment.state", $"Assessment {row.Id} was not made, or not on these readings and this policy, by the events.");
            }
        }

        foreach (var (id, said) in assessments.OrderBy(a => a.Key))
        {
            run.Found("assessment.gone", $"Assessment {id}, which event {said.Seq} stored, is not there.");
        }
    }

    // A row that no event names may be of an event that this release does not know.
    private static async Task<bool> MadeByNoneAsync(Verification run, long seq, CancellationToken cancel) =>
        await run.Db.AuditEvents.Where(e => e.Seq == seq).Select(e => e.Type).SingleOrDefaultAsync(cancel) is not { } type || EventWords.Knows(type);

    private sealed record SaidOfReading(long Seq, ExtractKind Kind, long? ApplicationId, long? DirectoryId, long? ConnectionId, DateTime ReadAt, string ReadBy, SaidOfLines? Lines);

    /// <summary>What is said of a reading that came to its end.</summary>
    private sealed record SaidOfLines(DateTime AsOf, int Lines, int Stored, int SetAside);

    private sealed record SaidOfAssessment(long Seq, long ApplicationId, long ExtractId, long PolicyVersionId, DateTime AsOf, long? PreviousCampaignId, string StaffLists);
}
