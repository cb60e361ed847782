using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Extracts;

/// <summary>What an import would change against the last reading of the same source.</summary>
/// <param name="Compared">False when there is no earlier reading.</param>
/// <param name="New">Names that the last reading did not have.</param>
/// <param name="Gone">Names that only the last reading has.</param>
/// <param name="Changed">Names whose role, status, groups, employment or manager differ, with what.</param>
/// <param name="Same">How many are equal.</param>
public sealed record ExtractChanges(bool Compared, IReadOnlyList<string> New, IReadOnlyList<string> Gone, IReadOnlyList<string> Changed, int Same)
{
    /// <summary>How many the last reading had.</summary>
    public int Before => Gone.Count + Changed.Count + Same;

    /// <summary>Of how many people the last reading said whether they work here, where this import does not.</summary>
    public int StatusesGone { get; init; }

    /// <summary>Who holds which group, of the accounts that both have.</summary>
    public AssignmentChanges Assignments { get; init; } = new(0, 0, Listed: false);

    internal static async Task<ExtractChanges> CompareAsync(ReviewDb db, IReadOnlyList<ImportFileReading> files, NextReading next, CancellationToken cancel)
    {
        if (next.Previous is not { } last)
        {
            return new ExtractChanges(false, [.. Names(files)], [], [], 0);
        }

        var (now, before) = Reading(files, ExtractFileKind.People) is { } people
            ? (await PeopleAsync(db, people, files.First(f => f.State.Kind == ExtractFileKind.People).Exported, next, cancel), await PeopleBeforeAsync(db, last, cancel))
            : await AccountsAsync(db, files, next, last, cancel);
        var found = now.Where(n => n.Id is { } id && before.ContainsKey(id)).ToLookup(n => before[n.Id!.Value].Facts == n.Facts);
        var known = now.Select(n => n.Id).ToHashSet();
        return new ExtractChanges(
            true,
            [.. now.Where(n => n.Id is not { } id || !before.ContainsKey(id)).Select(n => n.Name)],
            [.. before.Values.Where(b => !known.Contains(b.Id)).Select(b => b.Name)],
            [.. found[false].Select(n => $"{n.Name}: {before[n.Id!.Value].Facts} → {n.Facts}")],
            found[true].Count())
        {
            StatusesGone = found[false].Count(n => before[n.Id!.Value].HasStatus && !n.HasStatus),
            Assignments = new AssignmentChanges(
                found[true].Concat(found[false]).Sum(n => before[n.Id!.Value].Groups.Count()),
                found[false].Sum(n => before[n.Id!.Value].Groups.Select(TextKey.Of).Except(n.Groups.Select(TextKey.Of), StringComparer.Ordinal).Count()),
                await db.ExtractFiles.AnyAsync(f => f.ExtractId == last && f.Kind == ExtractFileKind.Assignments, cancel)),
        };
    }

    private static Connectors.Files.FileReading? Reading(IReadOnlyList<ImportFileReading> files, ExtractFileKind kind) => files.FirstOrDefault(f => f.State.Kind == kind)?.Reading;

    private static IEnumerable<string> Names(IReadOnlyList<ImportFileReading> files) => files.SelectMany(f => f.State.Kind switch
    {
        ExtractFileKind.People => f.Reading!.People.Select(p => Name(p.Person)),
        ExtractFileKind.Users => f.Reading!.Accounts.Select(a => Name(a.Account)),
        ExtractFileKind.Assignments or ExtractFileKind.GroupOwners => [],
        _ => throw new ArgumentOutOfRangeException(nameof(files)),
    });

    private static string Name(Connectors.Account account) => account.Email ?? account.Name ?? account.Id!;

    private static string Name(Connectors.Person person) => person.Name ?? person.WorkEmail ?? person.EmployeeId!;

    private static async Task<(List<Row> Now, Dictionary<long, Row> Before)> AccountsAsync(
        ReviewDb db, IReadOnlyList<ImportFileReading> files, NextReading next, long last, CancellationToken cancel)
    {
        var (users, assignments) = (Reading(files, ExtractFileKind.Users)!, Reading(files, ExtractFileKind.Assignments));
        var (holders, keys) = (new Holders(users), new GroupKeys());
        // A group goes by the name it had, so that under another one it is the same.
        var names = (await db.GroupRecords.AsNoTracking().Where(r => r.ExtractId == last).Select(r => new { r.GroupId, r.Name }).ToListAsync(cancel)).ToDictionary(r => r.GroupId, r => r.Name);
        var read = KnownGroups.Named(users, Reading(files, ExtractFileKind.GroupOwners), assignments, keys);
        var called = read.Zip(await KnownGroups.FindAsync(db, next, read, keys, cancel))
            .ToDictionary(g => keys.Of(g.First.Name, g.First.Id), g => g.Second is { } id && names.TryGetValue(id, out var name) ? name : g.First.Name, StringComparer.Ordinal);
        var covers = assignments is not null || users.NamesGroups;
        var groups = (assignments?.Assignments ?? []).Select(a => (Holder: holders.Find(a.Assignment.Account), Group: called[keys.Of(a.Assignment.Group, a.Assignment.GroupId)]))
            .Concat(GroupColumn.Of(users, assignments, keys).Select(h => (Holder: (int?)h.Place, Group: called[keys.Of(h.Group)])))
            .Where(a => a.Holder is not null).ToLookup(a => a.Holder!.Value, a => a.Group);
        var known = await KnownAccounts.FindAsync(db, next, users.Accounts, cancel);
        var now = users.Accounts.Select((l, place) => new Row(known[place], Name(l.Account), Facts(l.Account.Role, ImportRows.Status(l.Account.Status), covers ? groups[place] : null)) { Groups = groups[place] }).ToList();
        return (now, await AccountsBeforeAsync(db, last, covers ? names : null, cancel));
    }

