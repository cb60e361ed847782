using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Matching;

/// <summary>Takes back the match by hand of an account, so that it is matched by its id and address again.</summary>
public sealed class TakeBackMatch(Change change)
{
    /// <summary>Takes back the match by hand; when there is none, nothing changes.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, long accountId, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(TakeBackMatch), async (scope, token) =>
        {
            if (await SaidByHand.DeniedAsync(scope, accountId, named: null, token) is { } denied)
            {
                return denied;
            }

            if (await scope.Db.HandMatches.SingleOrDefaultAsync(m => m.AccountId == accountId && m.Active, token) is not { } match)
            {
                return Done.Yes;
            }

            match.Active = false;
            scope.Record(new MatchTakenBack(match.Id, accountId));
            return Done.Yes;
        }, cancel);
}

/// <summary>A match by hand was taken back.</summary>
public sealed record MatchTakenBack(long HandMatchId, long AccountId) : EventBody;
