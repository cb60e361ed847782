using AccessReview.Core.Campaigns.SecondStage;
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
/// <param name="Kept">Items certified or changed by all whom they need.</param>
/// <param name="Revoked">Items revoked.</param>
/// <param name="ByDeadline">Of those, what the deadline revoked and not a person.</param>
/// <param name="Owner">The owner's name.</param>
/// <param name="EndedAt">When it was closed or cancelled.</param>
public sealed record CampaignLine(
    int Number, string Name, CampaignState State, string Applications, DateOnly DueDate, bool IsOverdue, int Items, int Kept, int Revoked, int ByDeadline, string Owner, DateTime? EndedAt)
{
    /// <summary>Items not reviewed.</summary>
    public int Left => Items - Kept - Revoked;

    /// <summary>Of those kept, at a lower role.</summary>
    public int Changed { get; init; }

    /// <summary>Of those kept, certified because that was carried forward, and not reviewed anew.</summary>
    public int Carried { get; init; }
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
        var totals = await TotalsAsync(db, campaigns, cancel);
        var fallen = await FallenItems.ByCampaignAsync(db, campaigns, cancel);
        var carried = await CarriedItems.ByCampaignAsync(db, campaigns, cancel);
        var now = time.Now();
        List<CampaignLine> lines =
        [
            .. campaigns.OrderBy(c => Array.IndexOf(Order, c.State)).ThenByDescending(c => c.Number).Select(c => new CampaignLine(
                c.Number, c.Name, c.State, string.Join(", ", c.Applications.Where(a => a.Active).Select(a => applications[a.ApplicationId]).Order(StringComparer.Ordinal)),
                c.DueDate, c.State == CampaignState.Active && now > c.DueAt, c.Items,
                totals[c.Id].Kept, totals[c.Id].Revoked, fallen.GetValueOrDefault(c.Id),
                owners.GetValueOrDefault(c.OwnerId, "not known"), c.EndedAt) { Changed = totals[c.Id].Changed, Carried = carried.GetValueOrDefault(c.Id) }),
        ];
        return lines;
    }

    /// <summary>How a closed campaign ended is what its owner signed; the others are counted.</summary>
    internal static async Task<Dictionary<long, (int Kept, int Changed, int Revoked)>> TotalsAsync(ReviewDb db, IReadOnlyCollection<Campaign> campaigns, CancellationToken cancel)
    {
        var signed = await db.SignOffs.AsNoTracking().Where(s => s.Level == SignOffLevel.CampaignOwner && s.WithdrawnAt == null)
            .Select(s => new { s.CampaignId, Kept = s.Certified + s.Changed, s.Changed, s.Revoked }).ToDictionaryAsync(s => s.CampaignId, s => (s.Kept, s.Changed, s.Revoked), cancel);
        foreach (var (campaign, totals) in await ItemTotals.ReadAsync(db, [.. campaigns.Select(c => c.Id).Where(id => !signed.ContainsKey(id))], cancel))
        {
            signed[campaign] = (totals.Kept, totals.Changed, totals.Revoked);
        }

        return signed;
    }
}
