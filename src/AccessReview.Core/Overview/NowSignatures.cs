using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Overview;

/// <summary>What only the owner of an application can say: that a draft may leave accounts out, and the second signature where the
/// campaign's owner decided. They hold no role for it, so nothing else of theirs leads there.</summary>
internal static class NowSignatures
{
    internal static async Task AddAsync(OverviewReader reader, List<NowItem> now, CancellationToken cancel)
    {
        if (reader.Actor.PersonId is not { } me)
        {
            return;
        }

        var db = reader.Db;
        var own = await (
            from plan in db.CampaignApplications
            join campaign in db.Campaigns on plan.CampaignId equals campaign.Id
            join application in db.Applications on plan.ApplicationId equals application.Id
            where plan.Active && application.OwnerId == me && (campaign.State == CampaignState.Draft || campaign.State == CampaignState.Active)
            orderby campaign.Number, application.Name
            select new { Plan = plan, campaign.State, campaign.Number, campaign.Name, Application = application.Name }).ToListAsync(cancel);
        foreach (var asked in own.Where(o => o.State == CampaignState.Draft))
        {
            var list = await ScopeList.ReadAsync(db, asked.Plan, cancel);
            if (list.NeedsApproval && !list.IsApprovedIn(asked.Plan))
            {
                var accounts = list.Accounts - list.OutsidePart;
                var what = accounts > 0 ? NowList.Count(accounts, "account", "accounts") : NowList.Count(list.Assignments, "group assignment", "group assignments");
                now.Add(new NowItem(NowKind.Scope, Urgency.Soon, $"{asked.Name} would leave out {what} of {asked.Application}, and waits for your approval", asked.Number, asked.Plan.ApplicationId));
            }
        }

        // Whether a signature is needed is read from the decisions, which are many; it never is where no campaign owner has decided anything.
        var deciding = await (
            from campaign in db.Campaigns
            where campaign.State == CampaignState.Active && campaign.OwnerId != me
                && (db.CampaignProgress.Any(p => p.CampaignId == campaign.Id && p.State != TurnState.Undecided && p.Count > 0
                        && (p.ReviewerId == campaign.OwnerId || db.RoleGrants.Any(g => g.PersonId == p.ReviewerId && g.Role == Role.CampaignOwner && g.EndedAt == null)))
                    || campaign.Applications.Any(a => a.Active && (a.ScopeApprovedById == campaign.OwnerId || db.RoleGrants.Any(g => g.PersonId == a.ScopeApprovedById && g.Role == Role.CampaignOwner && g.EndedAt == null))))
            select campaign.Number).ToListAsync(cancel);
        foreach (var number in own.Select(o => o.Number).Distinct().Intersect(deciding))
        {
            var campaign = await db.Campaigns.AsNoTracking().Include(c => c.Applications).SingleAsync(c => c.Number == number, cancel);
            now.AddRange((await SecondSignature.ReadAsync(db, campaign, cancel)).Where(s => s.OwnerId == me && s is { IsNeeded: true, IsGiven: false } && !s.Closers.Contains(me))
                .Select(s => new NowItem(NowKind.SecondSignature, Urgency.Waiting, $"{(s.By.All(b => b.Id == campaign.OwnerId) ? "The owner of" : "Who may close")} {campaign.Name} decided items of {s.Name}, so your signature is needed too", number, s.ApplicationId)));
        }
    }
}
