using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>Turns that are before somebody who, since the launch, turned out to hold the account or to be one of several who could, to have said
/// whose it is, or to answer for it: matched or declared by hand, or so read.</summary>
internal static class OwnTurns
{
    /// <summary>Those of open campaigns that nobody has signed; compose.</summary>
    /// <param name="db">The database.</param>
    /// <param name="reviewer">Only those before this person; null: before anybody.</param>
    /// <param name="cancel">Stops the reading.</param>
    public static async Task<IQueryable<ReviewTurn>> OfAsync(ReviewDb db, long? reviewer, CancellationToken cancel)
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
        if (await CouldBeAsync(db, reviewer, cancel) is { Count: > 0 } several)
        {
            own = own.Concat(db.ReviewTurns.Where(t => EF.Parameter(several).Contains(t.Id)).Select(t => t.Id));
        }

        return db.ReviewTurns.AsNoTracking().Where(t => own.Contains(t.Id));
    }

    /// <summary>Undecided turns of a reviewer in a campaign that are theirs to decide; compose.</summary>
    public static async Task<IQueryable<ReviewTurn>> OthersLeftAsync(ReviewDb db, long campaignId, long reviewer, CancellationToken cancel)
    {
        var own = (await OfAsync(db, reviewer, cancel)).Select(t => t.Id);
        return db.ReviewTurns.AsNoTracking().Where(t => t.CampaignId == campaignId && t.ReviewerId == reviewer && t.State == TurnState.Undecided && !own.Contains(t.Id));
    }

    /// <summary>How many undecided items each reviewer of each open campaign has that are not theirs to decide: they are neither asked for them
    /// nor late with them.</summary>
    public static async Task<Dictionary<(long CampaignId, long ReviewerId), int>> UndecidedAsync(ReviewDb db, long? reviewer, CancellationToken cancel) =>
        await (await OfAsync(db, reviewer, cancel)).Where(t => t.State == TurnState.Undecided).GroupBy(t => new { t.CampaignId, t.ReviewerId }).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => (g.Key.CampaignId, g.Key.ReviewerId), g => g.Count, cancel);

    // Before one of several who could be meant, as read since the launch. Who could be stands in the findings' arguments, which no query reads.
    private static async Task<List<long>> CouldBeAsync(ReviewDb db, long? reviewer, CancellationToken cancel)
    {
        var several = await (
            from campaign in db.Campaigns
            where campaign.State == CampaignState.Active
            join plan in db.CampaignApplications on campaign.Id equals plan.CampaignId
            join application in db.Applications on plan.ApplicationId equals application.Id
            where application.CurrentAssessmentId != plan.AssessmentId
            join now in db.AssessedAccounts on application.CurrentAssessmentId equals (long?)now.AssessmentId
            where now.Rank == AttentionRank.NobodyKnown && now.Match == MatchKind.Several && !db.HandMatches.Any(m => m.AccountId == now.AccountId && m.Active)
            join item in db.ReviewItems on now.AccountId equals item.AccountId
            join turn in db.ReviewTurns on item.Id equals turn.ItemId
            where turn.CampaignId == campaign.Id && turn.SignOffId == null && (reviewer == null || turn.ReviewerId == reviewer)
            select new { turn.Id, turn.ReviewerId, now.Facts }).ToListAsync(cancel);
        return [.. several.Where(t => FindingFacts.CouldBe(t.Facts, t.ReviewerId)).Select(t => t.Id)];
    }
}
