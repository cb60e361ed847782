using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests;

/// <summary>A small organisation written straight through the one door, for tests of what comes after the import: people, one
/// application with accounts and groups, a reading, an assessment with the findings the test names, and a launched campaign.
/// Tests of import, matching and launch use the real use cases instead.</summary>
public sealed partial class TestWorld(Change change)
{
    private static readonly DateTime AsOf = new(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc);
    private readonly Dictionary<string, long> people = [];

    /// <summary>Key of a person by first name.</summary>
    public long this[string name] => people[name];

    /// <summary>The directory.</summary>
    public long DirectoryId { get; private set; }

    /// <summary>The application seeded last, mostly "Heap", with privileged role Admin.</summary>
    public long ApplicationId { get; private set; }

    /// <summary>The application's reading.</summary>
    public long ExtractId { get; private set; }

    /// <summary>The assessment of that reading.</summary>
    public long AssessmentId { get; private set; }

    /// <summary>The statement with the keys of people where it names them in braces: <c>{Mia}</c>.</summary>
    public string Named(string sql) => people.Aggregate(
        sql, (text, person) => text.Replace("{" + person.Key + "}", person.Value.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));

    /// <summary>An actor signed in as the named person.</summary>
    public Actor As(string name) => Actor.Demo(this[name]);

    /// <summary>People "Owen" (campaign owner, application owner), "Ada" (administrator), "Mia" (manager of everyone else named),
    /// "Noa" (another manager), and the rest as staff; <paramref name="left"/> have left.</summary>
    public async Task PeopleAsync(string[] staff, string[]? left = null, bool administrator = true)
    {
        await Run("Seed", scope =>
        {
            var extract = Extract(scope, ExtractKind.People, staff.Length + 4);
            DirectoryId = scope.Add(new Directories.Directory { Id = extract.DirectoryId!.Value, Name = "Staff list", NameKey = "STAFF LIST", Kind = DirectoryKind.StaffList, CurrentExtractId = extract.Id }).Id;
            foreach (var name in new[] { "Owen", "Ada", "Mia", "Noa" }.Concat(staff))
            {
                people[name] = scope.Add(new Person { Id = scope.NewId(), DirectoryId = DirectoryId, SourceKey = name.ToUpperInvariant(), FirstExtractId = extract.Id }).Id;
            }

            foreach (var (name, id) in people)
            {
                var email = name.ToLowerInvariant() + "@example.test";
                var record = scope.Add(new PersonRecord
                {
                    Id = scope.NewId(), ExtractId = extract.Id, PersonId = id, Line = 2, EmployeeId = name, WorkEmail = email, EmailKey = TextKey.Of(email),
                    Name = name, NameSort = TextKey.Sort(name), Status = left?.Contains(name) == true ? EmploymentStatus.Left : EmploymentStatus.Active,
                    EmploymentType = "Employee", EndDate = left?.Contains(name) == true ? new DateOnly(2026, 10, 14) : null,
                    ManagerKey = "", ManagerId = name is "Mia" or "Noa" ? people["Owen"] : people["Mia"], Department = "Product", JobTitle = "Specialist",
                });
                scope.Add(new PersonAddress { Id = scope.NewId(), ExtractId = extract.Id, PersonRecordId = record.Id, EmailKey = TextKey.Of(email), Kind = AddressKind.Work });
            }
        });
        await GrantAsync("Owen", Role.CampaignOwner);
        if (administrator)
        {
            await GrantAsync("Ada", Role.Administrator);
        }
    }

    /// <summary>Heap with the given accounts, read and assessed.</summary>
    public Task HeapAsync(params TestAccount[] accounts) => ApplicationAsync(ApplicationKind.Heap, accounts);

    /// <summary>An application, named as its product, with the given accounts, read and assessed.</summary>
    public async Task ApplicationAsync(ApplicationKind kind, params TestAccount[] accounts)
    {
        await Run("Seed", scope =>
        {
            var applicationId = scope.NewId();
            var extract = Extract(scope, ExtractKind.Access, accounts.Length, applicationId, accounts.Sum(a => a.Groups.Length));
            (ApplicationId, ExtractId, AssessmentId) = (applicationId, extract.Id, scope.NewId());
            scope.Add(new Application
            {
                Id = applicationId, Name = kind.ToString(), NameKey = TextKey.Of(kind.ToString()), Kind = kind, OwnerId = this["Owen"],
                CurrentExtractId = extract.Id, CurrentAssessmentId = AssessmentId,
            });
            scope.Add(new PrivilegedRole { Id = scope.NewId(), ApplicationId = applicationId, Role = "Admin", RoleKey = "ADMIN" });
            scope.Add(new Assessment
            {
                Id = AssessmentId, ApplicationId = applicationId, ExtractId = extract.Id, PolicyVersionId = 0, AsOf = AsOf, MadeAt = scope.At, Rules = Assessment.RulesVersion,
                Accounts = accounts.Length, Assignments = accounts.Sum(a => a.Groups.Length),
            });
            var groups = accounts.SelectMany(a => a.Groups).Distinct().ToDictionary(g => g, g => scope.Add(new Group { Id = scope.NewId(), ApplicationId = applicationId, SourceKey = TextKey.Of(g), Name = g }).Id);
            foreach (var (name, id) in groups)
            {
                scope.Add(new GroupRecord { Id = scope.NewId(), ExtractId = extract.Id, GroupId = id, Name = name, OwnerEmail = "noa@example.test", OwnerEmailKey = "NOA@EXAMPLE.TEST" });
            }

            foreach (var account in accounts)
            {
                Assess(scope, extract, groups, account);
            }
        });
    }

