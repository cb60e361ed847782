using System.Text.Json;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
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
            if (!run.PurgedReadings.Contains(reading.Id) && await CitedAsync(run, reading.EventSeq, "records", cancel) is { } cited && (await DigestAsync(run, reading.Id, reading.EventSeq, cancel)) is var (digest, keys))
            {
                if (cited != Convert.ToHexStringLower(digest))
                {
                    run.Found("reading.changed", $"A record of reading X{reading.Number} is not as it was read.");
                }

                if (!keys)
                {
                    run.Found("reading.keys", $"A record of reading X{reading.Number} is looked up by something else than what was read, or says that another event stored it.");
                }
            }

            run.Reached("Readings", i + 1, readings.Count);
        }

        var assessments = await run.Db.Assessments.OrderBy(a => a.Id).Select(a => new { a.Id, a.EventSeq }).ToListAsync(cancel);
        for (var i = 0; i < assessments.Count; i++)
        {
            var assessment = assessments[i];
            if (await CitedAsync(run, assessment.EventSeq, "population", cancel) is { } cited)
            {
                if (cited != await PopulationAsync(run, assessment.Id, assessment.EventSeq, cancel))
                {
                    run.Found("assessment.changed", $"A row of assessment {assessment.Id} is not as it was judged.");
                }
            }

            run.Reached("Assessments", i + 1, assessments.Count);
        }
    }

    /// <summary>What the records say, and whether what they are looked up by is made from it.</summary>
    private static async Task<(byte[] Digest, bool Keys)> DigestAsync(Verification run, long extractId, long seq, CancellationToken cancel)
    {
        using var digest = new RecordsDigest();
        var keys = true;
        await foreach (var r in run.Db.AccountRecords.Where(r => r.ExtractId == extractId).OrderBy(r => r.Id).ReadAhead().WithCancellation(cancel))
        {
            digest.Add(r);
            keys &= r.EventSeq == seq && r.EmailKey == TextKey.Of(r.Email) && r.RoleKey == TextKey.Of(r.Role) && IsSort(r.NameSort, r.Name.Length > 0 ? r.Name : r.Email);
        }

        await foreach (var r in run.Db.GroupRecords.Where(r => r.ExtractId == extractId).OrderBy(r => r.Id).ReadAhead().WithCancellation(cancel))
        {
            digest.Add(r);
            keys &= r.EventSeq == seq && r.OwnerEmailKey == TextKey.Of(r.OwnerEmail);
        }

        await foreach (var r in run.Db.AssignmentRecords.Where(r => r.ExtractId == extractId).OrderBy(r => r.Id).ReadAhead().WithCancellation(cancel))
        {
            digest.Add(r);
            keys &= r.EventSeq == seq;
        }

        await foreach (var r in run.Db.PersonRecords.Where(r => r.ExtractId == extractId).OrderBy(r => r.Id).ReadAhead().WithCancellation(cancel))
        {
            digest.Add(r);
            keys &= r.EventSeq == seq && r.EmailKey == TextKey.Of(r.WorkEmail) && IsSort(r.NameSort, r.Name);
        }

        await foreach (var grant in run.Db.AppGrants.Where(g => g.ExtractId == extractId).OrderBy(g => g.Id).ReadAhead().WithCancellation(cancel))
        {
            digest.Add(grant);
            keys &= grant.EventSeq == seq;
        }

        return (digest.ToHash(), keys);
    }

    // Releases of before kept the whole key on SQLite, however long, and letters in it that are plain ones now.
    private static bool IsSort(string key, string name) => key == TextKey.Sort(name, AccountRecord.MaxText) || key == TextKey.Sort(name)
        || key == TextKey.FormerSort(name, AccountRecord.MaxText) || key == TextKey.FormerSort(name);

    /// <summary>The hash over the assessment's rows; null when one of them says that an event wrote it which
    /// neither judged nor purged it.</summary>
    private static async Task<string?> PopulationAsync(Verification run, long assessmentId, long seq, CancellationToken cancel)
    {
        using var population = new PopulationHash();
        var whole = true;
        await foreach (var account in run.Db.AssessedAccounts.Where(a => a.AssessmentId == assessmentId).OrderBy(a => a.Id).ReadAhead().WithCancellation(cancel))
        {
            population.Add(account);
            whole &= account.EventSeq == seq || run.PurgeSeqs.Contains(account.EventSeq);
        }

        await foreach (var assignment in run.Db.AssessedAssignments.Where(a => a.AssessmentId == assessmentId).OrderBy(a => a.Id).ReadAhead().WithCancellation(cancel))
        {
            population.Add(assignment);
            whole &= assignment.EventSeq == seq;
        }

        return whole ? population.ToSha256().ToString() : null;
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
