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

    /// <summary>C10 for each application that was read again since the launch: accounts that have appeared, or came back from what was left out.</summary>
    public static async Task<List<Check>> AppearedAsync(ReviewDb db, Campaign campaign, CancellationToken cancel)
    {
        var checks = new List<Check>();
        foreach (var plan in campaign.Applications.Where(a => a.Active).OrderBy(a => a.Id))
        {
            var application = await db.Applications.AsNoTracking().SingleAsync(a => a.Id == plan.ApplicationId, cancel);
            var launched = await db.Assessments.Where(a => a.Id == plan.AssessmentId).Select(a => a.ExtractId).SingleAsync(cancel);
            if (application.CurrentExtractId is not { } later || later == launched)
            {
                continue;
            }

            var since = new SinceLaunch(db, campaign.Id, launched, later);
            var (appeared, returned) = (await since.Appeared.CountAsync(cancel), await since.Returned.CountAsync(cancel));
            checks.Add(Check.Equal(
                "C10", application.Id, $"Accounts of {application.Name} in a later reading that are new or were left out, and that no addendum has", appeared + returned, "Expected", 0,
                appeared + returned == 0 ? "A later reading shows no other account."
                : $"{appeared} appeared after the reading that was reviewed, and {returned} left out as disabled or a test account {(returned == 1 ? "is that" : "are that")} no more. They come up in the next campaign."));
        }

        return checks;
    }
}
