using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>A campaign owner gives one or many items to another reviewer, with a reason. What the new reviewer may not have stays and is
/// named; signed items stay with their signature.</summary>
public sealed class ReassignItems(Change change)
{
    /// <summary>Reassigns what may be reassigned.</summary>
    public Task<Outcome<DecideAnswer>> RunAsync(Guid commandId, Actor actor, long campaignId, IReadOnlyList<long> turnIds, long toPersonId, string reason, CancellationToken cancel) =>
        change.RunAsync<DecideAnswer>(commandId, actor, nameof(ReassignItems), async (scope, token) =>
        {
            if (!scope.Has(Role.CampaignOwner))
            {
                return Problem.Denied("A campaign owner reassigns items.");
            }

            if (await scope.Db.Campaigns.AsNoTracking().SingleOrDefaultAsync(c => c.Id == campaignId, token) is not { } campaign)
            {
                return Problem.NotFound("This campaign");
            }

            if (await TransferRule.AskAsync(scope, campaign, toPersonId, reason, turnIds.Count, token) is { } problem)
            {
                return problem;
            }

            // Read as the new reviewer: what counts is their part in each account.
            var turns = await TurnFactsQuery.ReadWithLinesAsync(scope.Db, turnIds, Actor.Demo(toPersonId), token);
            var asked = turnIds.ToHashSet();
            var barred = await TransferIndependence.BarredAsync(scope.Db, campaign, turns.FindAll(t => asked.Contains(t.TurnId)), toPersonId, token);
            var answers = new List<ItemAnswer>();
            var moving = new List<TurnFacts>();
            foreach (var turn in turns.Where(t => asked.Contains(t.TurnId) && t.CampaignId == campaignId))
            {
                if ((TransferRule.Turn(turn, toPersonId) ?? barred.GetValueOrDefault(turn.TurnId)) is { } no)
                {
                    answers.Add(new ItemAnswer(turn.TurnId, turn.Name, ItemAnswerKind.Refused, turn.State, turn.EventSeq, no.Code, no.Sentence));
                }
                else
                {
                    moving.Add(turn);
                    answers.Add(new ItemAnswer(turn.TurnId, turn.Name, ItemAnswerKind.Saved, turn.WentWithAccount ? turn.State : TurnState.Undecided, scope.Seq));
                }
            }

            if (moving.Count == 0)
            {
                return answers is [var only] ? new Problem(only.Code!, only.Sentence!) : new DecideAnswer(scope.At, answers);
            }

            var transfer = new Transfer(toPersonId, ReviewerBasis.Reassigned, FallbackReason.None, scope.Keep(reason.Trim()));
            scope.Record(new ItemsReassigned(toPersonId, moving.Count) { Rows = await TurnTransfer.MoveAsync(scope, campaign, transfer, moving, turns, token) }, campaignId);
            return new DecideAnswer(scope.At, answers);
        }, cancel);
}

/// <summary>A campaign owner gave items to another reviewer.</summary>
public sealed record ItemsReassigned(long ToId, int Items) : EventBody;