    /// <summary>A campaign launched straight into Active: every account and assignment of the application before
    /// <paramref name="reviewer"/>, but those the test gives somebody else.</summary>
    public async Task<int> LaunchAsync(string reviewer = "Mia", Func<AssessedAccount, long?, string>? reviewerOf = null, DateOnly? due = null, int number = 1)
    {
        var dueDate = due ?? new DateOnly(2026, 12, 4);
        await Run("Seed", scope =>
        {
            var campaign = scope.Add(new Campaign
            {
                Id = scope.NewId(), Number = number, Name = "Heap, Q4 2026", PeriodStart = new(2026, 10, 1), PeriodEnd = new(2026, 12, 31), TimeZone = "UTC",
                DueDate = dueDate, DueAt = Clock.EndOfDay(dueDate, TimeZoneInfo.Utc), State = CampaignState.Active, OwnerId = this["Owen"],
                LaunchedAt = scope.At, LaunchedBy = "person:" + this["Owen"],
            });
            var inCampaign = scope.Add(new CampaignApplication { Id = scope.NewId(), CampaignId = campaign.Id, ApplicationId = ApplicationId, AssessmentId = AssessmentId });
            var items = 0;
            var progress = new Dictionary<long, int>();
            ReviewItem Item(AssessedAccount account, AssessedAssignment? assignment, AssignmentRecord? record, long? parent)
            {
                var item = scope.Add(new ReviewItem
                {
                    Id = scope.NewId(), CampaignId = campaign.Id, Number = ++items, ParentItemId = parent, CampaignApplicationId = inCampaign.Id,
                    AccountId = account.AccountId, AccountRecordId = account.AccountRecordId, AssessedAccountId = account.Id,
                    GroupId = record?.GroupId, AssignmentRecordId = record?.Id, AssessedAssignmentId = assignment?.Id, HolderId = account.PersonId,
                    Findings = assignment?.Findings ?? account.Findings, Recommendation = assignment?.Recommendation ?? account.Recommendation,
                });
                var before = this[reviewerOf?.Invoke(account, record?.GroupId) ?? reviewer];
                scope.Add(new ReviewTurn
                {
                    Id = scope.NewId(), CampaignId = campaign.Id, ItemId = item.Id, Number = items, ReviewerId = before, Basis = ReviewerBasis.Manager,
                    Fallback = FallbackReason.None, Rank = account.Rank,
                });
                progress[before] = progress.GetValueOrDefault(before) + 1;
                return item;
            }

            foreach (var account in scope.Db.AssessedAccounts.Where(a => a.AssessmentId == AssessmentId).OrderBy(a => a.Rank).ThenBy(a => a.Id).ToList())
            {
                var item = Item(account, null, null, null);
                foreach (var assignment in scope.Db.AssessedAssignments.Where(a => a.AssessedAccountId == account.Id).OrderBy(a => a.Id).ToList())
                {
                    Item(account, assignment, scope.Db.AssignmentRecords.Single(r => r.Id == assignment.AssignmentRecordId), item.Id);
                }
            }

            campaign.Items = items;
            scope.Db.AddRange(progress.Select(p => new CampaignProgress { CampaignId = campaign.Id, Stage = 1, ReviewerId = p.Key, State = TurnState.Undecided, Count = p.Value }));
        });
        return number;
    }

    /// <summary>Grants a role.</summary>
    public Task GrantAsync(string name, Role role) => Run(
        "Seed",
        scope => scope.Add(new RoleGrant { Id = scope.NewId(), PersonId = this[name], Role = role, GrantedBy = "product", GrantedAt = scope.At }),
        _ => new RoleGranted(this[name], role));

