using AccessReview.Core.Campaigns;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Overview;

/// <summary>What is planned and not launched: a draft of somebody's, one that a schedule prepared for a day, or one that the product could not launch yet.</summary>
internal static class NowDrafts
{
    internal static async Task AddAsync(OverviewReader reader, List<NowItem> now, CancellationToken cancel)
    {
        var drafts = await (
            from draft in reader.Db.Campaigns.AsNoTracking()
            where draft.State == CampaignState.Draft
            join cycle in reader.Db.ScheduledCycles.AsNoTracking() on (long?)draft.Id equals cycle.CampaignId into cycles
            from cycle in cycles.DefaultIfEmpty()
            orderby draft.Number
            select new { draft.Number, draft.Name, draft.Part, draft.DueDate, LaunchDay = (DateOnly?)cycle.LaunchDay, DueDay = (DateOnly?)cycle.DueDay, MissedAt = (DateTime?)cycle.MissedAt }).ToListAsync(cancel);
        now.AddRange(drafts.Select(d => d switch
        {
            // A day that is not over was given to it after it was missed.
            { MissedAt: not null, DueDay: { } due } => new NowItem(NowKind.Plan, Urgency.Late, $"{d.Name} was missed: it was to be done by {(d.DueDate < reader.Today ? d.DueDate : due):d MMM yyyy} and is not launched", d.Number),
            { Part: CampaignPart.Leavers } => new NowItem(NowKind.Plan, Urgency.Late, $"{d.Name} could not be launched yet: its plan says what it waits for", d.Number),
            { LaunchDay: { } launch } when launch < reader.Today => new NowItem(NowKind.Plan, Urgency.Late, $"{d.Name} was to be launched on {launch:d MMM yyyy} and is not", d.Number),
            { LaunchDay: { } launch } => new NowItem(NowKind.Plan, Urgency.Waiting, $"{d.Name} is prepared, to be launched on {launch:d MMM yyyy}", d.Number),
            _ => new NowItem(NowKind.Plan, Urgency.Waiting, $"{d.Name} is planned and not launched", d.Number),
        }));
    }
}
