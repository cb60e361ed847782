using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Scoping;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Directories;

/// <summary>One person: what the staff list says, all their access in all applications, what they answer for, past decisions.</summary>
public sealed class PersonPage(Databases databases, TimeProvider time)
{
    /// <summary>Everything the page shows.</summary>
    /// <param name="Person">Who.</param>
    /// <param name="EmployeeId">The employee id; empty when none.</param>
    /// <param name="Employment">The employment in words, as of the reading.</param>
    /// <param name="StartDate">First day, if known.</param>
    /// <param name="EndDate">Last day, if known.</param>
    /// <param name="ManagerId">The manager, if known.</param>
    /// <param name="Manager">The manager's name.</param>
    /// <param name="OtherAddresses">Other addresses, as keys.</param>
    /// <param name="AsOf">The time of the staff list.</param>
    /// <param name="Access">Accounts in the newest readings.</param>
    /// <param name="AnswersFor">Accounts that are declared with them as the owner inside.</param>
    /// <param name="Owns">Applications they own.</param>
    /// <param name="History">How the staff lists had them, the newest first, one line for each change.</param>
    /// <param name="Decisions">Decisions about their access.</param>
    /// <param name="Elsewhere">What other directories say of them.</param>
    /// <param name="OnList">Whether a newest staff list has them; false: they are told as they were read last.</param>
    /// <param name="OnceTheirs">Accounts in the newest readings that are nobody's now and were last theirs in a campaign.</param>
    /// <param name="SignIns">When they last signed in to each directory that says so.</param>
    public sealed record Facts(
        PersonChoice Person, string EmployeeId, string Employment, DateOnly? StartDate, DateOnly? EndDate, long? ManagerId, string? Manager, IReadOnlyList<string> OtherAddresses, DateTime AsOf,
        IReadOnlyList<Held> Access, IReadOnlyList<Owned> AnswersFor, IReadOnlyList<(long Id, string Name)> Owns, IReadOnlyList<Moment> History, PastDecisions Decisions,
        IReadOnlyList<Saying> Elsewhere, bool OnList, IReadOnlyList<Former> OnceTheirs, IReadOnlyList<DirectorySignIn> SignIns);

    /// <summary>An account of theirs.</summary>
    public sealed record Held(
        long AccountId, long ApplicationId, string Application, string Email, string Role, AccountStatus Status, DateTime? LastUsedAt, LastUsedState LastUsedState, MatchKind Match, DateTime AsOf,
        IReadOnlyList<string> Groups, IReadOnlyList<FindingSentence> Sentences);

    /// <summary>An account that was theirs and is nobody's now.</summary>
    public sealed record Former(long AccountId, string Application, string Email);

    /// <summary>A declared account they answer for.</summary>
    public sealed record Owned(long AccountId, string Application, string Email, DeclaredKind Kind);

    /// <summary>What another directory says of them now.</summary>
    public sealed record Saying(string Directory, DateTime AsOf, string Employment);

    /// <summary>How a staff list had them from then on.</summary>
    public sealed record Moment(DateTime AsOf, string Employment, string JobTitle, string Department, string? Manager);

    /// <summary>The page. Administrators, campaign owners and auditors see it.</summary>
    public async Task<Outcome<Facts>> RunAsync(Actor actor, long personId, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await Sight.RefusalAsync(db, actor, Sight.People, "Administrators, campaign owners and auditors see what access somebody has.", cancel) is { } denied)
        {
            return denied;
        }

        var current = await CurrentPeople.Known(db).Where(r => r.PersonId == personId).OrderByDescending(r => r.Id).FirstOrDefaultAsync(cancel);
        var newest = current ?? await db.PersonRecords.AsNoTracking().Where(r => r.PersonId == personId).OrderByDescending(r => r.ExtractId).FirstOrDefaultAsync(cancel);
        if (newest is null)
        {
            return Problem.NotFound("The person");
        }

