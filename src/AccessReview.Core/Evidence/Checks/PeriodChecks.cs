using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Evidence.Checks;

/// <summary>What happened between two reviews and around the launch: C9 and C10. Shown with their explanation; no gates.</summary>
internal static class PeriodChecks
{
    internal static async Task<List<Check>> RunAsync(CheckedApplication checkedOne, CancellationToken cancel) =>
        [await DisappearedAsync(checkedOne, cancel), await AppearedAsync(checkedOne, cancel)];

    private static async Task<Check> DisappearedAsync(CheckedApplication checkedOne, CancellationToken cancel)
    {
        var gone = (checkedOne.Plan.PreviousCampaignId ?? checkedOne.Assessment.PreviousCampaignId) is { } previous && checkedOne.Campaign.LaunchedAt is { } launched
            ? await GoneAccounts.SinceAsync(checkedOne.Db, previous, checkedOne.Assessment, launched, cancel)
            : null;
        return LaunchChecks.Disappeared(checkedOne.Application.Id, checkedOne.Application.Name, gone is null ? null : await gone.CountAsync(cancel));
    }

    private static async Task<Check> AppearedAsync(CheckedApplication checkedOne, CancellationToken cancel) =>
        await CloseChecks.AppearedAsync(checkedOne.Db, checkedOne.Campaign, checkedOne.Plan, cancel)
        ?? LaunchChecks.NoneLater(checkedOne.Application.Id, checkedOne.Application.Name, "There is no later reading to compare with.");
}
