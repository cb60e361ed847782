using System.Text.Json;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>Recomputes what each reading found and what each assessment judged, and holds it against the event that stored it: the
/// list under the decisions cannot be swapped.</summary>
internal static class ReadingsCheck
{
    internal static async Task RunAsync(Verification run, CancellationToken cancel)
    {
        var readings = await run.Db.Extracts.OrderBy(e => e.Id).Select(e => new { e.Id, e.Number, e.EventSeq }).ToListAsync(cancel);
        for (var i = 0; i < readings.Count; i++)
        {
            var reading = readings[i];
            if (!run.PurgedReadings.Contains(reading.Id) && await CitedAsync(run, reading.EventSeq, "records", cancel) is { } cited && cited != Convert.ToHexStringLower(await DigestAsync(run, reading.Id, cancel)))
            {
                run.Found("reading.changed", $"A record of reading X{reading.Number} is not as it was read.");
            }

            run.Reached("Readings", i + 1, readings.Count);
        }

        var assessments = await run.Db.Assessments.OrderBy(a => a.Id).Select(a => new { a.Id, a.EventSeq }).ToListAsync(cancel);
        for (var i = 0; i < assessments.Count; i++)
        {
            var assessment = assessments[i];
            if (await CitedAsync(run, assessment.EventSeq, "population", cancel) is { } cited)
            {
                if (cited != await PopulationAsync(run, assessment.Id, cancel))
                {
                    run.Found("assessment.changed", $"A row of assessment {assessment.Id} is not as it was judged.");
                }
            }

            run.Reached("Assessments", i + 1, assessments.Count);
        }
    }

    private static async Task<byte[]> DigestAsync(Verification run, long extractId, CancellationToken cancel)
    {
        using var digest = new RecordsDigest();
        await foreach (var r in run.Db.AccountRecords.Where(r => r.ExtractId == extractId).OrderBy(r => r.Id).AsAsyncEnumerable().WithCancellation(cancel))
        {
            digest.Add(r);
        }

        await foreach (var r in run.Db.GroupRecords.Where(r => r.ExtractId == extractId).OrderBy(r => r.Id).AsAsyncEnumerable().WithCancellation(cancel))
        {
            digest.Add(r);
        }

        await foreach (var r in run.Db.AssignmentRecords.Where(r => r.ExtractId == extractId).OrderBy(r => r.Id).AsAsyncEnumerable().WithCancellation(cancel))
        {
            digest.Add(r);
        }

        await foreach (var r in run.Db.PersonRecords.Where(r => r.ExtractId == extractId).OrderBy(r => r.Id).AsAsyncEnumerable().WithCancellation(cancel))
        {
            digest.Add(r);
        }

        return digest.ToHash();
    }

    private static async Task<string> PopulationAsync(Verification run, long assessmentId, CancellationToken cancel)
    {
        using var population = new PopulationHash();
        await foreach (var account in run.Db.AssessedAccounts.Where(a => a.AssessmentId == assessmentId).OrderBy(a => a.Id).AsAsyncEnumerable().WithCancellation(cancel))
        {
            population.Add(account);
        }

        await foreach (var assignment in run.Db.AssessedAssignments.Where(a => a.AssessmentId == assessmentId).OrderBy(a => a.Id).AsAsyncEnumerable().WithCancellation(cancel))
        {
            population.Add(assignment);
        }

        return population.ToSha256().ToString();
    }

    /// <summary>The hash that the event's facts name; null when they name none.</summary>
    private static async Task<string?> CitedAsync(Verification run, long seq, string property, CancellationToken cancel)
    {
        var body = await run.Db.AuditEvents.Where(e => e.Seq == seq).Select(e => e.Body).SingleOrDefaultAsync(cancel);
        if (body is null)
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.TryGetProperty("data", out var data) && data.TryGetProperty(property, out var hash) ? hash.GetString() : null;
        }
        catch (JsonException)
        {
            // The events' own check names it.
            return null;
        }
    }
}
