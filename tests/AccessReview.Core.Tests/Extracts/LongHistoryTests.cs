using AccessReview.Core.Applications;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Extracts;

/// <summary>What an account or a person once was is found behind any number of readings in which nothing changed.</summary>
public sealed class LongHistoryTests : IAsyncLifetime
{
    private const int Readings = 150;
    private TestDatabase database = null!;
    private TestWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        world = new TestWorld(database);
        await world.PeopleAsync(["Tomas"]);
        await world.HeapAsync(new TestAccount("Tomas", "Admin", Groups: ["Core", "Pricing"]));
    }

    public async ValueTask DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task A_role_changed_150_readings_ago_is_still_shown_and_no_other_reading_is_a_change()
    {
        await using var db = database.Look();
        var first = await db.AccountRecords.SingleAsync();
        var groups = await db.GroupRecords.OrderBy(g => g.Id).ToListAsync();
        await world.Run("Seed", scope =>
        {
            foreach (var number in Enumerable.Range(1000, Readings))
            {
                var extract = Again(scope, number, ExtractKind.Access);
                var record = scope.Add(new AccountRecord
                {
                    Id = scope.NewId(), ExtractId = extract.Id, AccountId = first.AccountId, Line = 2, Email = first.Email, EmailKey = first.EmailKey, Name = first.Name, NameSort = first.NameSort,
                    Role = "Viewer", RoleKey = "VIEWER", Status = AccountStatus.Active, LastUsedAt = first.LastUsedAt?.AddDays(number), LastUsedState = LastUsedState.Known,
                });
                foreach (var group in groups)
                {
                    scope.Add(new GroupRecord { Id = scope.NewId(), ExtractId = extract.Id, GroupId = group.GroupId, Name = group.Name, OwnerEmail = "", OwnerEmailKey = "" });
                    scope.Add(new AssignmentRecord { Id = scope.NewId(), ExtractId = extract.Id, AccountRecordId = record.Id, GroupId = group.GroupId, Line = 2 });
                }
            }
        });

        var page = (await database.Get<AccountPage>().RunAsync(world.As("Ada"), first.AccountId, default)).Require();
        Assert.Equal(1000 + Readings - 1, page.Now.Reading);
        Assert.Equal([("Viewer", 1000), ("Admin", 2)], page.History.Select(m => (m.Role, m.Reading)));
        Assert.All(page.History, m => Assert.Equal(["Core", "Pricing"], m.Groups));
    }

    [Fact]
    public async Task A_manager_changed_150_readings_ago_is_still_shown_and_no_other_reading_is_a_change()
    {
        await using var db = database.Look();
        var first = await db.PersonRecords.SingleAsync(r => r.PersonId == world["Tomas"]);
        await world.Run("Seed", scope =>
        {
            foreach (var number in Enumerable.Range(1000, Readings))
            {
                scope.Add(new PersonRecord
                {
                    Id = scope.NewId(), ExtractId = Again(scope, number, ExtractKind.People).Id, PersonId = first.PersonId, Line = 2, EmployeeId = first.EmployeeId, WorkEmail = first.WorkEmail, EmailKey = first.EmailKey,
                    Name = first.Name, NameSort = first.NameSort, Status = first.Status, EmploymentType = first.EmploymentType, ManagerKey = "", ManagerId = world["Noa"], Department = first.Department, JobTitle = first.JobTitle,
                });
            }
        });

        var page = (await database.Get<PersonPage>().RunAsync(world.As("Ada"), first.PersonId, default)).Require();
        Assert.Equal(["Noa", "Mia"], page.History.Select(m => m.Manager));
    }

    private Extract Again(ChangeScope scope, int number, ExtractKind kind) => scope.Add(new Extract
    {
        Id = scope.NewId(), Number = number, Kind = kind, ApplicationId = kind == ExtractKind.Access ? world.ApplicationId : null, DirectoryId = kind == ExtractKind.People ? world.DirectoryId : null,
        AsOf = scope.At.AddMinutes(number), ReadAt = scope.At, ReadBy = "product", Completeness = Completeness.Complete, CoversAssignments = kind == ExtractKind.Access, Records = 1, Assignments = 0,
    });
}
