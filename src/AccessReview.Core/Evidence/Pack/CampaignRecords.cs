using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Pack;

/// <summary>
/// The rows that a campaign's events cover, in the order of each event's hash, and the texts those rows and events cite. Small
/// events are read many at a time, so that a million single decisions need no query each; the rows of a large event are streamed,
/// so that a launch of a million items needs no memory.
/// </summary>
internal static class CampaignRecords
{
    private const int EventsAtOnce = 4000;
    private const long RowsAtOnce = 20_000;

    internal static async IAsyncEnumerable<PackRecord> ReadAsync(
        ReviewDb db, long campaignId, long lastSeq, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var tables = CoveredTable.All(db, campaignId);
        var after = 0L;
        while (await NextAsync(db, campaignId, after, lastSeq, cancel) is [.., var last] events)
        {
            var span = new EventSpan(events[0].Seq, last.Seq);
            var held = events is [{ Covered.Count: > RowsAtOnce }] ? null : await HeldRows.ReadAsync(tables, span, cancel);
            var texts = (await db.PrivateTexts.AsNoTracking().Where(t => t.EventSeq >= span.First && t.EventSeq <= span.Last).OrderBy(t => t.Id).ToListAsync(cancel))
                .ToLookup(t => t.EventSeq);
            foreach (var happened in events)
            {
                var cited = new CitedHashes(texts[happened.Seq].Select(t => t.Hash));
                cited.See(happened.Body);
                if (happened.Covered is { } covered)
                {
                    var parts = held?.Of(happened.Seq) ?? [.. tables.Select(t => new CoveredPart(byItem => t.ReadAsync(new EventSpan(happened.Seq, happened.Seq), byItem)))];
                    await foreach (var row in CoveredOrder.FindAsync(parts, covered, cancel))
                    {
                        cited.See(row.Text);
                        yield return row with { EventSeq = happened.Seq };
                    }
                }

                foreach (var text in texts[happened.Seq].Where(t => cited.Has(t.Hash)))
                {
                    yield return new PackText(happened.Seq, text.Salt, text.Text, text.Hash);
                }
            }

            after = span.Last;
        }
    }

    /// <summary>The next events: as many as cover no more rows than are held at once, or a large one alone.</summary>
    private static async Task<List<CitingEvent>> NextAsync(ReviewDb db, long campaignId, long after, long lastSeq, CancellationToken cancel)
    {
        var events = await db.AuditEvents.AsNoTracking()
            .Where(e => e.CampaignId == campaignId && e.Seq > after && e.Seq <= lastSeq).OrderBy(e => e.Seq).Take(EventsAtOnce)
            .Select(e => new { e.Seq, e.Body }).ToListAsync(cancel);
        var taken = new List<CitingEvent>();
        var rows = 0L;
        foreach (var happened in events)
        {
            var covered = Covered(happened.Body);
            rows += covered?.Count ?? 0;
            if (taken.Count > 0 && rows > RowsAtOnce)
            {
                break;
            }

            taken.Add(new CitingEvent(happened.Seq, happened.Body, covered));
        }

        return taken;
    }

    private static CoveredRows? Covered(byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.TryGetProperty("rows", out var rows)
            ? new CoveredRows(
                long.Parse(rows.GetProperty("count").ToString(), CultureInfo.InvariantCulture),
                new Sha256(Convert.FromHexString(rows.GetProperty("sha256").GetString()!)))
            : null;
    }

    private sealed record CitingEvent(long Seq, byte[] Body, CoveredRows? Covered);
}

/// <summary>A stretch of the chain, both ends included.</summary>
internal readonly record struct EventSpan(long First, long Last);
