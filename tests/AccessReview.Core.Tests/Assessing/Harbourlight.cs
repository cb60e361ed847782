using System.Globalization;
using System.Text.Json;
using AccessReview.Core.Applications;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Assessing;

/// <summary>The sample organisation read from its files, with its two service accounts declared, and what a right reading finds.</summary>
public sealed class Harbourlight(TestDatabase database)
{
    private static readonly JsonElement Answers = JsonDocument.Parse(File.ReadAllText(Repository.At("tests", "data", "harbourlight", "expected.json"))).RootElement;
    private readonly TestReadings readings = new(database);

    /// <summary>Heap.</summary>
    public long ApplicationId { get; private set; }

    /// <summary>The answers of a quarter: <c>q4</c> or <c>q1</c>.</summary>
    public static JsonElement Expected(string quarter) => Answers.GetProperty(quarter);

    /// <summary>A sorted list of addresses.</summary>
    public static IEnumerable<string> Addresses(JsonElement list) => list.EnumerateArray().Select(e => e.GetString()!).Order(StringComparer.Ordinal);

    /// <summary>Reads the staff list and the first quarter's files.</summary>
    public async Task FirstQuarterAsync()
    {
        await readings.StaffAsync(AsOf("2026-11-20"), [.. Rows("staff.csv").Select(r => new StaffLine(
            r("Work email"), r("Full name"), r("Employee ID"), r("Employment status") == "Active" ? EmploymentStatus.Active : EmploymentStatus.Left, r("Employment type"),
            r("End date") is { Length: > 0 } end ? DateOnly.Parse(end, CultureInfo.InvariantCulture) : null, r("Manager email"), r("Other addresses"), r("Department"), r("Job title")))]);
        ApplicationId = (await database.Get<RegisterApplication>().RunAsync(
            Guid.NewGuid(), Actor.Product, new ApplicationFacts { Name = "Heap", Kind = ApplicationKind.Heap, PrivilegedRoles = ProposedRoles.Of(ApplicationKind.Heap) }, CancellationToken.None)).Require();
        await UsersAsync("2026Q4", AsOf("2026-11-20"));
        var owner = await readings.PersonAsync("emeka.castro@harbourlight.example");
        foreach (var (email, kind) in new[] { ("svc-warehouse-sync@harbourlight.example", DeclaredKind.Service), ("heap-dashboards-tv@harbourlight.example", DeclaredKind.Shared) })
        {
            (await database.Get<DeclareAccount>().RunAsync(Guid.NewGuid(), Actor.Product, await readings.AccountAsync(email), kind, owner, "Feeds the warehouse.", CancellationToken.None)).Require();
        }
    }

    /// <summary>Reads the next quarter's files.</summary>
    public Task NextQuarterAsync() => UsersAsync("2027Q1", AsOf("2027-02-19"));

    /// <summary>Assesses what is stale.</summary>
    public Task AssessAsync() => database.Get<FollowUps>().RunAsync(CancellationToken.None);

    /// <summary>The current assessment: what was found of each address.</summary>
    public async Task<Dictionary<string, AssessedAccount>> AssessedAsync()
    {
        await using var db = database.Look();
        return await (
            from application in db.Applications
            join assessed in db.AssessedAccounts on application.CurrentAssessmentId equals assessed.AssessmentId
            join record in db.AccountRecords on assessed.AccountRecordId equals record.Id
            select new { record.Email, Assessed = assessed }).ToDictionaryAsync(a => a.Email, a => a.Assessed);
    }

    private static DateTime AsOf(string day) => DateTime.Parse(day + "T18:00:00Z", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);

    private static List<Func<string, string>> Rows(string file)
    {
        var lines = File.ReadAllLines(Repository.At("tests", "data", "harbourlight", file)).Select(l => l.Split(',')).ToList();
        return [.. lines.Skip(1).Select(cells => (Func<string, string>)(name => cells[Array.IndexOf(lines[0], name)]))];
    }

    private Task UsersAsync(string quarter, DateTime asOf)
    {
        var teams = Rows($"heap-team-members-{quarter}.csv").ToLookup(r => r("User email"), r => r("Team"));
        static DateTime? At(string text) => text.Length == 0 ? null : DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
        return readings.AccessAsync(ApplicationId, asOf, [.. Rows($"heap-users-{quarter}.csv").Where(r => r("User ID") != "Total").Select(r => new UserLine(
            r("Email"), r("Name"), r("Role"), Enum.Parse<AccountStatus>(r("Status"), ignoreCase: true), At(r("Last active")),
            At(r("Last active")) is null ? LastUsedState.Never : null, At(r("Created")), r("User ID"), [.. teams[r("Email")]]))]);
    }
}

/// <summary>The first quarter, read and assessed once for tests that only look.</summary>
public sealed class FirstQuarter : IAsyncLifetime
{
    private TestDatabase? database;

    /// <summary>The sample organisation.</summary>
    public Harbourlight Sample { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        Sample = new Harbourlight(database);
        await Sample.FirstQuarterAsync();
        await Sample.AssessAsync();
    }

    public ValueTask DisposeAsync() => database?.DisposeAsync() ?? ValueTask.CompletedTask;
}
