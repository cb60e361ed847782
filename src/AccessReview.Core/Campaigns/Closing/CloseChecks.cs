using AccessReview.Core.Campaigns.Addenda;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Closing;

/// <summary>The completeness checks that run at close.</summary>
internal static class CloseChecks
{
    /// <summary>C10 where a later reading exists by now, and the half of C12 that is known before anything is written.</summary>
    public static IReadOnlyList<Check> Of(Campaign campaign, CloseFacts facts, Ending ending) =>
    [
        .. facts.Appeared,
        Check.Equal(
            "C12", null, "Items", campaign.Items, "Certified + revoked + changed + not reviewed", ending.Counts.Values.Sum(),
            string.Join(", ", ending.Counts.Select(c => $"{c.Value} {c.Key}")) + "."),
    ];

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
        return Check.Equal(
            "C10", plan.ApplicationId, $"Accounts of {name} in a later reading that are new or were left out, and that no addendum has", appeared + returned, "Expected", 0,
            appeared + returned == 0 ? "A later reading shows no other account."
            : $"{appeared} appeared after the reading that was reviewed, and {returned} left out as disabled or a test account {(returned == 1 ? "is that" : "are that")} no more. They come up in the next campaign.");
    }
}
