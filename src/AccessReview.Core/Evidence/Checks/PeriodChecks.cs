using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
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

    private static async Task<Check> AppearedAsync(CheckedApplication checkedOne, CancellationToken cancel)
    {
        var db = checkedOne.Db;
        const string What = "accounts that appeared between reading and launch";
        var (launched, ended) = (checkedOne.Campaign.LaunchedAt, checkedOne.Campaign.EndedAt);
        var later = await db.Extracts.AsNoTracking()
            .Where(e => e.ApplicationId == checkedOne.Application.Id && e.Completeness == Completeness.Complete && e.AsOf > checkedOne.Extract.AsOf
                && (ended == null || e.ReadAt <= ended))
            .OrderBy(e => e.AsOf).ThenBy(e => e.Id).FirstOrDefaultAsync(cancel);
        if (later is null || launched is null)
        {
            return NotTested.Of("C10", checkedOne.Application.Id, What, "expected", "There is no later reading to compare with.");
        }

        var appeared = await db.AccountRecords.LongCountAsync(
            r => r.ExtractId == later.Id && r.CreatedAt != null && r.CreatedAt <= launched
                && !db.AccountRecords.Any(b => b.ExtractId == checkedOne.Extract.Id && b.AccountId == r.AccountId),
            cancel);
        return Check.Equal("C10", checkedOne.Application.Id, What, appeared, "expected", 0, $"compared with the reading X{later.Number}; accounts whose creation time the source does not give are not counted");
    }
}
