using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>Removes the previews of campaigns that are no longer drafts: after the launch the items say it all.</summary>
public sealed class ClearDrafts(Databases databases, OperationalWrites writes) : IFollowUp
{
    /// <inheritdoc/>
    public int Order => 90;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var over = await db.Campaigns.Where(c => c.State != CampaignState.Draft && db.DraftPreviews.Any(p => p.CampaignId == c.Id)).Select(c => c.Id).ToListAsync(cancel);
        foreach (var campaign in over)
        {
            await writes.RunAsync(async (write, token) =>
            {
                await DraftStatements.ClearAsync(write, campaign, token);
                return Done.Yes;
            }, cancel);
        }
    }
}
