using System.Text;
using AccessReview.Core;
using AccessReview.Core.Applications;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests.Extracts;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Web.Tests.Journeys;

/// <summary>A manager's team whose Heap makes 120 items before her: 90 user accounts, 20 of them exceptions (8 privileged, 5 left, 5
/// dormant, 2 never joined), and 30 group assignments of the others, in three departments. Everything but the reviewing is done by the
/// use cases behind the pages.</summary>
internal sealed class MonasTeam(TestApp app)
{
    private const string Domain = "@team.example";
    private static readonly string[] Departments = ["Product", "Marketing", "Engineering"];
    private static readonly Member[] Members = [.. Enumerable.Range(1, 90).Select(i => new Member(i))];
    private readonly Importing importing = new(app.Services);
    private readonly HashSet<string> removed = [];
    private readonly Dictionary<string, string> roles = [];
    private long heap;
    private long staff;
    private Actor owner = null!;

    private sealed record Member(int Number)
    {
        public string Name => $"Person {Number:00}";

        public string Email => $"person{Number:00}{Domain}";

        public bool Left => Number is > 8 and <= 13;

        public string Role => Number <= 8 ? "Admin" : Number % 3 == 0 ? "Analyst" : Number % 3 == 1 ? "Consumer" : "Read-Only";

        public string Department => Departments[Number % 9 / 3];

        public string Status => Number is > 18 and <= 20 ? "invited" : "active";

        public int? UnusedFor => Number is > 13 and <= 18 ? 130 : Number is > 18 and <= 20 ? null : 10;

        public IEnumerable<string> Groups => Number is > 20 and <= 40 ? ["Growth"] : Number is > 40 and <= 50 ? ["Pricing"] : [];
    }

    /// <summary>Registers and reads everything.</summary>
    public async Task FoundAsync()
    {
        staff = (await app.Get<RegisterDirectory>().RunAsync(Guid.NewGuid(), Importing.Admin, "Staff", DirectoryKind.StaffList, default)).Require();
        await ImportStaffAsync();
        await using var db = app.Get<Databases>().CreateDbContext();
        owner = Actor.Demo(await db.PersonRecords.Where(p => p.Name == "Olga").Select(p => p.PersonId).SingleAsync());
        var facts = new Core.Applications.ApplicationFacts { Name = "Heap", Kind = ApplicationKind.Heap, OwnerId = owner.PersonId, PrivilegedRoles = ["Admin"] };
        heap = (await app.Get<RegisterApplication>().RunAsync(Guid.NewGuid(), Importing.Admin, facts, default)).Require();
        (await app.Get<GrantRole>().RunAsync(Guid.NewGuid(), Importing.Admin, owner.PersonId!.Value, Role.CampaignOwner, default)).Require();
    }

    /// <summary>Reads Heap as it is and launches a campaign over it.</summary>
    public async Task<int> LaunchAsync(string name)
    {
        await ReadAsync();
        var today = DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime);
        var plan = new CampaignPlan(name, "Who can get into Heap.", "", today.AddMonths(-3), today, today.AddDays(20), "UTC", DeadlineRule.NotReviewed);
        var number = (await app.Get<DraftCampaign>().RunAsync(Guid.NewGuid(), owner, plan, default)).Require();
        (await app.Get<AddCampaignApplication>().RunAsync(Guid.NewGuid(), owner, number, heap, CampaignScope.Default with { FallbackReviewerId = owner.PersonId }, default)).Require();
        (await app.Get<PreviewCampaign>().RunAsync(owner, number, default)).Require();
        (await app.Get<LaunchCampaign>().RunAsync(Guid.NewGuid(), owner, number, default)).Require();
        return number;
    }

    /// <summary>Reads the staff list and Heap as they are today.</summary>
    public async Task ReadAsync()
    {
        await ImportStaffAsync();
        await ImportHeapAsync();
        await app.Get<FollowUps>().RunAsync(default);
    }

    /// <summary>Takes accounts out of Heap: the next reading has them no more.</summary>
    public void Remove(params IEnumerable<string> emails) => removed.UnionWith(emails);

    /// <summary>Puts an account that was taken out into Heap again.</summary>
    public void PutBack(string email) => removed.Remove(email);

    /// <summary>Makes an account an administrator of Heap.</summary>
    public void Promote(string email) => Give(email, "Admin");

    /// <summary>Gives an account another role: the next reading has it so.</summary>
    public void Give(string email, string role) => roles[email] = role;

    /// <summary>Closes the campaign.</summary>
    public async Task CloseAsync(int number)
    {
        var view = (await app.Get<ClosePreview>().RunAsync(owner, number, default)).Require();
        List<StatedException> stated = [.. view.Exceptions.Select(e => new StatedException(e.Kind, "As it is.", owner.PersonId!.Value, DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime).AddDays(30)))];
        (await app.Get<CloseCampaign>().RunAsync(Guid.NewGuid(), owner, number, new CloseInput(view.Statement, "Reviewed.", stated), default)).Require();
    }

    private Task ImportStaffAsync() => ImportAsync(null, staff, (ExtractFileKind.People, "staff.csv", Csv(
        "Employee ID,Work email,Full name,Employment status,Employment type,Start date,End date,Manager email,Department,Job title",
        [
            $"O1,olga{Domain},Olga,Active,Employee,2019-01-01,,,IT,Head of IT", $"M1,mona{Domain},Mona,Active,Employee,2019-01-01,,olga{Domain},Product,Director",
            .. Members.Select(m => $"P{m.Number},{m.Email},{m.Name},{(m.Left ? "Left" : "Active")},Employee,2020-01-01,{(m.Left ? "2025-10-14" : "")},mona{Domain},{m.Department},Specialist"),
        ]), Members.Length + 2));

    private Task ImportHeapAsync() => ImportAsync(
        heap, null,
        (ExtractFileKind.Users, "users.csv", Csv("User ID,Email,Name,Role,Status,Last active,Created", Kept.Select(m => $"hp{m.Number},{m.Email},{m.Name},{roles.GetValueOrDefault(m.Email, m.Role)},{m.Status},{Ago(m.UnusedFor)},2024-01-10T08:00:00Z")), Kept.Count),
        (ExtractFileKind.Assignments, "teams.csv", Csv("Team,User email", Kept.SelectMany(m => m.Groups.Select(g => $"{g},{m.Email}"))), null),
        (ExtractFileKind.GroupOwners, "owners.csv", Csv("Team,Owner email", [$"Growth,mona{Domain}", $"Pricing,mona{Domain}"]), null));

    private async Task ImportAsync(long? application, long? directory, params (ExtractFileKind Kind, string Name, byte[] Content, int? Claimed)[] files) =>
        (await importing.ImportAsync(await importing.DraftAsync(application, directory, app.Clock.GetUtcNow().UtcDateTime.AddMinutes(-10), files))).Require();

    private string Ago(int? days) => days is { } some ? app.Clock.GetUtcNow().UtcDateTime.AddDays(-some).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture) : "";

    private IReadOnlyList<Member> Kept => [.. Members.Where(m => !removed.Contains(m.Email))];

    private static byte[] Csv(string head, IEnumerable<string> lines) => Encoding.UTF8.GetBytes(head + "\n" + string.Join('\n', lines) + "\n");
}
