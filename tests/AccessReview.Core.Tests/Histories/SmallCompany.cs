using System.Text;
using AccessReview.Core.Applications;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.Extracts;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Histories;

/// <summary>Eleven people and their Heap, brought in and launched by the real use cases. Mia and Noa manage each other and four people
/// each; Olga owns campaigns and Heap, has no account, and takes what has no manager.</summary>
internal sealed class SmallCompany(TestDatabase database)
{
    /// <summary>The role with privilege.</summary>
    public const string Privileged = "Admin";

    private const string Domain = "@small.example";
    private static readonly (string Name, string Manager)[] Staff =
    [
        ("Olga", ""), ("Mia", "Noa"), ("Noa", "Mia"), ("Ann", "Mia"), ("Ben", "Mia"), ("Cai", "Mia"), ("Dan", "Mia"), ("Eva", "Noa"), ("Finn", "Noa"), ("Gus", "Noa"), ("Hal", "Noa"),
    ];

    private static readonly (string Holder, string Role, string[] Teams)[] Access =
    [
        ("Mia", "Analyst", []), ("Noa", "Analyst", ["Core"]), ("Ann", Privileged, ["Core"]), ("Ben", "Analyst", ["Core", "Pricing"]), ("Cai", "Consumer", []), ("Dan", "Analyst", []),
        ("Eva", Privileged, []), ("Finn", "Analyst", ["Pricing"]), ("Gus", "Consumer", []), ("Hal", "Analyst", ["Pricing"]), ("ghost", "Consumer", ["Core"]),
    ];

    private readonly Importing importing = new(database.Services);
    private readonly Dictionary<string, long> people = new(StringComparer.Ordinal);
    private long heap;
    private long staff;
    private DateTime read;
    private DateTime staffRead;

    /// <summary>What was read of Heap.</summary>
    public ReadingsModel Readings { get; } = new();

    /// <summary>Somebody by first name.</summary>
    public long this[string name] => people[name];

    /// <summary>Somebody's manager; null: nobody.</summary>
    public long? ManagerOf(long person) => Staff.FirstOrDefault(s => people[s.Name] == person).Manager is { Length: > 0 } manager ? people[manager] : null;

    /// <summary>What somebody is called.</summary>
    public string NameOf(long person) => Staff.First(s => people[s.Name] == person).Name;

    /// <summary>Who may get items.</summary>
    public IReadOnlyList<long> Reviewers => [this["Mia"], this["Noa"], this["Olga"], this["Cai"], this["Hal"]];

    /// <summary>Registers it, reads it and names its owner.</summary>
    public async Task FoundAsync()
    {
        var admin = Importing.Admin;
        staff = (await database.Get<RegisterDirectory>().RunAsync(Guid.NewGuid(), admin, "Staff", DirectoryKind.StaffList, default)).Require();
        await ReadStaffAsync();
        await using (var db = database.Look())
        {
            foreach (var record in await db.PersonRecords.ToListAsync())
            {
                people[record.Name] = record.PersonId;
            }
        }

        var facts = new Core.Applications.ApplicationFacts { Name = "Heap", Kind = ApplicationKind.Heap, OwnerId = this["Olga"], PrivilegedRoles = [Privileged] };
        heap = (await database.Get<RegisterApplication>().RunAsync(Guid.NewGuid(), admin, facts, default)).Require();
        (await database.Get<GrantRole>().RunAsync(Guid.NewGuid(), admin, this["Olga"], Role.CampaignOwner, default)).Require();
        await ReadAccessAsync(0);
    }

    /// <summary>Reads Heap again; each bit leaves one account out, and <paramref name="roleOf"/> says who has another role by now.</summary>
    public async Task ReadAccessAsync(int without, Func<string, string>? roleOf = null)
    {
        var there = Access.Where((_, i) => (without & (1 << i)) == 0).Select(a => a with { Role = roleOf?.Invoke(a.Role) ?? a.Role }).ToList();
        var users = Csv("User ID,Email,Name,Role,Status,Last active,Created", there.Select(a => $"hp_{a.Holder},{a.Holder.ToLowerInvariant()}{Domain},{a.Holder},{a.Role},active,2026-11-10T08:00:00Z,2024-01-10T08:00:00Z"));
        var teams = Csv("Team,User email", there.SelectMany(a => a.Teams.Select(t => $"{t},{a.Holder.ToLowerInvariant()}{Domain}")));
        var owners = Csv("Team,Owner email", ["Core,olga" + Domain, "Pricing,olga" + Domain]);
        await ImportAsync(heap, null,
            (ExtractFileKind.Users, "users.csv", users, there.Count), (ExtractFileKind.Assignments, "teams.csv", teams, null), (ExtractFileKind.GroupOwners, "owners.csv", owners, null));
        read = database.Time.GetUtcNow().UtcDateTime;
        Readings.Read(read, there.Select(a => (a.Holder, new ReadingsModel.Account(a.Role, a.Teams))));
    }

