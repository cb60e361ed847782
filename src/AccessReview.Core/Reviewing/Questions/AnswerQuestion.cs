using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Reviewing;

/// <summary>The holder answers, once, while the campaign is open. The answer stands beside the row and decides nothing.</summary>
public sealed class AnswerQuestion(Change change)
{
    /// <summary>Answers.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, long questionId, string text, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(AnswerQuestion), async (scope, token) =>
        {
            if (await scope.Db.Questions.AsNoTracking().SingleOrDefaultAsync(q => q.Id == questionId && q.HolderId == scope.Actor.PersonId, token) is not { } question)
            {
                return Problem.NotFound("This question to you");
            }

            if (await scope.Db.Campaigns.Where(c => c.Id == question.CampaignId).Select(c => c.State).SingleAsync(token) != CampaignState.Active)
            {
                return new Problem("question.over", "The review is over, so nobody waits for an answer any more.");
            }

            if (await scope.Db.QuestionAnswers.AnyAsync(a => a.QuestionId == questionId, token))
            {
                return new Problem("question.answered", "You have answered this already; what you said stands.");
            }

            if (QuestionText.Check(text, "An answer") is { } wrong)
            {
                return wrong;
            }

            var kept = scope.Keep(text.Trim());
            var answer = scope.Add(new QuestionAnswer { QuestionId = questionId, At = scope.At, TextId = kept.Id, TextHash = kept.Hash, Method = scope.Actor.Method });
            scope.Record(new HolderAnswered(questionId, question.ItemId) { Rows = answer.ToCovered() }, question.CampaignId);
            return Done.Yes;
        }, cancel);
}

/// <summary>A holder answered. Its row is the answer.</summary>
public sealed record HolderAnswered(long QuestionId, long ItemId) : EventBody;
