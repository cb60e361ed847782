using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>Own reasons of a campaign: kept, found again and counted. The cost is that of the reviewer's own slice.</summary>
public static class Reasons
{
    /// <summary>How many recent reasons are offered.</summary>
    public const int Recent = 9;

    /// <summary>The reviewer's own recent reasons for decisions of this kind in this campaign, newest first, each once.</summary>
    public static async Task<IReadOnlyList<string>> RecentAsync(ReviewDb db, Actor actor, long campaignId, DecisionKind kind, CancellationToken cancel)
    {
        var newest = from decision in Own(db, actor, campaignId)
                     where decision.Kind == kind
                     group decision by decision.ReasonId into same
                     orderby same.Max(d => d.EventSeq) descending
                     select new { Id = same.Key, Seq = same.Max(d => d.EventSeq) };
        return await (from reason in newest.Take(Recent)
                      join text in db.PrivateTexts on reason.Id equals text.Id
                      where text.Text != null
                      orderby reason.Seq descending
                      select text.Text!).ToListAsync(cancel);
    }

    /// <summary>Keeps the reason of an act, or finds it among the reviewer's own of this campaign.</summary>
    internal static async Task<ActReason> ForAsync(ChangeScope scope, long campaignId, string reason, TurnFacts? only, CancellationToken cancel)
    {
        if (reason.Length == 0)
        {
            return ActReason.None;
        }

        var uses = await (from decision in Own(scope.Db, scope.Actor, campaignId)
                          join text in scope.Db.PrivateTexts on decision.ReasonId equals text.Id
                          where text.Text == reason
                          select new { decision.ReasonId, decision.EventSeq }).Distinct().ToListAsync(cancel);
        if (uses.Count > 0)
        {
            var id = uses[0].ReasonId;
            return new ActReason(await scope.Db.PrivateTexts.AsNoTracking().SingleAsync(t => t.Id == id, cancel), uses.Count);
        }

        var asLastTime = only is not null && await LastTime(scope.Db, only.ItemId, kind: null).AnyAsync(r => r == reason, cancel);
        return new ActReason(scope.Keep(reason), asLastTime ? 1 : 0);
    }

    /// <summary>Last time's reason: of the decision that the last campaign launched before this one ended with on the same account and group; none
    /// where that one gave no reason, or was of another kind than asked for.</summary>
    internal static IQueryable<string?> LastTime(ReviewDb db, long itemId, DecisionKind? kind) =>
        (from item in db.ReviewItems
         where item.Id == itemId
         join campaign in db.Campaigns on item.CampaignId equals campaign.Id
         from earlier in db.ReviewItems.Where(e => e.AccountId == item.AccountId && e.GroupId == item.GroupId)
         join before in db.Campaigns on earlier.CampaignId equals before.Id
         where before.LaunchedAt < campaign.LaunchedAt
         join outcome in db.ItemOutcomes on earlier.Id equals outcome.ItemId
         from decision in db.Decisions.Where(d => d.Id == outcome.DecisionId).DefaultIfEmpty()
         from text in db.PrivateTexts.Where(t => t.Id == decision.ReasonId).DefaultIfEmpty()
         orderby before.LaunchedAt descending
         select new { Kind = (DecisionKind?)decision!.Kind, text!.Text }).Take(1).Where(last => kind == null || last.Kind == kind).Select(last => last.Text);

    private static IQueryable<Decision> Own(ReviewDb db, Actor actor, long campaignId) =>
        from turn in db.ReviewTurns.AsNoTracking()
        where turn.CampaignId == campaignId && turn.ReviewerId == actor.PersonId
        join decision in db.Decisions.AsNoTracking() on turn.DecisionId equals decision.Id
        where decision.ReasonId != null && decision.By == actor.Key
        select decision;
}
