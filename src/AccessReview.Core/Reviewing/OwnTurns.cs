using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>Turns that are before somebody who, since the launch, turned out to hold the account, to have said whose it is, or to answer for it:
/// matched or declared by hand, or so read.</summary>
internal static class OwnTurns
{
    /// <summary>Those of open campaigns that nobody has signed; compose.</summary>
    /// <param name="db">The database.</param>
    /// <param name="reviewer">Only those before this person; null: before anybody.</param>
    public static IQueryable<ReviewTurn> Of(ReviewDb db, long? reviewer = null)
    {
        var active = db.Campaigns.Where(c => c.State == CampaignState.Active);
        var turns = reviewer is null ? db.ReviewTurns : db.ReviewTurns.Where(t => t.ReviewerId == reviewer);
        var accounts = reviewer is null ? db.AssessedAccounts : db.AssessedAccounts.Where(a => a.PersonId == reviewer);
        var open = from campaign in active
                   join item in db.ReviewItems on campaign.Id equals item.CampaignId
                   join turn in turns on item.Id equals turn.ItemId
                   where turn.SignOffId == null
                   select new { item.AccountId, turn.Id, turn.ReviewerId };
        var matched = from match in db.HandMatches
                      where match.Active
                      join turn in open on match.AccountId equals turn.AccountId
                      where match.PersonId == turn.ReviewerId || match.By == "person:" + turn.ReviewerId
                      select turn.Id;
        var declared = from declaration in db.Declarations
                       where declaration.Active
                       join turn in open on declaration.AccountId equals turn.AccountId
                       where declaration.OwnerId == turn.ReviewerId || declaration.By == "person:" + turn.ReviewerId
                       select turn.Id;

        // What was read at the launch gave nobody their own, and a match by hand overrules what is read. Few accounts are reviewers'.
        var read = from campaign in active
                   join plan in db.CampaignApplications on campaign.Id equals plan.CampaignId
                   join application in db.Applications on plan.ApplicationId equals application.Id
                   where application.CurrentAssessmentId != plan.AssessmentId
                   join now in accounts on application.CurrentAssessmentId equals (long?)now.AssessmentId
                   where db.CampaignProgress.Any(p => p.CampaignId == campaign.Id && p.ReviewerId == now.PersonId) && !db.HandMatches.Any(m => m.AccountId == now.AccountId && m.Active)
                   join item in db.ReviewItems on now.AccountId equals item.AccountId
                   join turn in turns on item.Id equals turn.ItemId
                   where turn.CampaignId == campaign.Id && turn.ReviewerId == now.PersonId && turn.SignOffId == null
                   select turn.Id;
        var own = matched.Concat(declared).Concat(read);
        return db.ReviewTurns.AsNoTracking().Where(t => own.Contains(t.Id));
    }

    /// <summary>Undecided turns of a reviewer in a campaign that are theirs to decide; compose.</summary>
    public static IQueryable<ReviewTurn> OthersLeft(ReviewDb db, long campaignId, long reviewer)
    {
        var own = Of(db, reviewer).Select(t => t.Id);
        return db.ReviewTurns.AsNoTracking().Where(t => t.CampaignId == campaignId && t.ReviewerId == reviewer && t.State == TurnState.Undecided && !own.Contains(t.Id));
    }

    /// <summary>How many undecided items each reviewer of each open campaign has that are not theirs to decide: they are neither asked for them
    /// nor late with them.</summary>
    public static Task<Dictionary<(long CampaignId, long ReviewerId), int>> UndecidedAsync(ReviewDb db, long? reviewer, CancellationToken cancel) =>
        Of(db, reviewer).Where(t => t.State == TurnState.Undecided).GroupBy(t => new { t.CampaignId, t.ReviewerId }).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => (g.Key.CampaignId, g.Key.ReviewerId), g => g.Count, cancel);
}
