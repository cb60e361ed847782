using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Matching;

/// <summary>Ends the declaration of an account, so that it is matched by its id and address again.</summary>
public sealed class EndDeclaration(Change change)
{
    /// <summary>Ends it; when there is none, nothing changes.</summary>
    public Task<Outcome<Done>> RunAsync(Guid commandId, Actor actor, long accountId, CancellationToken cancel) =>
        change.RunAsync<Done>(commandId, actor, nameof(EndDeclaration), async (scope, token) =>
        {
            if (await SaidByHand.DeniedAsync(scope, accountId, named: null, token) is { } denied)
            {
                return denied;
            }

            if (await scope.Db.Declarations.SingleOrDefaultAsync(d => d.AccountId == accountId && d.Active, token) is not { } declaration)
            {
                return Done.Yes;
            }

            declaration.Active = false;
            scope.Record(new DeclarationEnded(declaration.Id, accountId));
            return Done.Yes;
        }, cancel);
}

/// <summary>A declaration was ended.</summary>
public sealed record DeclarationEnded(long DeclarationId, long AccountId) : EventBody;
