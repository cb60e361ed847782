using AccessReview.Core.Audit;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Matching;

/// <summary>Declares an account external, service, shared, emergency or test, with an owner inside and a purpose. Remembered for
/// later readings; neither the owner so named nor whoever declared it can review it.</summary>
public sealed class DeclareAccount(Change change)
{
    /// <summary>Declares it; gives the key of the declaration.</summary>
    public Task<Outcome<long>> RunAsync(Guid commandId, Actor actor, long accountId, DeclaredKind kind, long ownerId, string purpose, CancellationToken cancel) =>
        change.RunAsync<long>(commandId, actor, nameof(DeclareAccount), async (scope, token) =>
        {
            if (await SaidByHand.DeniedAsync(scope, accountId, ownerId, token) is { } denied)
            {
                return denied;
            }

            if (!Enum.IsDefined(kind))
            {
                return new Problem("matching.kind", "Choose external, service, shared, emergency or test.");
            }

            if (SaidByHand.WrongText(purpose, "purpose", "What is the account for?") is { } wrong)
            {
                return wrong;
            }

            if ((await CurrentPeople.FindAsync(scope.Db, ownerId, token))?.HasLeft(scope.Today) != false)
            {
                return new Problem("matching.owner", "The owner inside must be somebody who works here, as the newest staff list has it.");
            }

            var replaced = await SaidByHand.EndAsync(scope, accountId, token);
            var kept = scope.Keep(purpose.Trim());
            var declaration = scope.Add(new Declaration { Id = scope.NewId(), AccountId = accountId, Kind = kind, OwnerId = ownerId, PurposeId = kept.Id, By = scope.Actor.Key, At = scope.At });
            scope.Record(new AccountDeclared(declaration.Id, accountId, kind, ownerId, new Sha256(kept.Hash), replaced.MatchId, replaced.DeclarationId));
            return declaration.Id;
        }, cancel);
}

/// <summary>An account was declared to be no employee's.</summary>
/// <param name="DeclarationId">The declaration.</param>
/// <param name="AccountId">The account.</param>
/// <param name="Kind">What it is.</param>
/// <param name="OwnerId">Who answers for it inside.</param>
/// <param name="Purpose">The salted hash of what it is for.</param>
/// <param name="ReplacedMatchId">The match by hand it replaced, if any.</param>
/// <param name="ReplacedDeclarationId">The declaration it replaced, if any.</param>
public sealed record AccountDeclared(long DeclarationId, long AccountId, DeclaredKind Kind, long OwnerId, Sha256 Purpose, long? ReplacedMatchId, long? ReplacedDeclarationId) : EventBody;
