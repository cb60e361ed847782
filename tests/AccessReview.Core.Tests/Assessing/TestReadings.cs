using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Assessing;

/// <summary>Somebody on a staff list of a test.</summary>
public sealed record StaffLine(
    string Email, string Name, string EmployeeId = "", EmploymentStatus Status = EmploymentStatus.Active, string Type = "Employee", DateOnly? End = null,
    string Manager = "", string Others = "", string Department = "Product", string JobTitle = "Specialist");

/// <summary>An account in an application's export of a test.</summary>
public sealed record UserLine(
    string Email, string Name = "", string Role = "Consumer", AccountStatus Status = AccountStatus.Active, DateTime? LastUsed = null,
    LastUsedState? State = null, DateTime? Created = null, string? Id = null, params string[] Groups);

/// <summary>Writes readings through the one door as an import does: complete, with accounts, groups and people known again by their
/// source keys from one reading to the next.</summary>
public sealed class TestReadings(TestDatabase database)
{
    private int number;

    /// <summary>A staff list as a new reading of the directory "Staff list".</summary>
    public Task StaffAsync(DateTime asOf, params IReadOnlyList<StaffLine> lines) => StaffAsync("Staff list", asOf, lines);

    /// <summary>A staff list as a new reading of the named directory; the one that was read first leads.</summary>
    public Task StaffAsync(string name, DateTime asOf, params IReadOnlyList<StaffLine> lines) => RunAsync(async scope =>
    {
        var directory = await scope.Db.Directories.SingleOrDefaultAsync(d => d.Name == name)
            ?? scope.Add(new Directories.Directory { Id = scope.NewId(), Name = name, NameKey = TextKey.Of(name), Kind = DirectoryKind.StaffList });
        var extract = Extract(scope, ExtractKind.People, asOf, lines.Count, directoryId: directory.Id);
        directory.CurrentExtractId = extract.Id;
        var known = await scope.Db.People.ToDictionaryAsync(p => p.SourceKey, p => p.Id);
        var ids = lines.ToDictionary(l => l, l => known.TryGetValue(Key(l), out var id) ? id
            : scope.Add(new Person { Id = scope.NewId(), DirectoryId = directory.Id, SourceKey = Key(l), FirstExtractId = extract.Id }).Id);
        var byEmail = lines.GroupBy(l => TextKey.Of(l.Email)).ToDictionary(g => g.Key, g => ids[g.First()]);
        foreach (var line in lines)
        {
            var record = scope.Add(new PersonRecord
            {
                Id = scope.NewId(), ExtractId = extract.Id, PersonId = ids[line], Line = 2, EmployeeId = line.EmployeeId, WorkEmail = line.Email, EmailKey = TextKey.Of(line.Email),
                Name = line.Name, NameSort = TextKey.Sort(line.Name), Status = line.Status, EmploymentType = line.Type, EndDate = line.End,
                ManagerKey = TextKey.Of(line.Manager), ManagerId = byEmail.TryGetValue(TextKey.Of(line.Manager), out var manager) ? manager : null,
                Department = line.Department, JobTitle = line.JobTitle,
            });
            var addresses = line.Others.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(o => (Email: o, Kind: AddressKind.Other)).Append((line.Email, AddressKind.Work));
            foreach (var (email, kind) in addresses)
            {
                scope.Add(new PersonAddress { Id = scope.NewId(), ExtractId = extract.Id, PersonRecordId = record.Id, EmailKey = TextKey.Of(email), Kind = kind });
            }
        }
    });

    /// <summary>The application's users as a new complete reading.</summary>
    public Task AccessAsync(long applicationId, DateTime asOf, params IReadOnlyList<UserLine> lines) => RunAsync(async scope =>
    {
        var application = await scope.Db.Applications.SingleAsync(a => a.Id == applicationId);
        var extract = Extract(scope, ExtractKind.Access, asOf, lines.Count, applicationId, lines.Sum(l => l.Groups.Length));
        (application.CurrentExtractId, application.CurrentAssessmentId) = (extract.Id, null);
        var accounts = await scope.Db.Accounts.Where(a => a.ApplicationId == applicationId).ToDictionaryAsync(a => a.SourceKey, a => a.Id);
        var groups = await scope.Db.Groups.Where(g => g.ApplicationId == applicationId).ToDictionaryAsync(g => g.Name, g => g.Id);
        foreach (var name in lines.SelectMany(l => l.Groups).Distinct().Where(n => !groups.ContainsKey(n)))
        {
            groups[name] = scope.Add(new Group { Id = scope.NewId(), ApplicationId = applicationId, SourceKey = TextKey.Of(name), Name = name }).Id;
        }

        foreach (var name in lines.SelectMany(l => l.Groups).Distinct())
        {
            scope.Add(new GroupRecord { Id = scope.NewId(), ExtractId = extract.Id, GroupId = groups[name], Name = name, OwnerEmail = "", OwnerEmailKey = "" });
        }

        foreach (var line in lines)
        {
            var key = TextKey.Of(line.Id ?? line.Email);
            var id = accounts.TryGetValue(key, out var known) ? known : scope.Add(new Account { Id = scope.NewId(), ApplicationId = applicationId, SourceKey = key, FirstExtractId = extract.Id }).Id;
            var record = scope.Add(new AccountRecord
            {
                Id = scope.NewId(), ExtractId = extract.Id, AccountId = id, Line = 2, Email = line.Email, EmailKey = TextKey.Of(line.Email), Name = line.Name, NameSort = TextKey.Sort(line.Name),
                Role = line.Role, RoleKey = TextKey.Of(line.Role), Status = line.Status, LastUsedAt = line.LastUsed, CreatedAt = line.Created,
                LastUsedState = line.State ?? (line.LastUsed is null ? LastUsedState.NotKnown : LastUsedState.Known),
            });
            foreach (var group in line.Groups)
            {
                scope.Add(new AssignmentRecord { Id = scope.NewId(), ExtractId = extract.Id, AccountRecordId = record.Id, GroupId = groups[group], Line = 2 });
            }
        }
    });

    /// <summary>The key of an account by its address.</summary>
    public async Task<long> AccountAsync(string email)
    {
        await using var db = database.Look();
        return await db.AccountRecords.Where(r => r.EmailKey == TextKey.Of(email)).Select(r => r.AccountId).FirstAsync();
    }

    /// <summary>The key of a person by their work address.</summary>
    public async Task<long> PersonAsync(string email)
    {
        await using var db = database.Look();
        return await db.PersonRecords.Where(r => r.EmailKey == TextKey.Of(email)).Select(r => r.PersonId).FirstAsync();
    }

    private static string Key(StaffLine line) => TextKey.Of(line.EmployeeId.Length > 0 ? line.EmployeeId : line.Email);

    private Extract Extract(ChangeScope scope, ExtractKind kind, DateTime asOf, int records, long? applicationId = null, int assignments = 0, long? directoryId = null) => scope.Add(new Extract
    {
        Id = scope.NewId(), Number = ++number, Kind = kind, ApplicationId = applicationId, DirectoryId = directoryId, AsOf = asOf, ReadAt = scope.At, ReadBy = "product",
        Completeness = Completeness.Complete, CoversAssignments = true, Records = records, Assignments = assignments,
    });

    private async Task RunAsync(Func<ChangeScope, Task> work) => (await database.Change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, "Read", async (scope, _) =>
    {
        await work(scope);
        scope.Record(new WasRead());
        return Done.Yes;
    }, CancellationToken.None)).Require();

    private sealed record WasRead : EventBody;
}
