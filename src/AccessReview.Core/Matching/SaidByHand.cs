using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Findings;
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

        if (!await scope.Db.Accounts.AnyAsync(a => a.Id == accountId, cancel))
        {
            return Problem.NotFound("The account");
        }

        return scope.Actor.PersonId is { } me && await IsTheirsAsync(scope.Db, accountId, me, cancel)
            ? Problem.Denied("This account is yours, or could be, or you answer for it. Another administrator or campaign owner says whose it is.")
            : null;
    }

    /// <summary>Whether it stands that the person holds the account, could be meant, or answers for it: taking that back, or saying
    /// something else in its place, would open the account to their own review.</summary>
    public static async Task<bool> IsTheirsAsync(ReviewDb db, long accountId, long person, CancellationToken cancel)
    {
        if (await db.HandMatches.AnyAsync(m => m.AccountId == accountId && m.Active && m.PersonId == person, cancel)
            || await db.Declarations.AnyAsync(d => d.AccountId == accountId && d.Active && d.OwnerId == person, cancel))
        {
            return true;
        }

        var assessed = await (from account in db.Accounts
                              where account.Id == accountId
                              join application in db.Applications on account.ApplicationId equals application.Id
                              join now in db.AssessedAccounts on new { AssessmentId = application.CurrentAssessmentId, AccountId = account.Id } equals new { AssessmentId = (long?)now.AssessmentId, now.AccountId }
                              select new { now.PersonId, now.Facts }).SingleOrDefaultAsync(cancel);
        return assessed is not null && (assessed.PersonId == person || FindingFacts.CouldBe(assessed.Facts, person));
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
