using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>A reviewer gives one of their items to somebody who knows better, with a reason. It is no decision.</summary>
public sealed class HandOverItem(Change change)
{
    /// <summary>Hands over.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, long turnId, long toPersonId, string reason, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(HandOverItem), async (scope, token) =>
        {
            var turns = await TurnFactsQuery.ReadWithLinesAsync(scope.Db, turnId, Actor.Demo(toPersonId), token);
            if (turns.Find(t => t.TurnId == turnId) is not { } turn)
            {
                return Problem.NotFound("This item");
            }

            if (scope.Actor.Kind != ActorKind.Person || turn.ReviewerId != scope.Actor.PersonId)
            {
                return Problem.Denied("This item is before another reviewer.");
            }

            if (turn.IsOwn(scope.Actor.PersonId))
            {
                return Problem.Denied("This is your own access, or could be. Nobody chooses who reviews their own; the campaign owner gives it to somebody else.");
            }

            var campaign = await scope.Db.Campaigns.AsNoTracking().SingleAsync(c => c.Id == turn.CampaignId, token);
            if ((await TransferRule.AskAsync(scope, campaign, toPersonId, reason, 1, token) ?? TransferRule.Turn(turn, toPersonId)
                ?? (await TransferIndependence.BarredAsync(scope.Db, campaign, [turn], toPersonId, token)).GetValueOrDefault(turn.TurnId)) is { } problem)
            {
                return problem;
            }

            var transfer = new Transfer(toPersonId, ReviewerBasis.HandedOver, FallbackReason.None, scope.Keep(reason.Trim()));
            scope.Record(new ItemHandedOver(turn.ItemId, toPersonId) { Rows = await TurnTransfer.MoveAsync(scope, campaign, transfer, [turn], turns, token) }, campaign.Id);
            return Done.Yes;
        }, cancel);
}

/// <summary>A reviewer gave an item to somebody else.</summary>
public sealed record ItemHandedOver(long ItemId, long ToId) : EventBody;
