using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>A reviewer gives one of their items to somebody who knows better, with a reason; an account with its groups, if they wish. It is no decision.</summary>
public sealed class HandOverItem(Change change)
{
    /// <summary>Hands over.</summary>
    /// <param name="commandId">Made in the browser.</param>
    /// <param name="actor">The reviewer.</param>
    /// <param name="turnId">The turn.</param>
    /// <param name="toPersonId">Who gets it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="withGroups">Of an account: its groups go with it that are before the same reviewer and not decided by themselves, but for what the other may not have.</param>
    /// <param name="cancel">Stops before the commit.</param>
    /// <returns>How many groups went with it.</returns>
    public Task<Outcome<int>> RunAsync(Guid commandId, Actor actor, long turnId, long toPersonId, string reason, bool withGroups, CancellationToken cancel) =>
        change.RunAsync<int>(commandId, actor, nameof(HandOverItem), async (scope, token) =>
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
            var groups = withGroups ? turns.FindAll(t => GoesWith(turn, t)) : [];
            if (await TransferRule.AskAsync(scope, campaign, toPersonId, reason, 1 + groups.Count, token) is { } refused)
            {
                return refused;
            }

            var barred = await TransferIndependence.BarredAsync(scope.Db, campaign, [turn, .. groups], toPersonId, token);
            Problem? WhyNot(TurnFacts one) => TransferRule.Turn(one, toPersonId) ?? barred.GetValueOrDefault(one.TurnId);
            if (WhyNot(turn) is { } problem)
            {
                return problem;
            }

            groups.RemoveAll(g => WhyNot(g) is not null);

            var transfer = new Transfer(toPersonId, ReviewerBasis.HandedOver, FallbackReason.None, scope.Keep(reason.Trim()));
            scope.Record(new ItemHandedOver(turn.ItemId, toPersonId, groups.Count) { Rows = await TurnTransfer.MoveAsync(scope, campaign, transfer, [turn, .. groups], turns, token) }, campaign.Id);
            return groups.Count;
        }, cancel);

    // What went with the account comes back with it as it was: undecided it goes where the account goes, the reviewer's own decision stays theirs.
    private static bool GoesWith(TurnFacts account, TurnFacts turn) => turn.ParentItemId == account.ItemId && turn.ReviewerId == account.ReviewerId && turn.Stage == account.Stage
        && turn.SignOffId is null && (turn.State == TurnState.Undecided || (turn.WentWithAccount && turn.ReplacedBy != Actor.Demo(turn.ReviewerId).Key));
}

/// <summary>A reviewer gave an item to somebody else.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="ToId">Who has it now.</param>
/// <param name="Groups">How many of the account's groups went with it.</param>
public sealed record ItemHandedOver(long ItemId, long ToId, int Groups) : EventBody
{
    /// <inheritdoc/>
    public override int Version => 2;
}
