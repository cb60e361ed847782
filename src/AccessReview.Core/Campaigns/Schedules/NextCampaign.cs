using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Schedules;

/// <summary>What comes after a campaign.</summary>
/// <param name="Name">The campaign's name.</param>
/// <param name="Schedule">The series it belongs to; null: it is not held again.</param>
/// <param name="Terms">What is set for the next one, or would be proposed.</param>
/// <param name="Today">Today in its time zone.</param>
/// <param name="Later">What comes after it, drafted or open already; null: nothing does.</param>
public sealed record NextView(string Name, ScheduleLine? Schedule, ScheduleTerms Terms, DateOnly Today, LaterCampaign? Later);

/// <summary>Reads what comes after a launched campaign, for whoever runs campaigns.</summary>
public sealed class NextCampaign(Databases databases, TimeProvider time)
{
    /// <summary>Reads it.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="number">The campaign.</param>
    /// <param name="cadence">The step to propose for, where nothing is set.</param>
    /// <param name="cancel">Stops reading.</param>
    public async Task<Outcome<NextView>> RunAsync(Actor actor, int number, Cadence cadence, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await CampaignDoor.ToRunAsync(db, actor, cancel) is { } denied)
        {
            return denied;
        }

        if (await db.Campaigns.AsNoTracking().Include(c => c.Applications).SingleOrDefaultAsync(c => c.Number == number && c.LaunchedAt != null, cancel) is not { } campaign)
        {
            return Problem.NotFound($"A launched campaign C{number}");
        }

        var today = Clock.DayIn(time.Now(), TimeZoneInfo.FindSystemTimeZoneById(campaign.TimeZone));
        var schedule = await SeriesOf.CampaignAsync(db, campaign.Id, cancel) is { } found ? await ScheduleList.ReadAsync(db, found, time.Now(), cancel) : null;
        return new NextView(campaign.Name, schedule, schedule?.Terms ?? ScheduleTerms.Propose(campaign, await DeadlineExtension.FirstDueAsync(db, campaign, cancel), cadence, today), today, await LaterCampaign.ReadAsync(db, campaign, time.Now(), cancel));
    }
}
