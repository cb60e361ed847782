using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>Says what Revoke will do, before it is done: whose task it becomes, by when, where, and what goes with it.</summary>
internal static class StoryRevoke
{
    /// <summary>Reads what is needed to say it.</summary>
    public static async Task<RevokeStory> ReadAsync(ReviewDb db, Frozen frozen, QueueRow row, RouteFacts facts, DateTime now, CancellationToken cancel)
    {
        var application = frozen.Application;
        var (_, inForce) = await CurrentPolicy.ReadAsync(db, cancel);
        var remover = (await Removers.OfAsync(db, [application.Id], inForce.DayOf(now), cancel))[application.Id];
        var who = remover is { } id ? (await PersonNames.ReadAsync(db, [id], cancel)).GetValueOrDefault(id) : null;
        var policy = frozen.Campaign.PolicyVersionId is { } version && await db.PolicyVersions.AsNoTracking().SingleOrDefaultAsync(p => p.Id == version, cancel) is { } stored
            ? CurrentPolicy.Parse(stored.Json)
            : inForce;
        var what = row.Group is { } group ? $"take the account out of {group}" : "remove the account";
        var task = who is null ? $"A task to {what} in {application.Name}; nobody is named for it yet" : $"A task for {who} to {what} in {application.Name}";
        var teams = row.IsAccount
            ? await (from item in db.ReviewItems.AsNoTracking()
                     where item.ParentItemId == row.ItemId
                     join team in db.GroupRecords on item.GroupId equals team.GroupId
                     where team.ExtractId == frozen.Extract.Id
                     orderby item.Number
                     select team.Name).ToListAsync(cancel)
            : [];
        var route = RemovalRoute.For(facts);
        var byProduct = route.Steps.Count > 0;
        var connected = await db.Connections.AnyAsync(c => c.Active && (c.ApplicationId == application.Id || c.DirectoryId != null), cancel);
        return new RevokeStory(
            byProduct
                ? $"{route.Words} The product does it {Wait(policy.RemovalWaitMinutes)} after you sign off; the reading that follows shows whether it is gone."
                : $"{(connected ? route.Words + " " : "")}{task}, due {policy.RemovalDueDays} days after you sign off. The next reading of {application.Name} shows whether it is gone.",
            RemovalSteps.For(application.Kind, application.Name, row.Email.Length > 0 ? row.Email : row.Name, row.Group), teams,
            row.IsAccount && await IsLastAdministratorAsync(db, frozen, row, cancel), byProduct);
    }

    private static string Wait(int minutes) => minutes == 60 ? "one hour" : $"{minutes} minutes";

    private static async Task<bool> IsLastAdministratorAsync(ReviewDb db, Frozen frozen, QueueRow row, CancellationToken cancel)
    {
        if ((row.Findings & Findings.Finding.Privileged) == Findings.Finding.None || row.State == TurnState.Revoked)
        {
            return false;
        }

        var administrators = await Administrators.OfAsync(db, frozen.Item.CampaignApplicationId, cancel);
        return administrators.Count == 1 && administrators.Contains(frozen.Item.AccountId);
    }
}
