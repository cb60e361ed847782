using AccessReview.Core.Applications;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>The active accounts that administer each application of a campaign and are not revoked in it. The administrator's roles are
/// the privileged roles that say so (Admin, Administrator, Owner); where none does, every privileged role.</summary>
internal sealed class Administrators
{
    private readonly Dictionary<long, HashSet<long>> remaining = [];

    /// <summary>Reads them when the selection could touch one.</summary>
    public static async Task<Administrators> ReadAsync(ReviewDb db, ManyChoice choice, IReadOnlyList<TurnFacts> turns, CancellationToken cancel)
    {
        var administrators = new Administrators();
        if (choice.Kind != DecisionKind.Revoke)
        {
            return administrators;
        }

        foreach (var (application, keys) in await RolesAsync(db, turns[0].CampaignId, cancel))
        {
            if (turns.Any(t => t.IsAccount && t.CampaignApplicationId == application && HeldRoles.AnyOf(TextKey.Of(t.Role), keys)))
            {
                administrators.remaining[application] = await HoldersAsync(db, application, keys, cancel);
            }
        }

        return administrators;
    }

    /// <summary>Whether the account may be revoked and an administrator remains; counts it as gone when so.</summary>
    public bool MayGo(TurnFacts account)
    {
        if (!remaining.TryGetValue(account.CampaignApplicationId, out var holders) || !holders.Contains(account.AccountId))
        {
            return true;
        }

        return holders.Count > 1 && holders.Remove(account.AccountId);
    }

    /// <summary>The administrators of one application of a campaign that are not revoked in it.</summary>
    public static async Task<IReadOnlySet<long>> OfAsync(ReviewDb db, long campaignApplicationId, CancellationToken cancel)
    {
        var campaign = await db.CampaignApplications.AsNoTracking().Where(a => a.Id == campaignApplicationId).Select(a => a.CampaignId).SingleAsync(cancel);
        return (await RolesAsync(db, campaign, cancel)).TryGetValue(campaignApplicationId, out var keys)
            ? await HoldersAsync(db, campaignApplicationId, keys, cancel)
            : new HashSet<long>();
    }

    private static async Task<Dictionary<long, List<string>>> RolesAsync(ReviewDb db, long campaignId, CancellationToken cancel)
    {
        var roles = await (from application in db.CampaignApplications.AsNoTracking()
                           where application.CampaignId == campaignId
                           join role in db.PrivilegedRoles on application.ApplicationId equals role.ApplicationId
                           where role.Active
                           select new { application.Id, role.RoleKey }).ToListAsync(cancel);
        return roles.GroupBy(r => r.Id).ToDictionary(
            g => g.Key, g => g.Any(r => SaysAdministrator(r.RoleKey)) ? g.Select(r => r.RoleKey).Where(SaysAdministrator).ToList() : [.. g.Select(r => r.RoleKey)]);
    }

    private static bool SaysAdministrator(string roleKey) =>
        roleKey.Contains("ADMIN", StringComparison.Ordinal) || roleKey.Contains("OWNER", StringComparison.Ordinal);

    private static async Task<HashSet<long>> HoldersAsync(ReviewDb db, long campaignApplicationId, List<string> keys, CancellationToken cancel)
    {
        var holders = await (
            from application in db.CampaignApplications.AsNoTracking()
            where application.Id == campaignApplicationId
            join assessment in db.Assessments on application.AssessmentId equals assessment.Id
            join record in db.AccountRecords on assessment.ExtractId equals record.ExtractId
            where record.Status == AccountStatus.Active && (keys.Contains(record.RoleKey) || record.RoleKey.Contains(HeldRoles.Between))
            from item in db.ReviewItems.Where(i => i.AccountId == record.AccountId && i.CampaignId == application.CampaignId && i.GroupId == null).DefaultIfEmpty()
            where item == null || !db.ReviewTurns.Any(t => t.ItemId == item.Id && t.State == TurnState.Revoked)
            select new { record.AccountId, record.RoleKey }).ToListAsync(cancel);
        return [.. holders.Where(h => HeldRoles.AnyOf(h.RoleKey, keys)).Select(h => h.AccountId)];
    }
}
