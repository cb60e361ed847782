using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Applications;

/// <summary>One account: how the readings had it, whose it is and who said so, what is worth an eye, past decisions.</summary>
public sealed class AccountPage(Databases databases)
{
    /// <summary>Everything the page shows.</summary>
    /// <param name="AccountId">The account.</param>
    /// <param name="ApplicationId">The application.</param>
    /// <param name="Application">Its name.</param>
    /// <param name="SourceKey">What the application calls the account in the newest reading that has it, else when it was first read.</param>
    /// <param name="Now">The newest reading that has it.</param>
    /// <param name="Gone">True when the application's newest reading no longer has it.</param>
    /// <param name="JudgedAsOf">The time as of which it was judged last, where the application was judged since without it; null: as it is judged now, or never.</param>
    /// <param name="Match">How it is linked; null: it was never assessed.</param>
    /// <param name="PersonId">Whose it is, where known.</param>
    /// <param name="Person">Their name.</param>
    /// <param name="ByHand">What was said by hand, if anything.</param>
    /// <param name="LooksLike">What an unmatched account looks like by its name; a suggestion, never more.</param>
    /// <param name="Sentences">Why it is worth an eye.</param>
    /// <param name="Recommendation">What the product recommends.</param>
    /// <param name="NotReviewedBefore">Nobody has decided about it in a closed campaign.</param>
    /// <param name="History">How the readings had it, the newest first, one line for each change.</param>
    /// <param name="Decisions">Decisions about it and its assignments.</param>
    /// <param name="MayOpenApplication">Whether the application's page opens for the reader.</param>
    /// <param name="MaySay">Whether the reader may say whose it is, or take back what was said.</param>
    public sealed record Facts(
        long AccountId, long ApplicationId, string Application, string SourceKey, AccountMoment Now, bool Gone, DateTime? JudgedAsOf, MatchKind? Match, long? PersonId, string? Person, ByHandStatement? ByHand,
        DeclaredKind? LooksLike, IReadOnlyList<FindingSentence> Sentences, Recommendation Recommendation, bool NotReviewedBefore, IReadOnlyList<AccountMoment> History,
        PastDecisions Decisions, bool MayOpenApplication, bool MaySay);

    /// <summary>What was said by hand of an account.</summary>
    /// <param name="Kind">What it is declared as; null for a match.</param>
    /// <param name="PersonId">The person it is said to belong to, or the owner inside.</param>
    /// <param name="Person">Their name.</param>
    /// <param name="Text">The reason or the purpose; null once purged.</param>
    /// <param name="By">Who said it.</param>
    /// <param name="At">When.</param>
    public sealed record ByHandStatement(DeclaredKind? Kind, long PersonId, string Person, string? Text, string By, DateTime At);

    /// <summary>The page. Administrators, campaign owners and auditors see it.</summary>
    public async Task<Outcome<Facts>> RunAsync(Actor actor, long accountId, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var roles = await RolesOf.ActorAsync(db, actor, cancel);
        if ((roles & Sight.People) == Role.None)
        {
            return Problem.Denied("Administrators, campaign owners and auditors see the accounts of an application.");
        }

        var account = await (
            from one in db.Accounts.AsNoTracking()
            join application in db.Applications.AsNoTracking() on one.ApplicationId equals application.Id
            where one.Id == accountId
            select new { one.SourceKey, Application = application }).SingleOrDefaultAsync(cancel);
        if (account is null || await AccountHistory.ReadAsync(db, accountId, cancel) is not { } history)
        {
            return Problem.NotFound("The account");
        }

        // What is gone stands in no newer assessment: it is told as it was judged last.
        var current = account.Application.CurrentAssessmentId;
        var assessed = await (
            from judged in db.Assessments.AsNoTracking()
            where judged.ApplicationId == account.Application.Id
            join a in db.AssessedAccounts.AsNoTracking() on judged.Id equals a.AssessmentId
            where a.AccountId == accountId
            orderby judged.Id == current ? 0 : 1, judged.Id descending
            join read in db.PersonRecords.AsNoTracking() on a.PersonRecordId equals (long?)read.Id into people
            from person in people.DefaultIfEmpty()
            select new { judged.Id, judged.AsOf, Assessed = a, Person = person == null ? null : person.Name }).FirstOrDefaultAsync(cancel);
        var now = history.Now;
        var findings = assessed?.Assessed.Findings ?? Finding.None;
        var runs = (roles & (Role.Administrator | Role.CampaignOwner)) != Role.None;
        return new Facts(
            accountId, account.Application.Id, account.Application.Name, now.SourceId.Length > 0 ? now.SourceId : account.SourceKey, now, now.ExtractId != account.Application.CurrentExtractId,
            assessed is null || assessed.Id == current ? null : assessed.AsOf, assessed?.Assessed.Match, assessed?.Assessed.PersonId, assessed?.Person, await ByHandAsync(db, accountId, cancel),
            assessed?.Assessed.Match == MatchKind.Nobody ? DeclarationSuggestion.For(now.Email, now.Name) : null,
            FindingSentences.Of(findings, assessed?.Assessed.Facts ?? "{}"), assessed?.Assessed.Recommendation ?? Recommendation.None,
            assessed is not null && FindingFacts.Parse(assessed.Assessed.Facts).NotReviewedBefore, history.Changes,
            await PastDecisions.OfAsync(db, [accountId], cancel), runs, runs && !(actor.PersonId is { } me && await SaidByHand.IsTheirsAsync(db, accountId, me, cancel)));
    }

    private static async Task<ByHandStatement?> ByHandAsync(ReviewDb db, long accountId, CancellationToken cancel)
    {
        var match = await db.HandMatches.AsNoTracking().Where(m => m.AccountId == accountId && m.Active)
            .Select(m => new { Kind = (DeclaredKind?)null, m.PersonId, TextId = m.ReasonId, m.By, m.At }).SingleOrDefaultAsync(cancel);
        var said = match ?? await db.Declarations.AsNoTracking().Where(d => d.AccountId == accountId && d.Active)
            .Select(d => new { Kind = (DeclaredKind?)d.Kind, PersonId = d.OwnerId, TextId = d.PurposeId, d.By, d.At }).SingleOrDefaultAsync(cancel);
        if (said is null)
        {
            return null;
        }

        var key = Actor.Demo(said.PersonId).Key;
        var names = await ActorNames.ReadAsync(db, [key, said.By], cancel);
        var text = await db.PrivateTexts.AsNoTracking().Where(t => t.Id == said.TextId).Select(t => t.Text).SingleAsync(cancel);
        return new ByHandStatement(said.Kind, said.PersonId, names.Of(key), text, names.Of(said.By), said.At);
    }
}
