using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>Anchors the record of the customer's own database: after each close of a campaign, and once a day when anything happened.</summary>
public sealed class WriteAnchors(Databases databases, AnchorFolder folder, TimeProvider time) : IFollowUp
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public int Order => 95;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var installation = await db.Installations.AsNoTracking().SingleAsync(cancel);
        var head = await db.ChainHeads.AsNoTracking().SingleAsync(cancel);
        if (installation.Sample || head.Seq == 0)
        {
            return;
        }

        var last = folder.Newest(installation.Key);
        if (last?.Seq == head.Seq && last.Hash.AsSpan().SequenceEqual(head.Hash))
        {
            return;
        }

        var since = last is null || last.Seq > head.Seq ? 0 : last.Seq;
        if (time.Now() - (last?.At ?? installation.MadeAt) >= Day || await db.AuditEvents.AnyAsync(e => e.Seq > since && e.Type == nameof(CampaignClosed), cancel))
        {
            folder.Add(installation.Key, head.Seq, head.Hash, time.Now());
        }
    }
}
