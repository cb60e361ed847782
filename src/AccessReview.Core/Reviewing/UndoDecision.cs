using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>Takes a decision back, or all of its selection, or what an act did of a routine line, and brings back what was in force before. An
/// account's assignments that went with it come back as they were.</summary>
public sealed class UndoDecision(Change change)
{
    /// <summary>The turns that are taken back with one, itself among them.</summary>
    private delegate Task<HashSet<long>> Others(ChangeScope scope, TurnFacts turn, CancellationToken cancel);

    /// <summary>Undoes.</summary>
    /// <param name="commandId">Made in the browser.</param>
    /// <param name="actor">The reviewer.</param>
    /// <param name="turnId">The turn.</param>
    /// <param name="seenSeq">The event the browser had seen it in.</param>
    /// <param name="wholeBatch">Every decision of the same selection that is still in force and unsigned.</param>
    /// <param name="cancel">Stops before the commit.</param>
    public Task<Outcome<DecideAnswer>> RunAsync(Guid commandId, Actor actor, long turnId, long seenSeq, bool wholeBatch, CancellationToken cancel) =>
        RunAsync(commandId, actor, new SeenTurn(turnId, seenSeq), wholeBatch ? OfBatchAsync : null, cancel);

    /// <summary>Undoes what an act did of a routine line, and nothing else that it did.</summary>
    /// <param name="commandId">Made in the browser.</param>
    /// <param name="actor">The reviewer.</param>
    /// <param name="seen">A turn of the line, and the act by its event.</param>
    /// <param name="line">The turns of the line which that event was the last to touch, as they were shown; what was touched since stays as it is.</param>
    /// <param name="cancel">Stops before the commit.</param>
    public Task<Outcome<DecideAnswer>> RunAsync(Guid commandId, Actor actor, SeenTurn seen, IReadOnlyCollection<long> line, CancellationToken cancel) =>
        RunAsync(commandId, actor, seen, (scope, turn, token) => OfLineAsync(scope, turn, [.. line, turn.TurnId], token), cancel);

    private Task<Outcome<DecideAnswer>> RunAsync(Guid commandId, Actor actor, SeenTurn seen, Others? others, CancellationToken cancel) =>
        change.RunAsync<DecideAnswer>(commandId, actor, nameof(UndoDecision), async (scope, token) =>
        {
            var turns = await TurnFactsQuery.ReadWithLinesAsync(scope.Db, seen.TurnId, scope.Actor, token);
            if (turns.Find(t => t.TurnId == seen.TurnId) is not { } turn)
            {
                return Problem.NotFound("This item");
            }

            var campaign = await TurnFactsQuery.CampaignAsync(scope.Db, turn, token);
            if (turn.EventSeq != seen.SeenSeq && DecisionRule.Standing(turn, campaign.State, scope.Actor) is null)
            {
                return await Conflicts.AnswerAsync(scope, [turn], token);
            }

            if (DecisionRule.Undo(turn, campaign.State, scope.Actor) is { } problem)
            {
                return problem;
            }

            List<TurnFacts> chosen = [turn];
            if (others is not null && await others(scope, turn, token) is { Count: > 1 } ids)
            {
                turns = await TurnFactsQuery.ReadWithLinesAsync(scope.Db, ids, scope.Actor, token);
                chosen = [.. turns.Where(t => ids.Contains(t.TurnId) && DecisionRule.Undo(t, campaign.State, scope.Actor) is null)];
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

    /// <summary>The turns of one's own whose decision in force is of the same selection.</summary>
    private static Task<HashSet<long>> OfBatchAsync(ChangeScope scope, TurnFacts turn, CancellationToken cancel) =>
        (from decision in scope.Db.Decisions.AsNoTracking()
         where decision.CampaignId == turn.CampaignId && decision.EventSeq == turn.BatchId
         join inForce in scope.Db.ReviewTurns on decision.TurnId equals inForce.Id
         where inForce.DecisionId == decision.Id && inForce.ReviewerId == turn.ReviewerId
         select inForce.Id).ToHashSetAsync(cancel);

    /// <summary>Those of some turns which the same event was the last to touch.</summary>
    private static async Task<HashSet<long>> OfLineAsync(ChangeScope scope, TurnFacts turn, HashSet<long> line, CancellationToken cancel) =>
        await TurnStatements.Only(scope.Db, line).Where(t => t.CampaignId == turn.CampaignId && t.EventSeq == turn.EventSeq).Select(t => t.Id).ToHashSetAsync(cancel);
}

/// <summary>Decisions were taken back, and <paramref name="Followed"/> assignments followed their accounts.</summary>
public sealed record DecisionsUndone(int Items, int Followed) : EventBody;
