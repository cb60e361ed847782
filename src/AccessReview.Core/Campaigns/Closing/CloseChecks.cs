using AccessReview.Core.Campaigns.Addenda;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Closing;

/// <summary>The completeness checks that run at close.</summary>
internal static class CloseChecks
{
    /// <summary>What C12 calls the items.</summary>
    internal const string Items = "Items";

    /// <summary>C10 where a later reading exists by now, and the half of C12 that is known before anything is written.</summary>
    public static IReadOnlyList<Check> Of(Campaign campaign, CloseFacts facts, Ending ending) =>
    [
        .. facts.Appeared,
        Outcomes(campaign.Items, ending.Counts.Values.Sum(), string.Join(", ", ending.Counts.Select(c => $"{c.Value} {c.Key}")) + "."),
    ];

    /// <summary>C12: what became of every item.</summary>
    internal static Check Outcomes(long items, long ended, string explained) => Check.Equal("C12", null, Items, items, "Certified + revoked + changed + not reviewed", ended, explained);

    /// <summary>C12: every revoke and change is put to work.</summary>
    internal static async Task<Check> PutToWorkAsync(ReviewDb db, long campaignId, CancellationToken cancel)
    {
        var ended = db.ItemOutcomes.AsNoTracking().Where(o => o.CampaignId == campaignId && (o.Kind == OutcomeKind.Revoked || o.Kind == OutcomeKind.Changed));
        var all = await ended.CountAsync(cancel);
        var covered = await ended.Join(db.ReviewItems, o => o.ItemId, i => i.Id, (_, i) => i)
            .CountAsync(i => db.Removals.Any(r => (r.ItemId == i.Id || r.ItemId == i.ParentItemId) && r.State != RemovalState.Cancelled), cancel);
        return Check.Equal("C12", null, "Items revoked or changed", all, "Of those with a removal, their own or their account's", covered);
    }

    /// <summary>C10 for each application that was read again since the launch.</summary>
    public static async Task<List<Check>> AppearedAsync(ReviewDb db, Campaign campaign, CancellationToken cancel)
    {
        var checks = new List<Check>();
        foreach (var plan in campaign.Applications.Where(a => a.Active).OrderBy(a => a.Id))
        {
            if (await AppearedAsync(db, campaign, plan, cancel) is { } check)
            {
                checks.Add(check);
            }
        }

        return checks;
    }

    /// <summary>Accounts that became privileged since the launch, or since an addendum reviewed them: no check counts them, for each was reviewed, with the role that it had.</summary>
    public static async Task<int> PromotedAsync(ReviewDb db, Campaign campaign, CancellationToken cancel)
    {
        var promoted = 0;
        foreach (var plan in campaign.Applications.Where(a => a.Active))
        {
            promoted += await SinceLaunch.LastAsync(db, campaign, plan, cancel) is { } since ? await since.Promoted.CountAsync(cancel) : 0;
        }

        return promoted;
    }

    /// <summary>C10 of an application: accounts that have appeared since the launch and until the campaign ended, or came back from what was left out; null where it
    /// was not read again. What the owner signs and what every edition counts anew is this.</summary>
    public static async Task<Check?> AppearedAsync(ReviewDb db, Campaign campaign, CampaignApplication plan, CancellationToken cancel)
    {
        if (await SinceLaunch.LastAsync(db, campaign, plan, cancel) is not { } since)
        {
            return null;
        }

        var name = await db.Applications.Where(a => a.Id == plan.ApplicationId).Select(a => a.Name).SingleAsync(cancel);
        var (appeared, returned) = (await since.Appeared.CountAsync(cancel), await since.Returned.CountAsync(cancel));
        return LaunchChecks.Appeared(
            plan.ApplicationId, name, appeared + returned,
            appeared + returned == 0 ? "A later reading shows no other account."
            : $"{appeared} appeared after the reading that was reviewed, and {returned} left out as disabled or a test account {(returned == 1 ? "is that" : "are that")} no more. They come up in the next campaign.");
    }
}
