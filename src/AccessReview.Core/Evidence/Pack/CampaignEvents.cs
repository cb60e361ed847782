using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Pack;

/// <summary>The chain from a campaign's first event to its last; events of others, and of none, appear as stubs.</summary>
internal static class CampaignEvents
{
    internal static async IAsyncEnumerable<PackEvent> ReadAsync(
        ReviewDb db, long campaignId, long firstSeq, long lastSeq, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var events = db.AuditEvents.AsNoTracking().Where(e => e.Seq >= firstSeq && e.Seq <= lastSeq).OrderBy(e => e.Seq);
        await foreach (var happened in events.AsAsyncEnumerable().WithCancellation(cancel))
        {
            var own = happened.CampaignId == campaignId
                ? new PackEventBody(campaignId, happened.Type, happened.Version, happened.At, happened.Body)
                : null;
            yield return new PackEvent(happened.Seq, happened.PrevHash, SHA256.HashData(happened.Body), happened.Hash, own);
        }
    }
}