    /// <summary>Reads anew what has become stale, and does what follows.</summary>
    public async Task RefreshAsync()
    {
        var now = database.Time.GetUtcNow().UtcDateTime;
        if (now - staffRead > TimeSpan.FromDays(5))
        {
            await ReadStaffAsync();
        }

        if (now - read > TimeSpan.FromDays(5))
        {
            await ReadAccessAsync(0);
        }

        await database.Get<FollowUps>().RunAsync(default);
    }

    /// <summary>Plans and launches a campaign over what was read last, reading anew what has become stale; twice: every item comes before
    /// Cai a second time, but Cai's own; <paramref name="planned"/> sees the plan.</summary>
    public async Task<int> LaunchAsync(string name, bool twice = false, DeadlineRule deadline = DeadlineRule.NotReviewed, Func<int, Task>? planned = null)
    {
        await RefreshAsync();
        var owner = Actor.Demo(this["Olga"]);
        var today = DateOnly.FromDateTime(database.Time.GetUtcNow().UtcDateTime);
        var plan = new CampaignPlan(name, "Who can get into Heap.", "", today.AddMonths(-1), today, today.AddDays(20), "UTC", deadline);
        var number = (await database.Get<DraftCampaign>().RunAsync(Guid.NewGuid(), owner, plan, default)).Require();
        var scope = CampaignScope.Default with { FallbackReviewerId = this["Olga"] };
        (await database.Get<AddCampaignApplication>().RunAsync(Guid.NewGuid(), owner, number, heap, scope, default)).Require();
        if (twice)
        {
            (await database.Get<SetSecondReview>().RunAsync(Guid.NewGuid(), owner, number, heap, SecondReviewRule.Everything, this["Cai"], default)).Require();
        }

        (await database.Get<PreviewCampaign>().RunAsync(owner, number, default)).Require();
        if (planned is not null)
        {
            await planned(number);
        }

        (await database.Get<LaunchCampaign>().RunAsync(Guid.NewGuid(), owner, number, default)).Require();
        return number;
    }

    /// <summary>Closes a campaign that is over, whatever is left in it.</summary>
    public async Task CloseAsync(int number)
    {
        database.Time.Advance(TimeSpan.FromDays(30));
        var owner = Actor.Demo(this["Olga"]);
        var view = (await database.Get<ClosePreview>().RunAsync(owner, number, default)).Require();
        var until = DateOnly.FromDateTime(database.Time.Now()).AddDays(30);
        List<StatedException> stated = [.. view.Exceptions.Select(e => new StatedException(e.Kind, "As it is.", this["Noa"], until))];
        (await database.Get<CloseCampaign>().RunAsync(Guid.NewGuid(), owner, number, new CloseInput(view.Statement, "Reviewed.", stated), default)).Require();
    }

    private async Task ReadStaffAsync()
    {
        await ImportAsync(null, staff, (ExtractFileKind.People, "staff.csv", StaffList(), Staff.Length));
        staffRead = database.Time.GetUtcNow().UtcDateTime;
    }

    private static byte[] StaffList() => Csv(
        "Employee ID,Work email,Full name,Employment status,Employment type,Start date,End date,Manager email,Department,Job title",
        Staff.Select((s, i) => $"{i + 1:000},{s.Name.ToLowerInvariant()}{Domain},{s.Name},{(s.Name == "Hal" ? "Left" : "Active")},Employee,2020-01-01,{(s.Name == "Hal" ? "2026-10-14" : "")},{(s.Manager.Length == 0 ? "" : s.Manager.ToLowerInvariant() + Domain)},Product,Specialist"));

    private async Task ImportAsync(long? application, long? directory, params (ExtractFileKind Kind, string Name, byte[] Content, int? Claimed)[] files) =>
        (await importing.ImportAsync(await importing.DraftAsync(application, directory, database.Time.GetUtcNow().UtcDateTime, files))).Require();

    private static byte[] Csv(string head, IEnumerable<string> lines) => Encoding.UTF8.GetBytes(head + "\n" + string.Join('\n', lines) + "\n");
}
