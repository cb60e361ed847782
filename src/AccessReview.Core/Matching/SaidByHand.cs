using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Matching;

/// <summary>What matches and declarations by hand share: who may make them, and that a later one replaces an earlier one.</summary>
internal static class SaidByHand
{
    /// <summary>Why the actor may not say whose account this is; null when they may.</summary>
    /// <param name="scope">The command.</param>
    /// <param name="accountId">The account.</param>
    /// <param name="named">The person it is said to belong to, or to be answered for by.</param>
    /// <param name="cancel">Stops the reading.</param>
    public static async Task<Problem?> DeniedAsync(ChangeScope scope, long accountId, long? named, CancellationToken cancel)
    {
        if (!scope.Has(Role.Administrator | Role.CampaignOwner))
        {
            return Problem.Denied("Only an administrator or a campaign owner says whose account this is.");
        }

        if (named is { } person && person == scope.Actor.PersonId)
        {
            return Problem.Denied("Nobody names themselves. Another administrator or campaign owner can.");
        }

        return await scope.Db.Accounts.AnyAsync(a => a.Id == accountId, cancel) ? null : Problem.NotFound("The account");
    }

    /// <summary>What is wrong with a text that must be given; null when nothing.</summary>
    public static Problem? WrongText(string text, string code, string ask) => string.IsNullOrWhiteSpace(text)
        ? new Problem("matching." + code, ask + " Please say so in a few words.")
        : text.Trim().Length > PrivateText.MaxLength ? new Problem("matching." + code, $"That is too long: at most {PrivateText.MaxLength} characters.") : null;

    /// <summary>Ends the match and the declaration in force, if any, and gives their keys.</summary>
    public static async Task<(long? MatchId, long? DeclarationId)> EndAsync(ChangeScope scope, long accountId, CancellationToken cancel)
    {
        var match = await scope.Db.HandMatches.SingleOrDefaultAsync(m => m.AccountId == accountId && m.Active, cancel);
        var declaration = await scope.Db.Declarations.SingleOrDefaultAsync(d => d.AccountId == accountId && d.Active, cancel);
        if (match is not null)
        {
            match.Active = false;
        }

        if (declaration is not null)
        {
            declaration.Active = false;
        }

        return (match?.Id, declaration?.Id);
    }
}
