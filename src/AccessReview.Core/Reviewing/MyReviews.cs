using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Workload;
using AccessReview.Core.Directories;
using AccessReview.Core.Findings;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>One campaign's work of a reviewer.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Number">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Applications">The applications it covers, by name.</param>
/// <param name="DueDate">The day it is due.</param>
/// <param name="TimeZone">The IANA time zone in which that day ends.</param>
/// <param name="DaysLeft">Days until then in that time zone; negative when late.</param>
/// <param name="Total">Own items.</param>
/// <param name="Certified">Of those, certified.</param>
/// <param name="Changed">Of those, kept at a lower role.</param>
/// <param name="Revoked">Of those, revoked.</param>
/// <param name="Left">Of those, undecided and theirs to decide.</param>
/// <param name="Minutes">How long the rest usually takes, in minutes.</param>
/// <param name="Signed">Nothing is left for them to decide or to sign.</param>
/// <param name="For">Who is away, where the reader has some of what is undecided as their delegate.</param>
/// <param name="StandIn">Who has the reader's own, or what of it was undecided, while the reader is away; null: nobody.</param>
public sealed record MyReview(
    long CampaignId, int Number, string Name, string Applications, DateOnly DueDate, string TimeZone, int DaysLeft, int Total, int Certified, int Changed, int Revoked, int Left, int Minutes, bool Signed, IReadOnlyList<string> For,
    StandIn? StandIn)
{
    /// <summary>Own items that turned out to be the reviewer's own access: undecided, and not theirs to decide.</summary>
    public int NotTheirs => Total - Certified - Changed - Revoked - Left;

    /// <summary>Of those certified, what the reviewer carried forward and did not review anew.</summary>
    public int Carried { get; init; }
}

/// <summary>One list of own work over all open campaigns.</summary>
public sealed class MyReviews(Databases databases, TimeProvider time)
{
    /// <summary>Reads it, the most urgent first.</summary>
    public async Task<IReadOnlyList<MyReview>> RunAsync(Actor actor, CancellationToken cancel)
    {
        if (actor.PersonId is not { } me)
        {
            return [];
        }

        await using var db = databases.CreateDbContext();
        var open = await db.Campaigns.AsNoTracking().Where(c => c.State == CampaignState.Active).ToListAsync(cancel);
        var mine = await (from campaign in db.Campaigns
                          where campaign.State == CampaignState.Active
                          join progress in db.CampaignProgress on campaign.Id equals progress.CampaignId
                          where progress.ReviewerId == me && progress.Count > 0
                          select new { progress.CampaignId, progress.State, progress.Count }).ToListAsync(cancel);
        var reviews = new List<MyReview>();
        var pace = await OwnPace.ReadAsync(db, mine.Where(m => m.State == TurnState.Undecided).Select(_ => me), cancel);
        var own = mine.Exists(m => m.State == TurnState.Undecided) ? await OwnTurns.UndecidedAsync(db, me, cancel) : [];
        var carried = await CarriedItems.OfReviewerAsync(db, open.FindAll(c => mine.Exists(m => m.CampaignId == c.Id && m.State == TurnState.Certified)), me, cancel);
        foreach (var campaign in open)
        {
            var work = mine.FindAll(m => m.CampaignId == campaign.Id);
            var today = Clock.DayIn(time.Now(), TimeZoneInfo.FindSystemTimeZoneById(campaign.TimeZone));
            var standIn = await StandIn.ReadAsync(db, campaign.Id, me, today, cancel);
            if (work.Count == 0 && standIn is null)
            {
                continue;
            }

            int Count(TurnState state) => work.Where(w => w.State == state).Sum(w => w.Count);
            var left = int.Max(0, Count(TurnState.Undecided) - own.GetValueOrDefault((campaign.Id, me)));
            var applications = await (from plan in db.CampaignApplications where plan.CampaignId == campaign.Id && plan.Active
                                      join application in db.Applications on plan.ApplicationId equals application.Id orderby application.NameKey select application.Name).ToListAsync(cancel);
            reviews.Add(new MyReview(
                campaign.Id, campaign.Number, campaign.Name, string.Join(", ", applications), campaign.DueDate, campaign.TimeZone, campaign.DueDate.DayNumber - today.DayNumber,
                work.Sum(w => w.Count), Count(TurnState.Certified), Count(TurnState.Changed), Count(TurnState.Revoked), left,
                left == 0 ? 0 : await MinutesAsync(db, pace, campaign.Id, me, cancel), left == 0 && !await SignOffScope.AnyAsync(db, campaign.Id, me, cancel), await ForAsync(db, campaign.Id, actor, cancel), standIn)
            {
                Carried = carried.GetValueOrDefault(campaign.Id),
            });
        }

        return [.. reviews.OrderBy(r => r.Signed).ThenBy(r => r.DaysLeft).ThenBy(r => r.Number)];
    }

    private static async Task<IReadOnlyList<string>> ForAsync(ReviewDb db, long campaignId, Actor actor, CancellationToken cancel)
    {
        var away = await db.ReviewTurns.Where(t => t.CampaignId == campaignId && t.ReviewerId == actor.PersonId && t.State == TurnState.Undecided && t.ForId != null).Select(t => t.ForId).Distinct().ToListAsync(cancel);
        return away.Count == 0 ? [] : [.. (await PersonNames.ReadAsync(db, away, cancel)).Values.Order(StringComparer.Ordinal)];
    }

    private static async Task<int> MinutesAsync(ReviewDb db, OwnPace pace, long campaignId, long reviewer, CancellationToken cancel)
    {
        var left = await (from turn in await OwnTurns.OthersLeftAsync(db, campaignId, reviewer, cancel)
                          join item in db.ReviewItems on turn.ItemId equals item.Id
                          group item by item.Findings == Finding.None
                          into same
                          select new { Routine = same.Key, Count = same.Count() }).ToListAsync(cancel);
        return pace.Minutes(reviewer, left.Sum(l => l.Count), left.Where(l => !l.Routine).Sum(l => l.Count));
    }
}
