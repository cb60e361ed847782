using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Purging;
using AccessReview.Core.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Closing;

/// <summary>Says, once, what was done about an exception stated at close.</summary>
public sealed class NoteFollowedUp(Change change)
{
    /// <summary>Says it.</summary>
    /// <param name="commandId">Makes sending again harmless.</param>
    /// <param name="actor">Whoever was named to follow it up, or who answers for the campaign.</param>
    /// <param name="exceptionId">The exception.</param>
    /// <param name="done">What was done.</param>
    /// <param name="cancel">Stops before the commit.</param>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, long exceptionId, string done, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(NoteFollowedUp), async (scope, token) =>
        {
            var db = scope.Db;
            if (await db.CampaignExceptions.AsNoTracking().SingleOrDefaultAsync(e => e.Id == exceptionId, token) is not { } stated)
            {
                return Problem.NotFound("This exception");
            }

            var owner = await db.Campaigns.Where(c => c.Id == stated.CampaignId).Select(c => c.OwnerId).SingleAsync(token);
            if (scope.Actor.PersonId is not { } me || (me != stated.PersonId && !await CampaignOwners.AnswersAsync(db, owner, me, token)))
            {
                return Problem.Denied("Only whoever was named to follow it up, or the campaign's owner, says that it was done.");
            }

            if (await db.FollowUpsDone.AnyAsync(d => d.ExceptionId == exceptionId, token))
            {
                return new Problem("follow-up.done", "It was said already that this was followed up; what was said stands.");
            }

            if (await PurgeRules.IsPurgedAsync(db, stated.CampaignId, token))
            {
                return new Problem("purge.done", "This campaign was purged, so nothing of it is followed up any more.");
            }

            if (done.Trim() is not { Length: >= Campaign.MinReason and <= PrivateText.MaxLength } words)
            {
                return new Problem("follow-up.words", $"Say what was done, in {Campaign.MinReason} to {PrivateText.MaxLength} characters.");
            }

            var text = scope.Keep(words);
            var row = scope.Add(new FollowUpDone
            {
                ExceptionId = exceptionId, CampaignId = stated.CampaignId, ById = me, At = scope.At, TextId = text.Id, TextHash = text.Hash,
            });
            scope.Record(new ExceptionFollowedUp(exceptionId, stated.Kind, stated.Count) { Rows = row.ToCovered() }, stated.CampaignId);
            return Done.Yes;
        }, cancel);
}

/// <summary>An exception stated at close was followed up. Its row says by whom, and what was done.</summary>
/// <param name="Exception">The exception.</param>
/// <param name="Kind">What was not reached.</param>
/// <param name="Count">How many, as it was stated.</param>
public sealed record ExceptionFollowedUp(long Exception, ExceptionKind Kind, int Count) : EventBody;
