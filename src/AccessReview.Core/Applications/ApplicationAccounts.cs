using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Applications;

/// <summary>Which accounts of an application are wanted.</summary>
/// <param name="Text">Beginnings of words of name or address, or of the role; null: all.</param>
/// <param name="Finding">Only those with this finding; <see cref="Finding.None"/>: all.</param>
/// <param name="Unmatched">Only those that nobody, or more than one person, could have.</param>
/// <param name="Disabled">Only those that cannot sign in.</param>
public sealed record AccountFilter(string? Text = null, Finding Finding = Finding.None, bool Unmatched = false, bool Disabled = false);

/// <summary>The accounts of an application's newest reading, with whose they are and what is worth an eye.</summary>
public sealed class ApplicationAccounts(Databases databases)
{
    /// <summary>The most lines of one page.</summary>
    public const int MaxPage = 200;

    /// <summary>One account.</summary>
    /// <param name="AccountId">The account.</param>
    /// <param name="Email">Its address; empty when the source has none.</param>
    /// <param name="Name">Its name; empty when the source has none.</param>
    /// <param name="Role">Its role.</param>
    /// <param name="Status">What the application says of it.</param>
    /// <param name="LastUsedAt">When it was last used, if known.</param>
    /// <param name="LastUsedState">What is known of that.</param>
    /// <param name="Match">How it was linked.</param>
    /// <param name="PersonId">Whose it is, where known.</param>
    /// <param name="Person">Their name.</param>
    /// <param name="Declared">What it is declared as, if it is.</param>
    /// <param name="Groups">How many groups it holds; null: the reading says nothing about groups.</param>
    /// <param name="Sentences">Why it is worth an eye, most urgent first.</param>
    /// <param name="LooksLike">What an unmatched account looks like by its name; a suggestion, never more.</param>
    public sealed record Line(
        long AccountId, string Email, string Name, string Role, AccountStatus Status, DateTime? LastUsedAt, LastUsedState LastUsedState, MatchKind Match, long? PersonId, string? Person,
        DeclaredKind? Declared, int? Groups, IReadOnlyList<FindingSentence> Sentences, DeclaredKind? LooksLike);

    /// <summary>A page of lines.</summary>
    /// <param name="Lines">Those of the page.</param>
    /// <param name="Total">How many there are in all.</param>
    /// <param name="From">Lines before the page.</param>
    /// <param name="Counts">What was found of all that the text leaves, whatever else narrows the lines: how many each choice would show.</param>
    public sealed record Page(IReadOnlyList<Line> Lines, int Total, int From, FindingCounts Counts);

    /// <summary>One page: what deserves attention first, then by name. Administrators and campaign owners see it.</summary>
    public async Task<Outcome<Page>> RunAsync(Actor actor, long applicationId, AccountFilter filter, long skip, int take, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        if (await Sight.RefusalAsync(db, actor, Sight.Sources, "Administrators and campaign owners see the accounts of an application.", cancel) is { } denied)
        {
            return denied;
        }

        if (await db.Applications.AsNoTracking().Where(a => a.Id == applicationId).Select(a => new { a.CurrentAssessmentId, a.CurrentExtractId }).SingleOrDefaultAsync(cancel) is not { } application)
        {
            return Problem.NotFound("The application");
        }

        var covers = await db.Extracts.AnyAsync(e => e.Id == application.CurrentExtractId && e.CoversAssignments, cancel);
        var found = FindingCounts.AccountsOf(db, application.CurrentAssessmentId);
        foreach (var word in SearchWords.Of(filter.Text))
        {
            var (sort, former, key) = (TextKey.Sort(word), TextKey.FormerSort(word), TextKey.Of(word));
            found = found.Where(a =>
                a.Record.NameSort.StartsWith(sort) || a.Record.NameSort.Contains(" " + sort) || a.Record.NameSort.StartsWith(former) || a.Record.NameSort.Contains(" " + former)
                || a.Record.EmailKey.StartsWith(key) || a.Record.EmailKey.Contains("." + key) || a.Record.RoleKey.StartsWith(key));
        }

        var counts = await FindingCounts.OfAsync(found, cancel);
        found = filter.Finding == Finding.None ? found : found.Where(a => (a.Assessed.Findings & filter.Finding) != Finding.None);
        found = filter.Unmatched ? found.Where(a => a.Assessed.Match == MatchKind.Nobody || a.Assessed.Match == MatchKind.Several) : found;
        found = filter.Disabled ? found.Where(a => a.Record.Status == AccountStatus.Disabled) : found;
        var (total, size) = (await found.CountAsync(cancel), Math.Clamp(take, 1, MaxPage));
        var first = Paging.From(skip, size, total);
        var rows = await (
            from a in found.OrderBy(a => a.Assessed.Rank).ThenBy(a => a.Record.NameSort).ThenBy(a => a.Record.Id).Skip(first).Take(size)
            join read in db.PersonRecords.AsNoTracking() on a.Assessed.PersonRecordId equals (long?)read.Id into people
            from person in people.DefaultIfEmpty()
            join said in db.Declarations.AsNoTracking() on a.Assessed.DeclarationId equals (long?)said.Id into declarations
            from declaration in declarations.DefaultIfEmpty()
            orderby a.Assessed.Rank, a.Record.NameSort, a.Record.Id
            select new
            {
                a.Record.AccountId, a.Record.Email, a.Record.Name, a.Record.Role, a.Record.Status, a.Record.LastUsedAt, a.Record.LastUsedState, a.Assessed.Match, a.Assessed.PersonId,
                Person = person == null ? null : person.Name, Declared = declaration == null ? (DeclaredKind?)null : declaration.Kind,
                Groups = db.AssignmentRecords.Count(g => g.AccountRecordId == a.Record.Id), a.Assessed.Findings, a.Assessed.Facts,
            }).ToListAsync(cancel);
        return new Page(
            [.. rows.Select(r => new Line(
                r.AccountId, r.Email, r.Name, r.Role, r.Status, r.LastUsedAt, r.LastUsedState, r.Match, r.PersonId, r.Person, r.Declared, covers ? r.Groups : null,
                FindingSentences.Of(r.Findings, r.Facts), r.Match == MatchKind.Nobody ? DeclarationSuggestion.For(r.Email, r.Name) : null))],
            total, first, counts);
    }
}
