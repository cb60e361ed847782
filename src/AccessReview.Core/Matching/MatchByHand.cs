using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Matching;

/// <summary>Links an account to a person by hand, with a reason. It replaces what was said by hand before, and whoever says it
/// cannot review the account.</summary>
public sealed class MatchByHand(Change change)
{
    /// <summary>Links them; gives the key of the match.</summary>
    public Task<Outcome<long>> RunAsync(Guid commandId, Actor actor, long accountId, long personId, string reason, CancellationToken cancel) =>
        change.RunAsync<long>(commandId, actor, nameof(MatchByHand), async (scope, token) =>
        {
            if (await SaidByHand.DeniedAsync(scope, accountId, personId, token) is { } denied)
            {
                return denied;
            }

            if (SaidByHand.WrongText(reason, "reason", "Why is this their account?") is { } wrong)
            {
                return wrong;
            }

            if (!await CurrentPeople.Known(scope.Db).AnyAsync(r => r.PersonId == personId, token))
            {
                return Problem.NotFound("The person");
            }

            var replaced = await SaidByHand.EndAsync(scope, accountId, token);
            var kept = scope.Keep(reason.Trim());
            var match = scope.Add(new HandMatch { Id = scope.NewId(), AccountId = accountId, PersonId = personId, ReasonId = kept.Id, By = scope.Actor.Key, At = scope.At });
            scope.Record(new AccountMatchedByHand(match.Id, accountId, personId, new Sha256(kept.Hash), replaced.MatchId, replaced.DeclarationId));
            return match.Id;
        }, cancel);
}

/// <summary>An account was linked to a person by hand.</summary>
/// <param name="HandMatchId">The match.</param>
/// <param name="AccountId">The account.</param>
/// <param name="PersonId">The person.</param>
/// <param name="Reason">The salted hash of the reason.</param>
/// <param name="ReplacedMatchId">The match it replaced, if any.</param>
/// <param name="ReplacedDeclarationId">The declaration it replaced, if any.</param>
public sealed record AccountMatchedByHand(long HandMatchId, long AccountId, long PersonId, Sha256 Reason, long? ReplacedMatchId, long? ReplacedDeclarationId) : EventBody;
