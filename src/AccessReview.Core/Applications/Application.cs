using AccessReview.Core.Audit;
using AccessReview.Core.Scoping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Applications;

/// <summary>Which product an application is; decides the words of a removal and the guesses of an import.</summary>
public enum ApplicationKind
{
    /// <summary>Heap (heap.io).</summary>
    Heap,

    /// <summary>Amplitude.</summary>
    Amplitude,

    /// <summary>Mixpanel.</summary>
    Mixpanel,

    /// <summary>8x8.</summary>
    EightByEight,

    /// <summary>Any other application.</summary>
    Other,
}

/// <summary>A system whose access is reviewed.</summary>
public sealed class Application : IAudited, IScoped
{
    /// <summary>The most characters of a name or plan.</summary>
    public const int MaxName = 100;

    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The name people know it by.</summary>
    public required string Name { get; set; }

    /// <summary><see cref="TextKey.Of"/> of the name; no two applications share it.</summary>
    public required string NameKey { get; set; }

    /// <summary>Which product it is.</summary>
    public required ApplicationKind Kind { get; set; }

    /// <summary>The plan it is bought on, in the customer's words; null when not entered.</summary>
    public string? Plan { get; set; }

    /// <summary>The person with a say: approves what a campaign leaves out, is the second person. Null until named.</summary>
    public long? OwnerId { get; set; }

    /// <summary>Who carries out removals by hand; the owner when null.</summary>
    public long? RemoverId { get; set; }

    /// <summary>Days without use after which an account is dormant.</summary>
    public int DormantAfterDays { get; set; } = 90;

    /// <summary>Hours within which a removal of an account with a privileged role is due; null: the policy's days.</summary>
    public int? PrivilegedRemovalHours { get; set; }

    /// <summary>Hours within which every other removal is due; null: the policy's days.</summary>
    public int? RemovalHours { get; set; }

    /// <summary>The price of a seat for a year in minor units; null when not entered, and then no money is shown.</summary>
    public long? SeatPriceMinor { get; set; }

    /// <summary>The currency of the price, as ISO 4217 writes it.</summary>
    public string? Currency { get; set; }

    /// <summary>The newest complete reading, if any.</summary>
    public long? CurrentExtractId { get; set; }

    /// <summary>The assessment of the newest readings, if any.</summary>
    public long? CurrentAssessmentId { get; set; }

    /// <inheritdoc/>
    public long? OutOfScopeSeq { get; set; }

    /// <summary>Names of the roles that are privileged.</summary>
    public List<PrivilegedRole> PrivilegedRoles { get; init; } = [];

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    /// <summary>Takes over what an administrator says, but for the privileged roles, which have rows of their own.</summary>
    internal void Take(ApplicationFacts facts)
    {
        (Name, NameKey, Kind) = (facts.Name.Trim(), TextKey.Of(facts.Name), facts.Kind);
        Plan = string.IsNullOrWhiteSpace(facts.Plan) ? null : facts.Plan.Trim();
        (OwnerId, RemoverId, DormantAfterDays) = (facts.OwnerId, facts.RemoverId, facts.DormantAfterDays);
        (PrivilegedRemovalHours, RemovalHours) = (facts.PrivilegedRemovalHours, facts.RemovalHours);
        (SeatPriceMinor, Currency) = (facts.SeatPriceMinor, facts.Currency);
    }

    internal sealed class Map : IEntityTypeConfiguration<Application>
    {
        public void Configure(EntityTypeBuilder<Application> table)
        {
            table.Property(a => a.Name).HasMaxLength(MaxName);
            table.Property(a => a.NameKey).HasMaxLength(MaxName);
            table.HasIndex(a => a.NameKey).IsUnique();
            table.Property(a => a.Plan).HasMaxLength(MaxName);
            table.Property(a => a.Currency).HasMaxLength(3);
            table.HasMany(a => a.PrivilegedRoles).WithOne().HasForeignKey(r => r.ApplicationId);
        }
    }
}

/// <summary>A role of an application whose holders are privileged.</summary>
public sealed class PrivilegedRole : IAudited
{
    /// <summary>The most characters of a role's name.</summary>
    public const int MaxRole = 100;

    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The application.</summary>
    public required long ApplicationId { get; init; }

    /// <summary>The role as the application writes it.</summary>
    public required string Role { get; init; }

    /// <summary><see cref="TextKey.Of"/> of the role.</summary>
    public required string RoleKey { get; init; }

    /// <summary>False once the role is no longer privileged; rows are not deleted.</summary>
    public bool Active { get; set; } = true;

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<PrivilegedRole>
    {
        public void Configure(EntityTypeBuilder<PrivilegedRole> table)
        {
            table.Property(r => r.Role).HasMaxLength(MaxRole);
            table.Property(r => r.RoleKey).HasMaxLength(MaxRole);
            table.HasIndex(r => new { r.ApplicationId, r.RoleKey }).IsUnique();
        }
    }
}

/// <summary>One login in an application, for as long as the application knows its source key.</summary>
public sealed class Account : IAudited
{
    /// <summary>The most characters of a source key.</summary>
    public const int MaxSourceKey = 320;

    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The application.</summary>
    public required long ApplicationId { get; init; }

    /// <summary>What the application itself calls it (its user id, else its address), as a key.</summary>
    public required string SourceKey { get; init; }

    /// <summary>The first reading that held it.</summary>
    public required long FirstExtractId { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<Account>
    {
        public void Configure(EntityTypeBuilder<Account> table)
        {
            table.Property(a => a.SourceKey).HasMaxLength(MaxSourceKey);
            table.HasIndex(a => new { a.ApplicationId, a.SourceKey }).IsUnique();
        }
    }
}

/// <summary>A team, project or permission group in an application.</summary>
public sealed class Group : IAudited
{
    /// <summary>The most characters of a name.</summary>
    public const int MaxName = 200;

    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The application.</summary>
    public required long ApplicationId { get; init; }

    /// <summary>What the application itself calls it (its id, else its name), as a key.</summary>
    public required string SourceKey { get; init; }

    /// <summary>Its name when it was first read; each reading's own name stands in <c>GroupRecord</c>.</summary>
    public required string Name { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<Group>
    {
        public void Configure(EntityTypeBuilder<Group> table)
        {
            table.Property(g => g.SourceKey).HasMaxLength(MaxName);
            table.Property(g => g.Name).HasMaxLength(MaxName);
            table.HasIndex(g => new { g.ApplicationId, g.SourceKey }).IsUnique();
        }
    }
}
