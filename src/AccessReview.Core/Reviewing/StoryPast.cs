using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>How the same access ended in earlier campaigns. Facts, never reasons to certify.</summary>
internal static class StoryPast
{
    private const int Most = 5;

    /// <summary>The newest first.</summary>
    public static async Task<IReadOnlyList<PastDecision>> ReadAsync(ReviewDb db, Frozen frozen, QueueRow row, CancellationToken cancel)
    {
        var past = await (from item in db.ReviewItems.AsNoTracking()
                          where item.AccountId == frozen.Item.AccountId && item.GroupId == frozen.Item.GroupId && item.CampaignId != frozen.Campaign.Id
                          join outcome in db.ItemOutcomes on item.Id equals outcome.ItemId
                          join campaign in db.Campaigns on item.CampaignId equals campaign.Id
                          where campaign.LaunchedAt < frozen.Campaign.LaunchedAt
                          join record in db.AccountRecords on item.AccountRecordId equals record.Id
                          join assessed in db.AssessedAccounts on item.AssessedAccountId equals assessed.Id
                          join read in db.GroupRecords on new { record.ExtractId, item.GroupId } equals new { read.ExtractId, GroupId = (long?)read.GroupId } into groups
                          from team in groups.DefaultIfEmpty()
                          join first in db.ReviewTurns on item.Id equals first.ItemId
                          where first.Stage == 1
                          join decision in db.Decisions on outcome.DecisionId ?? first.DecisionId equals decision.Id into decisions
                          from decision in decisions.DefaultIfEmpty()
                          join told in db.ReviewTurns on decision.TurnId equals told.Id into tellings
                          from turn in tellings.DefaultIfEmpty()
                          join text in db.PrivateTexts on decision.ReasonId equals text.Id into texts
                          from text in texts.DefaultIfEmpty()
                          orderby campaign.LaunchedAt descending
                          select new
                          {
                              campaign.Number, campaign.Name, outcome.Kind, By = (string?)decision!.By, decision.Rule, At = (DateTime?)decision.At, Mode = (DecisionMode?)decision.Mode, Reason = text!.Text, Size = (int?)decision.BatchSize, record.Role, decision.ChangeTo,
                              First = first.State, Group = (string?)team!.Name, item.Findings, assessed.Facts, Kept = decision.ReasonId != null, Recommended = (bool?)decision.ReasonRecommended, item.Recommendation,
                              ReviewerId = (long?)turn!.ReviewerId, ForId = turn.ForId,
                          })
            .Take(Most).ToListAsync(cancel);
        var names = await PersonNames.ReadAsync(db, past.SelectMany(p => new[] { Actor.PersonOf(p.By), p.ForId }), cancel);
        return
        [
            .. past.Select(p => new PastDecision(
                p.Number, p.Name, p.Kind, p.Rule == Decision.ByDeadline ? Decision.DeadlineInWords : Actor.PersonOf(p.By) is { } id ? names.GetValueOrDefault(id, "") : "", p.At, p.Reason, p.Size ?? 1, p.Role, p.ChangeTo, p.Group == row.Group ? null : p.Group,
                p.Reason is null ? DecisionWords.InsteadOfReason(p.Kept, p.Recommended == true, p.Recommendation, p.Findings, p.Facts) : null, p.Mode,
                p.Kind == OutcomeKind.NotReviewed && p.First != TurnState.Undecided ? p.First : null,
                p.ForId is { } away && Actor.PersonOf(p.By) == p.ReviewerId ? names.GetValueOrDefault(away, "somebody") : null)),
        ];
    }
}
