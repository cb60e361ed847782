using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>One choice about one item, as the browser sends it.</summary>
/// <param name="TurnId">The turn.</param>
/// <param name="SeenSeq">The event the browser had seen it in; another one is a conflict.</param>
/// <param name="Kind">Certify, Revoke or Change.</param>
/// <param name="Reason">The reason; empty: none.</param>
/// <param name="WithRoutineLines">Certify the account's routine assignments of the same reviewer as well, but those revoked last time.</param>
/// <param name="Shown">When its row was shown.</param>
/// <param name="ChangeTo">The lower role to be kept, for Change.</param>
public sealed record ItemChoice(
    long TurnId, long SeenSeq, DecisionKind Kind, string? Reason = null, bool WithRoutineLines = false, Shown? Shown = null, string? ChangeTo = null);

/// <summary>Certifies, revokes or changes one item. Revoking an account decides its assignments in the same act.</summary>
public sealed class DecideItem(Change change)
{
    /// <summary>Decides; a conflict is an answer that shows both values and changes nothing.</summary>
    public Task<Outcome<DecideAnswer>> RunAsync(Guid commandId, Actor actor, ItemChoice choice, CancellationToken cancel) =>
        change.RunAsync<DecideAnswer>(commandId, actor, nameof(DecideItem), async (scope, token) =>
        {
            var turns = await TurnFactsQuery.ReadWithLinesAsync(scope.Db, choice.TurnId, scope.Actor, token);
            if (turns.Find(t => t.TurnId == choice.TurnId) is not { } turn)
            {
                return Problem.NotFound("This item");
            }

            var campaign = await TurnFactsQuery.CampaignAsync(scope.Db, turn, token);
            if (DecisionRule.Standing(turn, campaign.State, scope.Actor) is { } barred)
            {
                return barred;
            }

            if (turn.EventSeq != choice.SeenSeq)
            {
                return await Conflicts.AnswerAsync(scope, [turn], token);
            }

            var reason = choice.Reason?.Trim() ?? "";
            if (DecisionRule.Decide(turn, campaign.State, scope.Actor, choice.Kind, reason) is { } problem)
            {
                return problem;
            }

            if (choice.Kind == DecisionKind.Change && DecisionRule.Change(
                turn, await LowerRoles.OfferAsync(scope.Db, turn.TurnId, token), await LowerRoles.IsOneAsync(scope.Db, turn.TurnId, choice.ChangeTo ?? "", token)) is { } cannot)
            {
                return cannot;
            }

            List<TurnFacts> routine = choice is { Kind: DecisionKind.Certify, WithRoutineLines: true } ? [.. turns.Where(t => IsRoutineLine(t, turn, scope.Actor))] : [];
            if (routine.Count > 0)
            {
                var revokedLast = await RevokedLast.OfAsync(scope.Db, campaign.Id, TurnStatements.Only(scope.Db, routine.Select(t => t.TurnId)), token);
                routine.RemoveAll(t => revokedLast.Contains(t.TurnId));
            }

            var followers = routine.Count + AccountLines.Following(turn, choice.Kind == DecisionKind.Revoke || turn.RevokedBeside, turns).DistinctBy(t => t.ItemId).Count();
            var act = new ReviewAct(scope, campaign)
            {
                Reason = await Reasons.ForAsync(scope, campaign.Id, reason, turn, token),
                BatchId = followers > 0 ? scope.Seq : null, BatchSize = 1 + followers, Rule = routine.Count > 0 ? "account-lines" : null,
                LookedBefore = choice.Shown is null || turn.IsRoutine ? null : await LookedBeforeAsync(scope, turn, token),
            };
            act.Decide(turn, choice.Kind, DecisionMode.Single, choice.Shown, choice.Kind == DecisionKind.Change ? choice.ChangeTo : null);
            await AccountLines.FollowAsync(act, scope.Db, turn, turns, token);
            foreach (var line in routine)
            {
                act.Decide(line, DecisionKind.Certify, DecisionMode.Group);
            }

            scope.Record(new ItemDecided(turn.ItemId, choice.Kind, act.Items - 1) { Rows = await act.WriteAsync([], token) }, campaign.Id);
            return new DecideAnswer(scope.At, [.. act.Answers()]);
        }, cancel);

    // A decision that was taken back counts too: the look was had.
    private static Task<int?> LookedBeforeAsync(ChangeScope scope, TurnFacts turn, CancellationToken cancel) =>
        scope.Db.Decisions.Where(d => d.ItemId == turn.ItemId && d.TurnId == turn.TurnId && d.By == scope.Actor.Key).MaxAsync(d => d.Seconds, cancel);

    private static bool IsRoutineLine(TurnFacts line, TurnFacts account, Actor actor) =>
        line.ParentItemId == account.ItemId && line.Stage == account.Stage && line.ReviewerId == actor.PersonId && line.IsRoutine && line.State == TurnState.Undecided && line.SignOffId is null;
}

/// <summary>An item was certified, revoked or changed, and <paramref name="Followed"/> assignments with it.</summary>
public sealed record ItemDecided(long ItemId, DecisionKind Kind, int Followed) : EventBody;
