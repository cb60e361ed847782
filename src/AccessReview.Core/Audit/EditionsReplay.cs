using AccessReview.Core.Evidence;
using AccessReview.Core.Evidence.Report;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>Which editions of the evidence were made, followed from event to event: one that somebody deleted, exchanged or slipped in beside
/// the product is found, whatever its row says of itself.</summary>
internal sealed class EditionsReplay
{
    private readonly List<EditionHeld> editions = [];

    /// <summary>Takes in what an event says of it.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is no event's body.</exception>
    public void Add(AuditEvent line)
    {
        if (line.Type == nameof(EvidenceMade))
        {
            // Of a body in which a name was changed a hash is missing: then no row is as it says.
            var made = EventJson.Read<EvidenceMade>(line);
            editions.Add(new EditionHeld(
                made.Edition, made.Campaign, made.Kind, made.Number, made.UpToSeq, HeadIsItsEvents: true, made.Pack?.ToString(), made.Workbook?.ToString(), made.Manifest?.ToString(),
                line.Version < EvidenceMade.SinceItNamesWhoAsked ? null : made.AskedById is { } person ? Actor.Demo(person).Key : Actor.Product.Key, line.At, line.Seq));
        }
    }

    /// <summary>Holds the rows against what the events say.</summary>
    public async Task CheckAsync(Verification run, CancellationToken cancel)
    {
        var unnamed = editions.Where(e => e.MadeBy is null).Select(e => e.EventSeq).ToHashSet();
        var made = run.Db.EvidenceEditions
            .Select(e => new { Edition = e, Head = run.Db.AuditEvents.Where(a => a.Seq == e.UpToSeq).Select(a => a.Hash).FirstOrDefault() }).AsNoTracking().AsAsyncEnumerable()
            .Select(row => new EditionHeld(
                row.Edition.Id, row.Edition.CampaignId, row.Edition.Kind, row.Edition.Number, row.Edition.UpToSeq, row.Edition.HeadHash.AsSpan().SequenceEqual(row.Head),
                Convert.ToHexStringLower(row.Edition.PackSha256), Convert.ToHexStringLower(row.Edition.WorkbookSha256), Convert.ToHexStringLower(row.Edition.ManifestSha256),
                unnamed.Contains(row.Edition.EventSeq) ? null : row.Edition.MadeBy, row.Edition.MadeAt, row.Edition.EventSeq));
        await HeldRows.CheckAsync(run, "edition", e => $"edition {new EditionName(e.Kind, e.Number)} of campaign {e.CampaignId}", editions, made, cancel);
    }

    private sealed record EditionHeld(
        long Id, long CampaignId, EditionKind Kind, int Number, long UpToSeq, bool HeadIsItsEvents, string? Pack, string? Workbook, string? Manifest, string? MadeBy, DateTime MadeAt, long EventSeq) : IHeld;
}
