using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Directories;

/// <summary>A decision in force about an account or one of its assignments. A fact for the reader, never a reason for the next one.</summary>
/// <param name="Campaign">The campaign's number.</param>
/// <param name="CampaignName">Its name.</param>
/// <param name="Item">The item's number in it.</param>
/// <param name="AccountId">The account.</param>
/// <param name="Application">The application whose account it is.</param>
/// <param name="Group">The group, for an assignment.</param>
/// <param name="Role">The account's role then.</param>
/// <param name="Kind">What was decided.</param>
/// <param name="By">Who decided: of what nobody had decided and the deadline revoked, the deadline.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why: in their words, or as recommended; null: no reason was given.</param>
/// <param name="Mode">How it was decided.</param>
/// <param name="Signed">Whether it is signed off.</param>
/// <param name="For">Who was away, where whoever decided was their delegate.</param>
public sealed record PastDecision(
    int Campaign, string CampaignName, int Item, long AccountId, string Application, string? Group, string Role, DecisionKind Kind, string By, DateTime At, string? Reason, DecisionMode Mode, bool Signed, string? For = null);

/// <summary>The decisions in force about some accounts.</summary>
/// <param name="Newest">The newest of them, the newest first.</param>
/// <param name="Total">How many there are.</param>
public sealed record PastDecisions(IReadOnlyList<PastDecision> Newest, int Total)
{
    /// <summary>The most decisions a page shows.</summary>
    public const int Most = 200;

    /// <summary>The decisions in force about the accounts.</summary>
    internal static async Task<PastDecisions> OfAsync(ReviewDb db, IReadOnlyCollection<long> accountIds, CancellationToken cancel)
    {
        var rows = await (
            from item in db.ReviewItems.AsNoTracking()
            where accountIds.Contains(item.AccountId)
            join turn in db.ReviewTurns.AsNoTracking() on item.Id equals turn.ItemId
            join decision in db.Decisions.AsNoTracking() on turn.DecisionId equals (long?)decision.Id
            join account in db.Accounts.AsNoTracking() on item.AccountId equals account.Id
            join application in db.Applications.AsNoTracking() on account.ApplicationId equals application.Id
            join campaign in db.Campaigns.AsNoTracking() on item.CampaignId equals campaign.Id
            join record in db.AccountRecords.AsNoTracking() on item.AccountRecordId equals record.Id
            join assessed in db.AssessedAccounts.AsNoTracking() on item.AssessedAccountId equals assessed.Id
            join held in db.GroupRecords.AsNoTracking() on new { record.ExtractId, item.GroupId } equals new { held.ExtractId, GroupId = (long?)held.GroupId } into groups
            from grp in groups.DefaultIfEmpty()
            join text in db.PrivateTexts.AsNoTracking() on decision.ReasonId equals (long?)text.Id into texts
            from reason in texts.DefaultIfEmpty()
            orderby decision.At descending, item.Number
            select new
            {
                campaign.Number, campaign.Name, Item = item.Number, item.AccountId, Application = application.Name, Group = grp == null ? null : grp.Name, record.Role, decision.Kind, decision.By, decision.Rule, decision.At, decision.Mode,
                Reason = reason == null ? null : reason.Text, Kept = decision.ReasonId != null, decision.ReasonRecommended, decision.Recommendation, item.Findings, assessed.Facts, Signed = turn.SignOffId != null, turn.ReviewerId, turn.ForId,
            }).Take(Most).ToListAsync(cancel);
        var names = await ActorNames.ReadAsync(db, rows.Select(r => r.By), cancel);
        var away = await PersonNames.ReadAsync(db, rows.Select(r => r.ForId), cancel);
        IReadOnlyList<PastDecision> newest =
        [
            .. rows.Select(r => new PastDecision(
                r.Number, r.Name, r.Item, r.AccountId, r.Application, r.Group, r.Role, r.Kind, r.Rule == Decision.ByDeadline ? Decision.DeadlineInWords : names.Of(r.By), r.At,
                r.Reason ?? DecisionWords.InsteadOfReason(r.Kept, r.ReasonRecommended, r.Recommendation, r.Findings, r.Facts), r.Mode, r.Signed,
                r.ForId is { } absent && Actor.PersonOf(r.By) == r.ReviewerId ? away.GetValueOrDefault(absent, "somebody") : null)),
        ];
        var total = newest.Count < Most ? newest.Count : await db.ReviewItems.Where(i => accountIds.Contains(i.AccountId))
            .Join(db.ReviewTurns, i => i.Id, t => t.ItemId, (_, t) => t.DecisionId).CountAsync(d => d != null, cancel);
        return new PastDecisions(newest, total);
    }
}
