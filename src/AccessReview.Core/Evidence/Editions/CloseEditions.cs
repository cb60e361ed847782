using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence;

/// <summary>Sees to it that every closed campaign has its Close edition, without anybody asking.</summary>
public sealed class CloseEditions(Databases databases, OperationalWrites writes, ExportBell bell, TimeProvider time) : IFollowUp
{
    /// <inheritdoc/>
    public int Order => 90;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var without = await db.Campaigns.AsNoTracking()
            .Where(c => c.State == CampaignState.Closed && !db.EvidenceEditions.Any(e => e.CampaignId == c.Id && e.Kind == EditionKind.Close))
            .OrderBy(c => c.Number).ToListAsync(cancel);
        foreach (var campaign in without)
        {
            var lastSeq = await EvidenceDoor.LastSeqAsync(db, campaign.Id, cancel);
            if (!await db.Works.AnyAsync(w => w.Kind == ExportJob.Kind && w.UniqueKey == ExportJob.KeyOf(campaign.Id, true, lastSeq), cancel))
            {
                await writes.RunAsync((write, token) => ExportJob.AskAsync(write, campaign, lastSeq, Actor.Product.Key, time.Now(), token), cancel);
            }
        }

        if (without.Count > 0)
        {
            bell.Ring();
        }
    }
}
