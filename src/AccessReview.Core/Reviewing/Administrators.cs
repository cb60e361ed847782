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

        var roles = await (from application in db.CampaignApplications.AsNoTracking()
                           where application.CampaignId == turns[0].CampaignId
                           join role in db.PrivilegedRoles on application.ApplicationId equals role.ApplicationId
                           where role.Active
                           select new { application.Id, role.RoleKey, role.Role }).ToListAsync(cancel);
        foreach (var of in roles.GroupBy(r => r.Id))
        {
            List<string> saying = [.. of.Select(r => r.RoleKey).Where(SaysAdministrator)];
            List<string> keys = saying.Count > 0 ? saying : [.. of.Select(r => r.RoleKey)];
            if (turns.Any(t => t.IsAccount && t.CampaignApplicationId == of.Key && keys.Contains(TextKey.Of(t.Role))))
            {
                administrators.remaining[of.Key] = await HoldersAsync(db, of.Key, keys, cancel);
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

    private static bool SaysAdministrator(string roleKey) =>
        roleKey.Contains("ADMIN", StringComparison.Ordinal) || roleKey.Contains("OWNER", StringComparison.Ordinal);

    private static async Task<HashSet<long>> HoldersAsync(ReviewDb db, long campaignApplicationId, List<string> keys, CancellationToken cancel) =>
        await (from application in db.CampaignApplications.AsNoTracking()
               where application.Id == campaignApplicationId
               join assessment in db.Assessments on application.AssessmentId equals assessment.Id
               join record in db.AccountRecords on assessment.ExtractId equals record.ExtractId
               where record.Status == AccountStatus.Active && keys.Contains(record.RoleKey)
               from item in db.ReviewItems.Where(i => i.AccountId == record.AccountId && i.CampaignId == application.CampaignId && i.GroupId == null).DefaultIfEmpty()
               from turn in db.ReviewTurns.Where(t => t.ItemId == item!.Id).DefaultIfEmpty()
               where turn == null || turn.State != TurnState.Revoked
               select record.AccountId).ToHashSetAsync(cancel);
}
