using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>Takes a reviewer's sign-off back, with a reason, until the campaign closes or a removal from it was carried out. The
/// decisions stay and can be changed again; the removals are cancelled, but for a revoke that another signature stands for.</summary>
public sealed class WithdrawSignOff(Change change, CancelRemovals removals, PlanRemovals plan)
{
    /// <summary>Withdraws.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, long signOffId, string reason, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(WithdrawSignOff), async (scope, token) =>
        {
            if (await scope.Db.SignOffs.AsTracking().SingleOrDefaultAsync(s => s.Id == signOffId && s.Level == SignOffLevel.Reviewer, token) is not { } signOff)
            {
                return Problem.NotFound("This sign-off");
            }

            if (signOff.SignerId != scope.Actor.PersonId)
            {
                return Problem.Denied("Only its signer withdraws a sign-off.");
            }

            if (signOff.WithdrawnAt is not null)
            {
                return Done.Yes;
            }

            if (await scope.Db.Campaigns.AsNoTracking().Where(c => c.Id == signOff.CampaignId).Select(c => c.State).SingleAsync(token) != CampaignState.Active)
            {
                return new Problem("campaign.not-active", "The campaign is not open any more, so its sign-offs stand.");
            }

            if (reason.Trim().Length is < DecisionRule.MinReason or > DecisionRule.MaxReason)
            {
                return new Problem("reason.required", $"Withdrawing a sign-off needs a reason of {DecisionRule.MinReason} to {DecisionRule.MaxReason} characters.");
            }

            if (await removals.MayWithdrawAsync(scope.Db, signOffId, token) is { } removed)
            {
                return removed;
            }

            var kept = scope.Keep(reason.Trim());
            (signOff.WithdrawnAt, signOff.WithdrawnReasonId) = (scope.At, kept.Id);
            scope.AfterEvent(t => scope.Db.ReviewTurns.Where(x => x.SignOffId == signOffId)
                .ExecuteUpdateAsync(set => set.SetProperty(x => x.SignOffId, (long?)null).SetProperty(x => x.EventSeq, scope.Seq), t));
            removals.Cancel(scope, signOffId);
            await plan.PlanAsync(scope, signOff.CampaignId, await StillRevokedAsync(scope.Db, signOff, token), token);
            scope.Record(new SignOffWithdrawn(signOffId, signOff.Items, new Sha256(kept.Hash)), signOff.CampaignId);
            return Done.Yes;
        }, cancel);

    /// <summary>Turns of the same items, and of the assignments of the same accounts, whose revoke is under another signature: no removal was
    /// planned for them, or theirs was cancelled, while the one that goes now stood for them.</summary>
    private static Task<List<long>> StillRevokedAsync(ReviewDb db, SignOff signOff, CancellationToken cancel) =>
        (from turn in db.ReviewTurns.AsNoTracking()
         where turn.CampaignId == signOff.CampaignId && turn.State == TurnState.Revoked && turn.SignOffId != null && turn.SignOffId != signOff.Id
         join item in db.ReviewItems on turn.ItemId equals item.Id
         where db.SignOffItems.Any(s => s.SignOffId == signOff.Id && (s.ItemId == item.Id || s.ItemId == item.ParentItemId))
         select turn.Id).ToListAsync(cancel);
}

/// <summary>A reviewer's sign-off over <paramref name="Items"/> decisions was withdrawn.</summary>
public sealed record SignOffWithdrawn(long SignOffId, int Items, Sha256 Reason) : EventBody;
