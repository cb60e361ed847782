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
        var turns = await OpenAsync(db, reviewer, cancel);
        var open = from turn in turns
                   join item in db.ReviewItems on turn.ItemId equals item.Id
                   select new { item.AccountId, turn.Id, turn.ReviewerId };
        var matched = from turn in open
                      join match in db.HandMatches on turn.AccountId equals match.AccountId
                      where match.Active && (match.PersonId == turn.ReviewerId || match.By == "person:" + turn.ReviewerId)
                      select turn.Id;
        var declared = from turn in open
                       join declaration in db.Declarations on turn.AccountId equals declaration.AccountId
                       where declaration.Active && (declaration.OwnerId == turn.ReviewerId || declaration.By == "person:" + turn.ReviewerId)
                       select turn.Id;

        // What was read at the launch gave nobody their own.
        var read = ReadAgain(db, turns).Where(r => r.Now.PersonId == r.ReviewerId).Select(r => r.TurnId);
        var own = matched.Concat(declared).Concat(read);
        if (await CouldBeAsync(db, turns, cancel) is { Count: > 0 } several)
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

    // Those of open campaigns that nobody has signed: a reviewer's by the queue's index. That a turn has no signature is asked so that no index answers
    // it, and which campaigns are open beforehand: SQLite would begin with every unsigned turn of the installation.
    private static async Task<IQueryable<ReviewTurn>> OpenAsync(ReviewDb db, long? reviewer, CancellationToken cancel)
    {
        var active = await db.Campaigns.Where(c => c.State == CampaignState.Active).Select(c => c.Id).ToListAsync(cancel);
        var open = db.ReviewTurns.Where(t => active.Contains(t.CampaignId) && (t.SignOffId ?? 0) == 0);
        return reviewer is null ? open : open.Where(t => t.ReviewerId == reviewer);
    }

    // As read since the launch; a match by hand overrules what is read.
    private static IQueryable<Again> ReadAgain(ReviewDb db, IQueryable<ReviewTurn> turns) =>
        from turn in turns
        join item in db.ReviewItems on turn.ItemId equals item.Id
        join plan in db.CampaignApplications on item.CampaignApplicationId equals plan.Id
        join application in db.Applications on plan.ApplicationId equals application.Id
        where application.CurrentAssessmentId != plan.AssessmentId
        join now in db.AssessedAccounts on new { Assessment = application.CurrentAssessmentId, item.AccountId } equals new { Assessment = (long?)now.AssessmentId, now.AccountId }
        where !db.HandMatches.Any(m => m.AccountId == now.AccountId && m.Active)
        select new Again { TurnId = turn.Id, ReviewerId = turn.ReviewerId, Now = now };

    // Before one of several who could be meant. Who could be stands in the findings' arguments, which no query reads.
    private static async Task<List<long>> CouldBeAsync(ReviewDb db, IQueryable<ReviewTurn> turns, CancellationToken cancel)
    {
        var several = await ReadAgain(db, turns).Where(r => (r.Now.Rank == AttentionRank.NobodyKnown && r.Now.Match == MatchKind.Several) || r.Now.Match == MatchKind.Declared)
            .Select(r => new { r.TurnId, r.ReviewerId, r.Now.Facts }).ToListAsync(cancel);
        return [.. several.Where(t => FindingFacts.CouldBe(t.Facts, t.ReviewerId)).Select(t => t.TurnId)];
    }

    private sealed class Again
    {
        public required long TurnId { get; init; }

        public required long ReviewerId { get; init; }

        public required AssessedAccount Now { get; init; }
    }
}