    private static async Task<Dictionary<long, Row>> AccountsBeforeAsync(ReviewDb db, long extractId, Dictionary<long, string>? names, CancellationToken cancel)
    {
        var groups = names is null
            ? null
            : (await db.AssignmentRecords.AsNoTracking().Where(r => r.ExtractId == extractId).Select(r => new { r.AccountRecordId, r.GroupId }).ToListAsync(cancel))
                .ToLookup(g => g.AccountRecordId, g => names[g.GroupId]);
        var records = await db.AccountRecords.AsNoTracking().Where(r => r.ExtractId == extractId)
            .Select(r => new { r.AccountId, r.Id, r.Email, r.Name, r.Role, r.Status }).ToListAsync(cancel);
        return records.ToDictionary(r => r.AccountId, r => new Row(r.AccountId, r.Email.Length > 0 ? r.Email : r.Name, Facts(r.Role, r.Status, groups?[r.Id])) { Groups = groups?[r.Id] ?? [] });
    }

    private static string Facts(string? role, AccountStatus status, IEnumerable<string>? groups) =>
        string.Join(", ", new[] { role ?? "", status.ToString().ToLowerInvariant(), groups is null ? "" : Count(groups) }.Where(f => f.Length > 0));

    // Groups are named only when they differ, so they take part by their names and are shown as they are.
    private static string Count(IEnumerable<string> groups) => string.Join(" + ", groups.Select(TextKey.Of).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(g => g.ToLowerInvariant()));

    private static async Task<List<Row>> PeopleAsync(ReviewDb db, Connectors.Files.FileReading people, DateOnly exported, NextReading next, CancellationToken cancel) =>
    [
        .. people.People.Zip(await KnownPeople.FindAsync(db, next, people.People, cancel), (l, id) => new Row(
            id, Name(l.Person), Facts(ImportRows.Status(l.Person.Status), l.Person.LastDayOn(exported), TextKey.Of(l.Person.Manager), l.Person.Department ?? "")) { HasStatus = l.Person.Status is not null }),
    ];

    private static async Task<Dictionary<long, Row>> PeopleBeforeAsync(ReviewDb db, long extractId, CancellationToken cancel)
    {
        var records = await db.PersonRecords.AsNoTracking().Where(r => r.ExtractId == extractId)
            .Select(r => new { r.PersonId, r.Name, r.Status, r.EndDate, r.ManagerKey, r.Department }).ToListAsync(cancel);
        return records.ToDictionary(r => r.PersonId, r => new Row(r.PersonId, r.Name, Facts(r.Status, r.EndDate, r.ManagerKey, r.Department)) { HasStatus = r.Status != EmploymentStatus.NotKnown });
    }

    private static string Facts(EmploymentStatus status, DateOnly? end, string manager, string department) =>
        string.Join(", ", new[] { status.ToString().ToLowerInvariant(), end is { } day ? "until " + day.ToString("d MMM yyyy", System.Globalization.CultureInfo.InvariantCulture) : "", manager.ToLowerInvariant(), department }.Where(f => f.Length > 0));

    /// <summary>An account or a person as one side has it.</summary>
    /// <param name="Id">Which one; null: a new one.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Facts">What is compared, in words.</param>
    private sealed record Row(long? Id, string Name, string Facts)
    {
        /// <summary>Whether it is said of a person that they work here or do not.</summary>
        public bool HasStatus { get; init; }

        /// <summary>The groups of an account, by name; none where the import does not say.</summary>
        public IEnumerable<string> Groups { get; init; } = [];
    }
}

/// <summary>What an import would change of who holds which group.</summary>
/// <param name="Before">How many assignments the last reading had.</param>
/// <param name="Gone">How many of them the import does not have.</param>
/// <param name="Listed">Whether the last reading had a list of them, and not only a column of the users file.</param>
public sealed record AssignmentChanges(int Before, int Gone, bool Listed);
