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
    internal static async Task<ExtractChanges> CompareAsync(ReviewDb db, IReadOnlyList<ImportFileReading> files, long? lastExtractId, CancellationToken cancel)
    {
        if (lastExtractId is not { } last)
        {
            return new ExtractChanges(false, [.. Names(files)], [], [], 0);
        }

        var now = files.Any(f => f.State.Kind == ExtractFileKind.People) ? People(files) : Accounts(files);
        var before = files.Any(f => f.State.Kind == ExtractFileKind.People)
            ? await PeopleBeforeAsync(db, last, cancel)
            : await AccountsBeforeAsync(db, last, files.Any(f => f.State.Kind == ExtractFileKind.Assignments), cancel);
        var changed = now.Where(n => before.TryGetValue(n.Key, out var was) && was.Facts != n.Value.Facts)
            .Select(n => $"{n.Value.Name}: {before[n.Key].Facts} → {n.Value.Facts}").ToList();
        return new ExtractChanges(
            true,
            [.. now.Where(n => !before.ContainsKey(n.Key)).Select(n => n.Value.Name)],
            [.. before.Where(b => !now.ContainsKey(b.Key)).Select(b => b.Value.Name)],
            changed,
            now.Count(n => before.TryGetValue(n.Key, out var was) && was.Facts == n.Value.Facts));
    }

    private static IEnumerable<string> Names(IReadOnlyList<ImportFileReading> files) => files.SelectMany(f => f.State.Kind switch
    {
        ExtractFileKind.People => f.Reading!.People.Select(p => Name(p.Person)),
        ExtractFileKind.Users => f.Reading!.Accounts.Select(a => Name(a.Account)),
        ExtractFileKind.Assignments or ExtractFileKind.GroupOwners => [],
        _ => throw new ArgumentOutOfRangeException(nameof(files)),
    });

    private static string Name(Connectors.Account account) => account.Email ?? account.Name ?? account.Id!;

    private static string Name(Connectors.Person person) => person.Name ?? person.WorkEmail ?? person.EmployeeId!;

    private static Dictionary<string, (string Name, string Facts)> Accounts(IReadOnlyList<ImportFileReading> files)
    {
        var users = files.Single(f => f.State.Kind == ExtractFileKind.Users).Reading!;
        var holders = new Holders(users);
        var groups = files.FirstOrDefault(f => f.State.Kind == ExtractFileKind.Assignments)?.Reading?.Assignments
            .Select(a => (Holder: holders.Find(a.Assignment.Account), a.Assignment.Group)).Where(a => a.Holder is not null)
            .ToLookup(a => a.Holder!.Value, a => TextKey.Of(a.Group));
        var now = new Dictionary<string, (string Name, string Facts)>(users.Accounts.Count, StringComparer.Ordinal);
        for (var place = 0; place < users.Accounts.Count; place++)
        {
            var account = users.Accounts[place].Account;
            now.TryAdd(SourceKeys.Of(account), (Name(account), Facts(account.Role, ImportRows.Status(account.Status), groups?[place])));
        }

        return now;
    }

    private static async Task<Dictionary<string, (string Name, string Facts)>> AccountsBeforeAsync(ReviewDb db, long extractId, bool withGroups, CancellationToken cancel)
    {
        var groups = withGroups
            ? (await (from record in db.AssignmentRecords.AsNoTracking()
                      join held in db.Groups.AsNoTracking() on record.GroupId equals held.Id
                      where record.ExtractId == extractId
                      select new { record.AccountRecordId, held.SourceKey }).ToListAsync(cancel)).ToLookup(g => g.AccountRecordId, g => g.SourceKey)
            : null;
        var records = await (from record in db.AccountRecords.AsNoTracking()
                             join account in db.Accounts.AsNoTracking() on record.AccountId equals account.Id
                             where record.ExtractId == extractId
                             select new { account.SourceKey, record.Id, record.Email, record.Name, record.Role, record.Status }).ToListAsync(cancel);
        return records.ToDictionary(r => r.SourceKey, r => (r.Email.Length > 0 ? r.Email : r.Name, Facts(r.Role, r.Status, groups?[r.Id])));
    }

    private static string Facts(string? role, AccountStatus status, IEnumerable<string>? groups) =>
        string.Join(", ", new[] { role ?? "", status.ToString().ToLowerInvariant(), groups is null ? "" : Count(groups) }.Where(f => f.Length > 0));

    // Groups are named only when they differ, so they take part by their names and are shown as they are.
    private static string Count(IEnumerable<string> groups) => string.Join(" + ", groups.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(g => g.ToLowerInvariant()));

    private static Dictionary<string, (string Name, string Facts)> People(IReadOnlyList<ImportFileReading> files) =>
        files.Single(f => f.State.Kind == ExtractFileKind.People).Reading!.People.DistinctBy(p => SourceKeys.Of(p.Person)).ToDictionary(
            p => SourceKeys.Of(p.Person),
            p => (Name(p.Person), Facts(ImportRows.Status(p.Person.Status), p.Person.End, TextKey.Of(p.Person.Manager), p.Person.Department ?? "")));

    private static async Task<Dictionary<string, (string Name, string Facts)>> PeopleBeforeAsync(ReviewDb db, long extractId, CancellationToken cancel)
    {
        var records = await (from record in db.PersonRecords.AsNoTracking()
                             join person in db.People.AsNoTracking() on record.PersonId equals person.Id
                             where record.ExtractId == extractId
                             select new { person.SourceKey, record.Name, record.Status, record.EndDate, record.ManagerKey, record.Department }).ToListAsync(cancel);
        return records.ToDictionary(r => r.SourceKey, r => (r.Name, Facts(r.Status, r.EndDate, r.ManagerKey, r.Department)));
    }

    private static string Facts(EmploymentStatus status, DateOnly? end, string manager, string department) =>
        string.Join(", ", new[] { status.ToString().ToLowerInvariant(), end is { } day ? "until " + day.ToString("d MMM yyyy", System.Globalization.CultureInfo.InvariantCulture) : "", manager.ToLowerInvariant(), department }.Where(f => f.Length > 0));
}
