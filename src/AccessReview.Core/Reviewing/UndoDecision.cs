using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>Takes a decision back, or all of its selection, and brings back what was in force before. An account's assignments that went
/// with it come back as they were.</summary>
public sealed class UndoDecision(Change change)
{
    /// <summary>Undoes.</summary>
    /// <param name="commandId">Made in the browser.</param>
    /// <param name="actor">The reviewer.</param>
    /// <param name="turnId">The turn.</param>
    /// <param name="seenSeq">The event the browser had seen it in.</param>
    /// <param name="wholeBatch">Every decision of the same selection that is still in force and unsigned.</param>
    /// <param name="cancel">Stops before the commit.</param>
    public Task<Outcome<DecideAnswer>> RunAsync(Guid commandId, Actor actor, long turnId, long seenSeq, bool wholeBatch, CancellationToken cancel) =>
        change.RunAsync<DecideAnswer>(commandId, actor, nameof(UndoDecision), async (scope, token) =>
        {
            var turns = await TurnFactsQuery.ReadWithLinesAsync(scope.Db, turnId, scope.Actor, token);
            if (turns.Find(t => t.TurnId == turnId) is not { } turn)
            {
                return Problem.NotFound("This item");
            }

            var campaign = await TurnFactsQuery.CampaignAsync(scope.Db, turn, token);
            if (turn.EventSeq != seenSeq && DecisionRule.Standing(turn, campaign.State, scope.Actor) is null)
            {
                return await Conflicts.AnswerAsync(scope, [turn], token);
            }

            if (DecisionRule.Undo(turn, campaign.State, scope.Actor) is { } problem)
            {
                return problem;
            }

            List<TurnFacts> chosen = [turn];
            if (wholeBatch && turn.BatchId is { } batch)
            {
                turns = await TurnFactsQuery.ReadWithLinesAsync(scope.Db, await OfBatchAsync(scope, turn, batch, token), scope.Actor, token);
                chosen = [.. turns.Where(t => t.BatchId == batch && DecisionRule.Undo(t, campaign.State, scope.Actor) is null)];
            }

            var act = new ReviewAct(scope, campaign) { BatchId = chosen.Count > 1 ? scope.Seq : null, BatchSize = chosen.Count };
            var lines = turns.ToLookup(t => t.ParentItemId);
            foreach (var one in chosen)
            {
                act.Withdraw(one);
                await AccountLines.FollowAsync(act, scope.Db, one, lines[one.ItemId], token);
            }

            scope.Record(new DecisionsUndone(chosen.Count, act.Items - chosen.Count) { Rows = await act.WriteAsync([], token) }, campaign.Id);
            return new DecideAnswer(scope.At, [.. act.Answers()]);
        }, cancel);

    private static Task<List<long>> OfBatchAsync(ChangeScope scope, TurnFacts turn, long batch, CancellationToken cancel) =>
        (from decision in scope.Db.Decisions.AsNoTracking()
         where decision.CampaignId == turn.CampaignId && decision.EventSeq == batch
         join inForce in scope.Db.ReviewTurns on decision.TurnId equals inForce.Id
         where inForce.DecisionId == decision.Id && inForce.ReviewerId == turn.ReviewerId
         select inForce.Id).ToListAsync(cancel);
}

/// <summary>Decisions were taken back, and <paramref name="Followed"/> assignments followed their accounts.</summary>
public sealed record DecisionsUndone(int Items, int Followed) : EventBody;
