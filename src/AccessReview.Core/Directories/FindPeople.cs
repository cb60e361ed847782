using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Directories;

/// <summary>A person as lists and pickers show them.</summary>
/// <param name="Id">The person.</param>
/// <param name="Name">The full name.</param>
/// <param name="Email">The work address; empty when the directory has none.</param>
/// <param name="Department">The department; empty when not known.</param>
/// <param name="JobTitle">The job title; empty when not known.</param>
/// <param name="HasLeft">Whether employment or contract has ended by today.</param>
public sealed record PersonChoice(long Id, string Name, string Email, string Department, string JobTitle, bool HasLeft);

/// <summary>A page of people, how many there are in all, and how many of them before it.</summary>
public sealed record PeoplePage(IReadOnlyList<PersonChoice> People, int Total, int From = 0);

/// <summary>Finds people of the newest staff lists by the beginning of any word of name, address or department. Whoever is
/// signed in may look up a colleague; what access somebody has stands elsewhere.</summary>
public sealed class FindPeople(Databases databases, TimeProvider time)
{
    /// <summary>The most people of one page.</summary>
    public const int MaxPage = 200;

    /// <summary>The most characters of a search that count.</summary>
    public const int MaxText = SearchWords.MaxText;

    /// <summary>One page, by name.</summary>
    /// <param name="text">Beginnings of words, all of which must be found; empty finds everybody.</param>
    /// <param name="skip">How many to pass over.</param>
    /// <param name="take">How many to give, at most <see cref="MaxPage"/>.</param>
    /// <param name="includeLeft">Whether people who have left are found too.</param>
    /// <param name="cancel">Stops the search.</param>
    public async Task<PeoplePage> RunAsync(string? text, long skip, int take, bool includeLeft, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var today = await CurrentPolicy.DayAsync(db, time.Now(), cancel);
        var page = await PageAsync(includeLeft ? CurrentPeople.Known(db) : CurrentPeople.Here(db, today), text, skip, take, today, cancel);
        return includeLeft ? page with { People = await SeenOffAsync(db, page.People, cancel) } : page;
    }

    /// <summary>A page of those among the records who fit the text.</summary>
    internal static async Task<PeoplePage> PageAsync(IQueryable<PersonRecord> found, string? text, long skip, int take, DateOnly today, CancellationToken cancel)
    {
        foreach (var word in SearchWords.Of(text))
        {
            var (sort, former, key) = (TextKey.Sort(word), TextKey.FormerSort(word), TextKey.Of(word));
            var (inner, dotted, hyphened, formerInner, formerHyphened) = (" " + sort, "." + key, "-" + sort, " " + former, "-" + former);
            found = found.Where(r =>
                r.NameSort.StartsWith(sort) || r.NameSort.Contains(inner) || r.NameSort.Contains(hyphened)
                || r.NameSort.StartsWith(former) || r.NameSort.Contains(formerInner) || r.NameSort.Contains(formerHyphened)
                || r.EmailKey.StartsWith(key) || r.EmailKey.Contains(dotted)
                || r.Department.ToUpper().StartsWith(key) || r.Department.ToUpper().Contains(" " + key));
        }

        var (total, size) = (await found.CountAsync(cancel), Math.Clamp(take, 1, MaxPage));
        var first = Paging.From(skip, size, total);
        var page = await found.OrderBy(r => r.NameSort).ThenBy(r => r.PersonId).Skip(first).Take(size)
            .Select(r => new { r.PersonId, r.Name, r.WorkEmail, r.Department, r.JobTitle, Employment = new Employment(r.Status, r.StartDate, r.EndDate) }).ToListAsync(cancel);
        return new PeoplePage(
            [.. page.Select(r => new PersonChoice(r.PersonId, r.Name, r.WorkEmail, r.Department, r.JobTitle, r.Employment.HasLeft(today)))], total, first);
    }

    /// <summary>One person; null when no staff list has them any more.</summary>
    public async Task<PersonChoice?> OneAsync(long personId, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var record = await CurrentPeople.FindAsync(db, personId, cancel);
        return record is null ? null : Choice(record, await CurrentPolicy.DayAsync(db, time.Now(), cancel));
    }

    /// <summary>The same people: whom the directory that leads has no longer, has left, whatever another one still says of them.</summary>
    internal static async Task<IReadOnlyList<PersonChoice>> SeenOffAsync(ReviewDb db, IReadOnlyList<PersonChoice> people, CancellationToken cancel)
    {
        var ids = people.Select(p => p.Id).ToList();
        var listed = await CurrentPeople.Of(db).Where(r => EF.Parameter(ids).Contains(r.PersonId)).Select(r => r.PersonId).ToHashSetAsync(cancel);
        return [.. people.Select(p => listed.Contains(p.Id) ? p : p with { HasLeft = true })];
    }

    /// <summary>A person as read, as lists show them.</summary>
    internal static PersonChoice Choice(PersonRecord record, DateOnly today) =>
        new(record.PersonId, record.Name, record.WorkEmail, record.Department, record.JobTitle, record.HasLeft(today));
}
