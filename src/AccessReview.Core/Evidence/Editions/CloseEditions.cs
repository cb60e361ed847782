using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence;

/// <summary>Sees to it that every closed campaign has its Close edition, without anybody asking.</summary>
public sealed class CloseEditions(Databases databases, OperationalWrites writes, ExportBell bell, TimeProvider time) : IFollowUp
{
    private const int MostDoublings = 10;

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
            var key = ExportJob.KeyOf(campaign.Id, true, lastSeq);
            if (await db.Works.AsNoTracking().SingleOrDefaultAsync(w => w.Kind == ExportJob.Kind && w.UniqueKey == key, cancel) is not { } asked || IsDueAgain(asked))
            {
                await writes.RunAsync((write, token) => ExportJob.AskAsync(write, campaign, lastSeq, Actor.Product.Key, time.Now(), token), cancel);
            }
        }

        if (without.Count > 0)
        {
            bell.Ring();
        }
    }

    // What failed may be mended by then; each time it is left alone for twice as long.
    private bool IsDueAgain(Work asked) => asked is { State: WorkState.Failed, EndedAt: { } at } && time.HasPassed(TimeSpan.FromMinutes(1 << Math.Min(asked.Attempt, MostDoublings)), at);
}