    /// <summary>What an event says of the rows of evidence added in its change; nothing when there are none.</summary>
    public static CoveredRows? Cover(ChangeScope scope)
    {
        using var rows = new RowsHash();
        foreach (var row in scope.Db.ChangeTracker.Entries<IEvidenceRow>().Where(e => e.State == EntityState.Added).OrderBy(e => e.Entity.GetType().Name).ThenBy(e => e.Property<long>("Id").CurrentValue))
        {
            rows.Add(row.Entity.ToRowText().Hash());
        }

        return rows.Count == 0 ? null : rows.ToCovered();
    }

    private void Assess(ChangeScope scope, Extract extract, Dictionary<string, long> groups, TestAccount account)
    {
        var email = account.Name.ToLowerInvariant() + "@example.test";
        var holder = people.TryGetValue(account.Name, out var person) ? person : (long?)null;
        var id = scope.Add(new Account { Id = scope.NewId(), ApplicationId = ApplicationId, SourceKey = TextKey.Of(email), FirstExtractId = extract.Id }).Id;
        var record = scope.Add(new AccountRecord
        {
            Id = scope.NewId(), ExtractId = extract.Id, AccountId = id, Line = 2, Email = email, EmailKey = TextKey.Of(email), Name = account.Name, NameSort = TextKey.Sort(account.Name),
            Role = account.Role, RoleKey = TextKey.Of(account.Role), Status = account.Status, LastUsedAt = AsOf.AddDays(-3), LastUsedState = LastUsedState.Known,
        });
        var recommendation = (account.Findings & (Finding.Left | Finding.NobodyKnown)) != Finding.None ? Recommendation.Revoke
            : account.Findings == Finding.None ? Recommendation.None : Recommendation.LookCloser;
        var assessed = scope.Add(new AssessedAccount
        {
            Id = scope.NewId(), AssessmentId = AssessmentId, AccountId = id, AccountRecordId = record.Id, Match = holder is null ? MatchKind.Nobody : MatchKind.Email, PersonId = holder,
            PersonRecordId = holder is null ? null : scope.Db.PersonRecords.Single(r => r.PersonId == holder).Id, Findings = account.Findings, Facts = "{}",
            Recommendation = recommendation, Rank = RankOf(account.Findings), Fingerprint = Hashes.Genesis,
        });
        foreach (var group in account.Groups)
        {
            var assignment = scope.Add(new AssignmentRecord { Id = scope.NewId(), ExtractId = extract.Id, AccountRecordId = record.Id, GroupId = groups[group], Line = 2 });
            scope.Add(new AssessedAssignment
            {
                Id = scope.NewId(), AssessmentId = AssessmentId, AssessedAccountId = assessed.Id, AssignmentRecordId = assignment.Id,
                Findings = account.Findings & (Finding.Left | Finding.NobodyKnown), Recommendation = recommendation == Recommendation.Revoke ? recommendation : Recommendation.None,
            });
        }
    }

    private static AttentionRank RankOf(Finding findings) => findings switch
    {
        _ when findings.HasFlag(Finding.Left) => AttentionRank.Left,
        _ when findings.HasFlag(Finding.NobodyKnown) => AttentionRank.NobodyKnown,
        _ when findings.HasFlag(Finding.Privileged) => AttentionRank.Privileged,
        _ when findings.HasFlag(Finding.Dormant) => AttentionRank.Dormant,
        _ when findings.HasFlag(Finding.NeverJoined) => AttentionRank.NeverJoined,
        _ => AttentionRank.NothingFound,
    };

    private Extract Extract(ChangeScope scope, ExtractKind kind, int records, long? applicationId = null, int assignments = 0) => scope.Add(new Extract
    {
        Id = scope.NewId(), Number = scope.Db.Extracts.Count() + 1, Kind = kind, ApplicationId = applicationId, DirectoryId = kind == ExtractKind.People ? scope.NewId() : null,
        AsOf = AsOf, ReadAt = scope.At, ReadBy = "product", Completeness = Completeness.Complete, CoversAssignments = kind == ExtractKind.Access, Records = records, Assignments = assignments,
    });

    /// <summary>A change by the product's own hand, which records what it did.</summary>
    public async Task Run(string name, Action<ChangeScope> work, Func<ChangeScope, EventBody>? happened = null)
    {
        (await change.RunAsync<Done>(Guid.NewGuid(), Actor.Product, name, async (scope, cancel) =>
        {
            work(scope);
            scope.Record(happened?.Invoke(scope) ?? new Seeded { Rows = Cover(scope) });
            await Task.CompletedTask;
            return Done.Yes;
        }, CancellationToken.None)).Require();
    }

    private sealed record Seeded : EventBody;
}

/// <summary>An account of the test application. Its holder is the person of the same first name, if there is one.</summary>
public sealed record TestAccount(string Name, string Role = "Consumer", Finding Findings = Finding.None, AccountStatus Status = AccountStatus.Active, params string[] Groups)
{
    /// <summary>What a later reading calls it, where that is not what it was called before.</summary>
    public string? Id { get; init; }
}
