using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Settings;

/// <summary>The settings that decide what a review says. Each change is a new version; a campaign keeps the one it was launched
/// with.</summary>
public sealed record Policy
{
    /// <summary>What is said before a launch and before a close while nobody has entered <see cref="Organisation"/>.</summary>
    public const string Nameless = "The evidence will not name your organisation: an administrator enters its name in the policy.";

    /// <summary>Days after which an application's file is too old to launch on.</summary>
    public int ApplicationStaleAfterDays { get; init; } = 7;

    /// <summary>Days after which a staff list is too old to launch on.</summary>
    public int StaffListStaleAfterDays { get; init; } = 7;

    /// <summary>Days within which a removal is due after it was asked for.</summary>
    public int RemovalDueDays { get; init; } = 5;

    /// <summary>Minutes that the product waits after a sign-off before it carries a removal out itself.</summary>
    public int RemovalWaitMinutes { get; init; } = 60;

    /// <summary>Removals of one application within a day up to which no second person is needed, unless they are more than half of it.</summary>
    public int BrakeAbove { get; init; } = 10;

    /// <summary>The share of an application's accounts, in percent, up to which no second person is needed, however many they are.</summary>
    public int BrakePercent { get; init; } = 5;

    /// <summary>Years a closed campaign is kept.</summary>
    public int RetentionYears { get; init; } = 7;

    /// <summary>Items above which a bulk act asks once, naming the counts by role.</summary>
    public int BulkAsksAbove { get; init; } = 50;

    /// <summary>Whether a routine row that is as it was certified last time may be carried forward, at most once in a row.</summary>
    public bool CarryForward { get; init; }

    /// <summary>Whether signs of hasty reviewing are shown for each reviewer by name; they are always counted for the campaign.</summary>
    public bool QualityByReviewer { get; init; }

    /// <summary>What happens where two people would review each other's access.</summary>
    public IndependenceRule ReciprocalReview { get; init; }

    /// <summary>What happens where an administrator of the application would review another.</summary>
    public IndependenceRule AdministratorsReview { get; init; }

    /// <summary>When somebody is asked about the access of people who have left.</summary>
    public LeaversRule Leavers { get; init; }

    /// <summary>Who decides about it, where they are asked at once.</summary>
    public LeaversApprover LeaversApprover { get; init; }

    /// <summary>The campaign owner who runs these campaigns; needed where they are held at once.</summary>
    public long? LeaversOwnerId { get; init; }

    /// <summary>Days within which such a campaign is due.</summary>
    public int LeaversDueDays { get; init; } = 2;

    /// <summary>The organisation's name, as evidence prints it.</summary>
    public string Organisation { get; init; } = "";

    /// <summary>The IANA time zone in which the organisation's days end, proposed for campaigns.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Days before the deadline on which the first reminder goes out; each further one after half of what was left.</summary>
    public int FirstReminderDays { get; init; } = 14;

    /// <summary>The hour of the day, in the campaign's time zone, from which reminders go out.</summary>
    public int ReminderHour { get; init; } = 8;

    /// <summary>Days after the deadline on which the campaign's owner is told who is late, and each week from then on.</summary>
    public int OwnerEscalationDays { get; init; } = 1;

    /// <summary>Days after the deadline on which a late reviewer's manager is told, and each week from then on.</summary>
    public int ManagerEscalationDays { get; init; } = 2;

    /// <summary>Words of the organisation at the end of every mail: whom to ask.</summary>
    public string MailNote { get; init; } = "";

    /// <summary>Hours of work by hand a year on access that the product is to spare; null: not entered, and no money is shown for it.</summary>
    public int? HandHoursAYear { get; init; }

    /// <summary>What such an hour costs, in minor units of <see cref="CostCurrency"/>; null: not entered.</summary>
    public long? HourCostMinor { get; init; }

    /// <summary>What one account that should be gone costs a year, in minor units of <see cref="CostCurrency"/>; null: not entered.</summary>
    public long? MissedRemovalCostMinor { get; init; }

    /// <summary>The currency of these costs, by its three letters; empty: none was entered.</summary>
    public string CostCurrency { get; init; } = "";

    /// <summary>Where these figures come from, in the organisation's words.</summary>
    public string CostSource { get; init; } = "";

    /// <summary>The time zone, ready to use; UTC where the name is not known here.</summary>
    [JsonIgnore]
    public TimeZoneInfo Zone => TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>The organisation's calendar day of an instant: by it somebody works here or has left.</summary>
    public DateOnly DayOf(DateTime at) => Clock.DayIn(at, Zone);
}

/// <summary>One version of the policy. Append-only.</summary>
public sealed class PolicyVersion : IAudited
{
    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>Its number, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The policy as JSON.</summary>
    public required string Json { get; init; }

    /// <summary>Who set it, as <see cref="Actor.Key"/>.</summary>
    public required string SetBy { get; init; }

    /// <summary>When.</summary>
    public required DateTime SetAt { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    /// <summary>What events cite: the SHA-256 of its JSON.</summary>
    internal Sha256 Fingerprint() => new(SHA256.HashData(Encoding.UTF8.GetBytes(Json)));

    /// <summary>Puts a policy in force, as the version after the newest.</summary>
    internal static async Task<PolicyVersion> AddAsync(ChangeScope scope, Policy policy, CancellationToken cancel)
    {
        var number = 1 + (await scope.Db.PolicyVersions.MaxAsync(p => (int?)p.Number, cancel) ?? 0);
        return scope.Add(new PolicyVersion { Id = scope.NewId(), Number = number, Json = CurrentPolicy.Write(policy), SetBy = scope.Actor.Key, SetAt = scope.At });
    }

    internal sealed class Map : IEntityTypeConfiguration<PolicyVersion>
    {
        public void Configure(EntityTypeBuilder<PolicyVersion> table)
        {
            table.Property(p => p.SetBy).HasMaxLength(64);
            table.HasIndex(p => p.Number).IsUnique();
        }
    }
}

/// <summary>What this database is. Operational, one row, written when it is made.</summary>
public sealed class Installation
{
    /// <summary>The only key.</summary>
    public const int TheId = 1;

    /// <summary>Always <see cref="TheId"/>.</summary>
    public int Id { get; init; } = TheId;

    /// <summary>Names this installation in manifests and anchors.</summary>
    public required Guid Key { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTime MadeAt { get; init; }

    /// <summary>True for the invented sample organisation.</summary>
    public required bool Sample { get; init; }

    /// <summary>Set by the first act of somebody who chose who they are; from then on evidence is marked Demo.</summary>
    public bool DemoUsed { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<Installation>
    {
        public void Configure(EntityTypeBuilder<Installation> table) => table.Property(i => i.Id).ValueGeneratedNever();
    }
}
