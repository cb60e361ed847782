using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>A reviewer asks the account's holder one question about an item before them.</summary>
public sealed class AskHolder(Change change)
{
    /// <summary>Asks. Answers with the event's number.</summary>
    public Task<Outcome<long>> RunAsync(Guid commandId, Actor actor, long turnId, string text, CancellationToken cancel) =>
        change.RunAsync<long>(commandId, actor, nameof(AskHolder), async (scope, token) =>
        {
            var db = scope.Db;
            if ((await TurnFactsQuery.ReadAsync(db, [turnId], scope.Actor, token)).SingleOrDefault() is not { } turn)
            {
                return Problem.NotFound("This item");
            }

            var campaign = await db.Campaigns.AsNoTracking().SingleAsync(c => c.Id == turn.CampaignId, token);
            if (DecisionRule.Standing(turn, campaign.State, scope.Actor) is { } barred)
            {
                return barred;
            }

            if (QuestionText.Check(text, "A question") is { } wrong)
            {
                return wrong;
            }

            if (await WhyNobodyToAskAsync(scope, turn, token) is { } nobody)
            {
                return nobody;
            }

            var kept = scope.Keep(text.Trim());
            var question = scope.Add(new Question
            {
                Id = scope.NewId(), CampaignId = campaign.Id, ItemId = turn.ItemId, AskedById = scope.Actor.PersonId!.Value, HolderId = turn.HolderByNowId!.Value, At = scope.At,
                TextId = kept.Id, TextHash = kept.Hash,
            });
            scope.Record(new HolderAsked(question.Id, turn.ItemId, question.HolderId) { Rows = question.ToCovered() }, campaign.Id);
            return scope.Seq;
        }, cancel);

    private static async Task<Problem?> WhyNobodyToAskAsync(ChangeScope scope, TurnFacts turn, CancellationToken cancel)
    {
        if (await scope.Db.Questions.AnyAsync(q => q.ItemId == turn.ItemId, cancel))
        {
            return new Problem("question.twice", "Its holder was asked already: one question for each item.");
        }

        if (turn.HolderByNowId is not { } holder)
        {
            return new Problem("question.nobody", "Nobody known has this account, so there is nobody to ask.");
        }

        return await CurrentPeople.FindAsync(scope.Db, holder, cancel) is { } person && !person.HasLeft(scope.Today)
            ? null
            : new Problem("question.left", "Its holder has left, so nobody would answer.");
    }
}

/// <summary>A holder was asked about an item. Its row is the question.</summary>
public sealed record HolderAsked(long QuestionId, long ItemId, long HolderId) : EventBody;