        var read = await (
            from extract in db.Extracts.AsNoTracking()
            where extract.Id == newest.ExtractId
            join directory in db.Directories on extract.DirectoryId equals directory.Id
            select new { extract.AsOf, extract.DirectoryId, directory.Name }).SingleAsync(cancel);
        var (_, policy) = await CurrentPolicy.ReadAsync(db, cancel);
        var history = await PersonHistory.ReadAsync(db, personId, read.DirectoryId, policy.DayOf, cancel);
        var elsewhere = (await CurrentPeople.SayingsAsync(db, personId, cancel)).Where(s => s.Record.ExtractId != newest.ExtractId).ToList();
        var goneFrom = await (from before in CurrentPeople.Before(db, db.Directories.InScope())
                              where before.RecordId == newest.Id && !before.HasThem
                              join extract in db.Extracts on before.ExtractId equals extract.Id
                              orderby before.Rank, before.DirectoryId
                              select new Saying(before.Directory, extract.AsOf, "no longer on its list, so they have left")).ToListAsync(cancel);
        var access = await PersonAccess.ReadAsync(db, personId, cancel);
        var ever = await PersonAccess.EverAsync(db, personId, cancel);
        var others = await db.PersonAddresses.AsNoTracking().Where(a => a.PersonRecordId == newest.Id && a.ExtractId == newest.ExtractId && a.Kind != AddressKind.Work).Select(a => a.EmailKey).ToListAsync(cancel);
        var owns = await db.Applications.AsNoTracking().InScope().Where(a => a.OwnerId == personId).OrderBy(a => a.NameKey).Select(a => new { a.Id, a.Name }).ToListAsync(cancel);
        var answers = await (
            from declaration in db.Declarations.AsNoTracking()
            where declaration.OwnerId == personId && declaration.Active
            join account in db.Accounts.AsNoTracking() on declaration.AccountId equals account.Id
            join application in db.Applications.AsNoTracking() on account.ApplicationId equals application.Id
            select new
            {
                account.Id, application.Name, account.SourceKey, declaration.Kind,
                Email = db.AccountRecords.Where(r => r.AccountId == account.Id).OrderByDescending(r => r.Id).Select(r => r.Email).FirstOrDefault(),
                SourceId = db.AccountRecords.Where(r => r.AccountId == account.Id).OrderByDescending(r => r.Id).Select(r => r.SourceId).FirstOrDefault(),
            }).ToListAsync(cancel);
        var today = policy.DayOf(time.Now());
        var shown = FindPeople.Choice(newest, today);
        return new Facts(
            goneFrom.Count > 0 ? shown with { HasLeft = true } : shown, newest.EmployeeId, EmploymentWords.Of(newest, policy.DayOf(read.AsOf)), newest.StartDate, new Employment(newest.Status, newest.StartDate, newest.EndDate).LastDayOn(today),
            newest.ManagerId, history[0].Manager, others, read.AsOf, access,
            [.. answers.Select(a => new Owned(a.Id, a.Name, !string.IsNullOrEmpty(a.Email) ? a.Email : !string.IsNullOrEmpty(a.SourceId) ? a.SourceId : a.SourceKey, a.Kind))], [.. owns.Select(o => (o.Id, o.Name))],
            history, await PastDecisions.OfAsync(db, [.. ever.Union(access.Select(a => a.AccountId))], cancel),
            [.. goneFrom, .. elsewhere.Select(s => new Saying(s.Directory, s.AsOf, EmploymentWords.Of(s.Record, policy.DayOf(s.AsOf))))],
            current is not null, await PersonAccess.OnceAsync(db, personId, ever, cancel),
            [.. elsewhere.Select(s => DirectorySignIn.Of(s.Directory, s.AsOf, s.Record)).Prepend(DirectorySignIn.Of(read.Name, read.AsOf, newest)).OfType<DirectorySignIn>()]);
    }
}
