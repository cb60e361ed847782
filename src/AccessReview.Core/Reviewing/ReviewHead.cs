using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>The head of a reviewer's workspace.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Number">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="TimeZone">The IANA time zone in which its days end.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="LaunchedAt">When it was launched.</param>
/// <param name="DueDate">The day it is due.</param>
/// <param name="DaysLeft">Days until then there; negative when late.</param>
/// <param name="Revokes">What the deadline does to silence: true when it revokes.</param>
/// <param name="Total">Own items.</param>
/// <param name="Certified">Of those, certified.</param>
/// <param name="Changed">Of those, kept at a lower role.</param>
/// <param name="Revoked">Of those, revoked.</param>
/// <param name="ByDeadline">Of those revoked, what the deadline revoked and not the reader.</param>
/// <param name="Left">Of those, undecided.</param>
/// <param name="ToSign">Decisions that wait for a signature; 0 while something is left that the reviewer may decide.</param>
/// <param name="Applications">The applications, by name.</param>
/// <param name="End">How it ended; null while it is open.</param>
/// <param name="StandIn">Who reviews for the reader, where nothing is before the reader because they are away.</param>
public sealed record ReviewHead(
    long CampaignId, int Number, string Name, string TimeZone, CampaignState State, DateTime LaunchedAt, DateOnly DueDate, int DaysLeft, bool Revokes,
    int Total, int Certified, int Changed, int Revoked, int ByDeadline, int Left, int ToSign, string Applications, ReviewEnd? End, StandIn? StandIn)
{
    /// <summary>Closed or given up; null while it is open.</summary>
    public CampaignState? Ended => End is null ? null : State;

    /// <summary>Own items that a person decided.</summary>
    public int Decided => Total - Left - ByDeadline;

    /// <summary>Of those certified, what the reader carried forward and did not review anew.</summary>
    public int Carried { get; init; }
}

/// <summary>Reads the head of a reviewer's workspace. Whoever has no item there finds nothing.</summary>
public sealed class ReadReviewHead(Databases databases, TimeProvider time)
{
    // What turned out to be somebody's own is a few items; with more left it is not asked, at every decision, which of them those are.
    private const int MostOwn = 50;

    /// <summary>Reads.</summary>
    public async Task<Outcome<ReviewHead>> RunAsync(Actor actor, int campaignNumber, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var campaign = await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(c => c.Number == campaignNumber && c.State != CampaignState.Draft, cancel);
        var counts = campaign is null || actor.PersonId is null
            ? []
            : await db.CampaignProgress.AsNoTracking().Where(p => p.CampaignId == campaign.Id && p.ReviewerId == actor.PersonId).ToListAsync(cancel);
        if (campaign is null || counts.Count == 0)
        {
            return Problem.NotFound("A review of yours in this campaign");
        }

        int Count(TurnState state) => counts.Where(c => c.State == state).Sum(c => c.Count);
        var left = Count(TurnState.Undecided);
        var total = counts.Sum(c => c.Count);
        var today = Clock.DayIn(time.Now(), TimeZoneInfo.FindSystemTimeZoneById(campaign.TimeZone));
        var applications = await (from plan in db.CampaignApplications
                                  where plan.CampaignId == campaign.Id && plan.Active
                                  join application in db.Applications on plan.ApplicationId equals application.Id
                                  orderby application.NameKey
                                  select application.Name).ToListAsync(cancel);
        return new ReviewHead(
            campaign.Id, campaign.Number, campaign.Name, campaign.TimeZone, campaign.State, campaign.LaunchedAt!.Value, campaign.DueDate, campaign.DueDate.DayNumber - today.DayNumber,
            campaign.Deadline == DeadlineRule.Revoke, total, Count(TurnState.Certified), Count(TurnState.Changed), Count(TurnState.Revoked),
            (await FallenItems.OfReviewerAsync(db, [campaign], actor.PersonId!.Value, cancel)).GetValueOrDefault(campaign.Id), left,
            left > MostOwn || await SignOffScope.LeftAsync(db, campaign.Id, actor.PersonId!.Value, cancel) > 0 ? 0 : (await SignOffScope.ReadAsync(db, campaign.Id, actor.PersonId!.Value, cancel)).Count, string.Join(", ", applications),
            (await ReviewEnd.ReadAsync(db, [campaign], actor.PersonId!.Value, cancel)).GetValueOrDefault(campaign.Id), total == 0 && campaign.State == CampaignState.Active ? await StandIn.ReadAsync(db, campaign.Id, actor.PersonId!.Value, today, cancel) : null)
        {
            Carried = (await CarriedItems.OfReviewerAsync(db, [campaign], actor.PersonId!.Value, cancel)).GetValueOrDefault(campaign.Id),
        };
    }
}
