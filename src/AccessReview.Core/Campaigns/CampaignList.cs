using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns;

/// <summary>A campaign in the list.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="Applications">The names of its applications.</param>
/// <param name="DueDate">The day it is due.</param>
/// <param name="IsOverdue">Whether it is open and that day has passed.</param>
/// <param name="Items">Items at launch.</param>
/// <param name="Kept">Items certified or changed.</param>
/// <param name="Revoked">Items revoked.</param>
/// <param name="Owner">The owner's name.</param>
/// <param name="EndedAt">When it was closed or cancelled.</param>
public sealed record CampaignLine(
    int Number, string Name, CampaignState State, string Applications, DateOnly DueDate, bool IsOverdue, int Items, int Kept, int Revoked, string Owner, DateTime? EndedAt)
{
    /// <summary>Items nobody has decided.</summary>
    public int Left => Items - Kept - Revoked;
}

/// <summary>Every campaign: open ones first, then drafts, then the newest of the others.</summary>
public sealed class CampaignList(Databases databases, TimeProvider time)
{
    private static readonly CampaignState[] Order = [CampaignState.Active, CampaignState.Draft, CampaignState.Closed, CampaignState.Cancelled];

    /// <summary>Reads it, for campaign owners and auditors.</summary>
    public async Task<Outcome<IReadOnlyList<CampaignLine>>> RunAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await CampaignDoor.ToReadAsync(db, actor, cancel) is { } denied)
        {
            return denied;
        }

        var campaigns = await db.Campaigns.AsNoTracking().Include(c => c.Applications).ToListAsync(cancel);
        var applications = await db.Applications.AsNoTracking().ToDictionaryAsync(a => a.Id, a => a.Name, cancel);
        var owners = await PersonNames.ReadAsync(db, campaigns.Select(c => (long?)c.OwnerId), cancel);
        var progress = (await db.CampaignProgress.AsNoTracking().Where(p => p.Stage == 1).GroupBy(p => new { p.CampaignId, p.State }).Select(g => new { g.Key.CampaignId, g.Key.State, Count = g.Sum(p => p.Count) }).ToListAsync(cancel))
            .ToLookup(p => p.CampaignId);
        var now = time.Now();
        List<CampaignLine> lines =
        [
            .. campaigns.OrderBy(c => Array.IndexOf(Order, c.State)).ThenByDescending(c => c.Number).Select(c => new CampaignLine(
                c.Number, c.Name, c.State, string.Join(", ", c.Applications.Where(a => a.Active).Select(a => applications[a.ApplicationId]).Order(StringComparer.Ordinal)),
                c.DueDate, c.State == CampaignState.Active && now > c.DueAt, c.Items,
                progress[c.Id].Where(p => p.State is TurnState.Certified or TurnState.Changed).Sum(p => p.Count), progress[c.Id].Where(p => p.State == TurnState.Revoked).Sum(p => p.Count),
                owners.GetValueOrDefault(c.OwnerId, "not known"), c.EndedAt)),
        ];
        return lines;
    }
}
