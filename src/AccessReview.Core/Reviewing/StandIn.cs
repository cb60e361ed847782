using AccessReview.Core.Absences;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>Who reviews in a campaign for somebody who is away.</summary>
/// <param name="Name">The delegate.</param>
/// <param name="Items">What is before them for the one who is away.</param>
/// <param name="Until">The last day of the absence.</param>
public sealed record StandIn(string Name, int Items, DateOnly Until)
{
    /// <summary>Reads it as of a day there; null: the person is not away, or nothing went to their delegate.</summary>
    internal static async Task<StandIn?> ReadAsync(ReviewDb db, long campaignId, long person, DateOnly day, CancellationToken cancel)
    {
        if (await AwayNow.On(db, day).SingleOrDefaultAsync(a => a.PersonId == person, cancel) is not { } absence)
        {
            return null;
        }

        var items = await db.ReviewTurns.CountAsync(t => t.CampaignId == campaignId && t.ReviewerId == absence.DelegateId && t.ForId == person, cancel);
        return items == 0 ? null : new StandIn((await PersonNames.ReadAsync(db, [absence.DelegateId], cancel)).GetValueOrDefault(absence.DelegateId, "Somebody"), items, absence.Until);
    }
}
