using AccessReview.Core.Applications;
using AccessReview.Core.Directories;
using AccessReview.Core.Extracts;
using AccessReview.Core.Matching;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Sample;

/// <summary>Loads the invented organisation into a database of its own, through the same use cases a person would use, and puts that
/// database in use. A load that did not finish is started over.</summary>
public sealed class LoadSample(
    Databases databases, Upgrade upgrade, RegisterDirectory registerDirectory, RegisterApplication registerApplication, SampleImport import,
    DeclareAccount declare, GrantRole grant, SetPolicy setPolicy, FollowUps followUps, TimeProvider time)
{
    /// <summary>Addresses of the people who hold roles in the sample, and their roles.</summary>
    public static IReadOnlyList<(string Email, Role Role)> RoleHolders { get; } =
    [
        ("dmitri.raman@harbourlight.example", Role.CampaignOwner),
        ("uma.nwosu@harbourlight.example", Role.Auditor),
        ("kaito.ivanov@harbourlight.example", Role.Administrator),
    ];

    /// <summary>Loads it; refused once the customer's own database holds anybody.</summary>
    public async Task<Outcome<Done>> RunAsync(CancellationToken cancel)
    {
        await using (var own = databases.Create(DatabaseName.Own))
        {
            if (databases.Current == DatabaseName.Own && await own.Directories.AnyAsync(cancel))
            {
                return new Problem("sample.not-empty", "This installation holds data of its own. The sample is for trying an empty one.");
            }
        }

        databases.Use(DatabaseName.Own);
        databases.DeleteSample();
        await upgrade.RunAsync(DatabaseName.Sample, cancel);
        databases.Use(DatabaseName.Sample);
        try
        {
            await FillAsync(Clock.Truncate(time.Now()), cancel);
            return Done.Yes;
        }
        catch
        {
            databases.Use(DatabaseName.Own);
            throw;
        }
    }

    /// <summary>Whether the sample in use was loaded to its end: the administrator's role is its last step.</summary>
    public async Task<bool> IsWholeAsync(CancellationToken cancel)
    {
        await using var db = databases.Create(DatabaseName.Sample);
        return await db.RoleGrants.AnyAsync(g => g.Role == Role.Administrator, cancel);
    }

    /// <summary>The invented organisation's settings. Its costs are published estimates for an application such as Heap, normalised to 500 employees:
    /// 101 hours and 6,088 USD of work, 1,741 USD for 7 orphaned accounts, and 3,925 USD for 12 unused seats (the seat's price).</summary>
    private static Policy SamplePolicy { get; } = new()
    {
        Organisation = "Harbourlight (invented)",
        TimeZone = "Europe/Berlin",
        HandHoursAYear = 101,
        HourCostMinor = 6_028,
        MissedRemovalCostMinor = 24_871,
        CostCurrency = "USD",
        CostSource = "Published estimates for an application such as Heap in an organisation of 500 people",
    };

    /// <summary>Fills the database in use, which must be empty.</summary>
    internal async Task FillAsync(DateTime exportedAt, CancellationToken cancel)
    {
        var actor = Actor.Product;
        (await setPolicy.RunAsync(Guid.NewGuid(), actor, SamplePolicy, null, cancel)).Require();
        var directoryId = (await registerDirectory.RunAsync(Guid.NewGuid(), actor, "Staff list", DirectoryKind.StaffList, cancel)).Require();
        await import.RunAsync(actor, null, directoryId, exportedAt, [(ExtractFileKind.People, "staff.csv", "HR system, production", "Report “All staff”", 500)], cancel);
        var applicationId = (await registerApplication.RunAsync(Guid.NewGuid(), actor, new ApplicationFacts
        {
            Name = "Heap",
            Kind = ApplicationKind.Heap,
            Plan = "Pro",
            OwnerId = await PersonAsync("nadia.petrov@harbourlight.example", cancel),
            RemoverId = await PersonAsync("emeka.singh@harbourlight.example", cancel),
            SeatPriceMinor = 32_708,
            Currency = "USD",
            PrivilegedRoles = ["Admin", "Architect"],
        }, cancel)).Require();
        await import.RunAsync(actor, applicationId, null, exportedAt,
        [
            (ExtractFileKind.Users, "heap-users-2026Q4.csv", "Heap, production", "Account > Manage > Teammates", 194),
            (ExtractFileKind.Assignments, "heap-team-members-2026Q4.csv", "Heap, production", "Account > Manage > Teams", null),
            (ExtractFileKind.GroupOwners, "heap-teams.csv", "Heap, production", "Account > Manage > Teams", null),
        ], cancel);
        await DeclareAsync(actor, "svc-warehouse-sync@harbourlight.example", DeclaredKind.Service, "Copies Heap's events into the data warehouse every night.", cancel);
        await DeclareAsync(actor, "heap-dashboards-tv@harbourlight.example", DeclaredKind.Shared, "Shows dashboards on the screens in the office.", cancel);
        await followUps.RunAsync(cancel);
        foreach (var (email, role) in RoleHolders)
        {
            (await grant.RunAsync(Guid.NewGuid(), actor, await PersonAsync(email, cancel), role, cancel)).Require();
        }
    }

    private async Task DeclareAsync(Actor actor, string email, DeclaredKind kind, string purpose, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var account = await db.AccountRecords.Where(r => r.EmailKey == TextKey.Of(email)).Select(r => r.AccountId).SingleAsync(cancel);
        (await declare.RunAsync(Guid.NewGuid(), actor, account, kind, await PersonAsync("emeka.castro@harbourlight.example", cancel), purpose, cancel)).Require();
    }

    private async Task<long> PersonAsync(string email, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var key = TextKey.Of(email);
        return await CurrentPeople.Of(db).Where(r => r.EmailKey == key).Select(r => r.PersonId).SingleAsync(cancel);
    }
}
