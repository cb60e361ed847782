using AccessReview.Core;
using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;

namespace AccessReview.Benchmarks;

/// <summary>An application of any size, read and assessed, with a draft over it: written past the import, through the one door.</summary>
internal static class LaunchOrganisation
{
    /// <summary>Items of an account: itself and its assignments.</summary>
    internal const int ItemsPerAccount = 4;

    private const int EveryoneHasManagers = 200;

    /// <summary>The campaign's owner.</summary>
    public static Actor Owner { get; } = Actor.Demo(1_000_000_001);

    /// <summary>The manager of that number: every one of them has as many items.</summary>
    public static Actor Manager(int number) => Actor.Demo(Owner.PersonId!.Value + 1 + number);

    /// <summary>Writes it, and answers with the campaign's number.</summary>
    public static async Task<int> MakeAsync(Change change, DraftCampaign draft, AddCampaignApplication add, int items, DateTime now, int managers = EveryoneHasManagers)
    {
        const long Application = 1_000_000_000;
        (await change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, "Seed", (scope, _) =>
        {
            Seed(scope, Application, items / ItemsPerAccount, managers, now);
            scope.Record(new Seeded());
            return Task.FromResult<Outcome<Done>>(Done.Yes);
        }, default)).Require();
        (await change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, "Seed", (scope, _) =>
        {
            var owner = Owner.PersonId!.Value;
            scope.Add(new RoleGrant { Id = scope.NewId(), PersonId = owner, Role = Role.CampaignOwner, GrantedBy = scope.Actor.Key, GrantedAt = scope.At });
            scope.Record(new RoleGranted(owner, Role.CampaignOwner));
            return Task.FromResult<Outcome<Done>>(Done.Yes);
        }, default)).Require();
        var day = DateOnly.FromDateTime(now);
        var number = (await draft.RunAsync(Guid.NewGuid(), Owner, new CampaignPlan("Large", "", "", day, day, day.AddDays(14), "UTC", DeadlineRule.NotReviewed), default)).Require();
        (await add.RunAsync(Guid.NewGuid(), Owner, number, Application, CampaignScope.Default, default)).Require();
        return number;
    }

    private static void Seed(ChangeScope scope, long application, int accounts, int managers, DateTime now)
    {
        var (staff, read, assessment, directory) = (scope.NewId(), scope.NewId(), scope.NewId(), scope.NewId());
        scope.Add(new Core.Directories.Directory { Id = directory, Name = "Staff", NameKey = "STAFF", Kind = DirectoryKind.StaffList, CurrentExtractId = staff });
        scope.Add(new Application { Id = application, Name = "Large", NameKey = "LARGE", Kind = ApplicationKind.Other, OwnerId = Owner.PersonId, CurrentExtractId = read, CurrentAssessmentId = assessment });
        scope.Add(Extract(staff, 1, ExtractKind.People, null, directory, accounts + managers, now));
        scope.Add(Extract(read, 2, ExtractKind.Access, application, null, accounts, now));
        scope.Add(new Assessment { Id = assessment, ApplicationId = application, ExtractId = read, PolicyVersionId = 0, AsOf = now, MadeAt = now, Rules = Assessment.RulesVersion, Accounts = accounts, Assignments = accounts * (ItemsPerAccount - 1) });
        scope.Add(new AssessmentSource { AssessmentId = assessment, ExtractId = staff });
        var (people, records, assignments) = (scope.NewIds(accounts), scope.NewIds(accounts), scope.NewIds(accounts * ItemsPerAccount));
        var each = Enumerable.Range(0, accounts);
        var inGroups = each.SelectMany(a => Enumerable.Range(0, ItemsPerAccount - 1).Select(g => (Account: a, Group: g, Id: assignments + (a * ItemsPerAccount) + g)));
        scope.AfterEvent(async cancel =>
        {
            await BulkInsert.RunAsync(scope, each.Select(i => Person(people + i, staff, Owner.PersonId!.Value + 1 + (i % managers), i)), cancel);
            await BulkInsert.RunAsync(scope, Enumerable.Range(0, managers + 1).Select(i => Person(Owner.PersonId!.Value + i, staff, null, accounts + i)), cancel);
            await BulkInsert.RunAsync(scope, Enumerable.Range(0, 20).Select(g => new Group { Id = 2_000_000_000 + g, ApplicationId = application, SourceKey = $"G{g}", Name = $"Team {g}" }), cancel);
            await BulkInsert.RunAsync(scope, Enumerable.Range(0, 20).Select(g => new GroupRecord { Id = 2_000_001_000 + g, ExtractId = read, GroupId = 2_000_000_000 + g, Name = $"Team {g}", OwnerEmail = "", OwnerEmailKey = "" }), cancel);
            await BulkInsert.RunAsync(scope, each.Select(i => new Account { Id = records + i, ApplicationId = application, SourceKey = $"USER{i}@EXAMPLE.TEST", FirstExtractId = read }), cancel);
            await BulkInsert.RunAsync(scope, each.Select(i => Account(records + i, read, i, now)), cancel);
            await BulkInsert.RunAsync(scope, each.Select(i => Assessed(records + i, assessment, people + i, i)), cancel);
            await BulkInsert.RunAsync(scope, inGroups.Select(a => new AssignmentRecord { Id = a.Id, ExtractId = read, AccountRecordId = records + a.Account, GroupId = 2_000_000_000 + ((a.Account + (a.Group * 7)) % 20), Line = 2 }), cancel);
            await BulkInsert.RunAsync(scope, inGroups.Select(a => new AssessedAssignment { Id = a.Id, AssessmentId = assessment, AssessedAccountId = records + a.Account, AssignmentRecordId = a.Id, Findings = Finding.None, Recommendation = Recommendation.None }), cancel);
        });
    }

    private static Extract Extract(long id, int number, ExtractKind kind, long? application, long? directory, int records, DateTime now) => new()
    {
        Id = id, Number = number, Kind = kind, ApplicationId = application, DirectoryId = directory, AsOf = now, ReadAt = now, ReadBy = "product", Completeness = Completeness.Complete,
        CoversAssignments = true, Records = records, Assignments = 0,
    };

    private static PersonRecord Person(long id, long extract, long? manager, int number) => new()
    {
        Id = id, ExtractId = extract, PersonId = id, Line = number + 2, EmployeeId = $"E{number}", WorkEmail = $"user{number}@example.test", EmailKey = $"USER{number}@EXAMPLE.TEST", Name = $"Person {number}",
        NameSort = $"PERSON {number}", Status = EmploymentStatus.Active, EmploymentType = "Employee", ManagerKey = "", ManagerId = manager, Department = $"Product {number % 20}", JobTitle = "Specialist",
    };

    private static AccountRecord Account(long id, long extract, int number, DateTime now) => new()
    {
        Id = id, ExtractId = extract, AccountId = id, Line = number + 2, Email = $"user{number}@example.test", EmailKey = $"USER{number}@EXAMPLE.TEST", Name = $"Person {number}", NameSort = $"PERSON {number}",
        Role = number / 7 % 5 == 0 ? "Admin" : "Consumer", RoleKey = number / 7 % 5 == 0 ? "ADMIN" : "CONSUMER", Status = AccountStatus.Active, LastUsedAt = now.AddDays(-3), LastUsedState = LastUsedState.Known,
    };

    private static AssessedAccount Assessed(long id, long assessment, long person, int number) => new()
    {
        Id = id, AssessmentId = assessment, AccountId = id, AccountRecordId = id, Match = MatchKind.Email, PersonId = person, PersonRecordId = person, Findings = number % 9 == 0 ? Finding.Dormant : Finding.None,
        Facts = "{}", Recommendation = number % 9 == 0 ? Recommendation.LookCloser : Recommendation.None, Rank = number % 9 == 0 ? AttentionRank.Dormant : AttentionRank.NothingFound, Fingerprint = Hashes.Genesis,
    };

    private sealed record Seeded : EventBody;
}
