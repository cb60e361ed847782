using AccessReview.Core.Audit;
using AccessReview.Core.Directories;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Extracts;

/// <summary>What a directory says of somebody's employment.</summary>
public enum EmploymentStatus
{
    /// <summary>Works here.</summary>
    Active,

    /// <summary>Works here and is away.</summary>
    OnLeave,

    /// <summary>No longer works here.</summary>
    Left,

    /// <summary>The directory does not say.</summary>
    NotKnown,
}

/// <summary>A person as one reading found them. Never changes.</summary>
public sealed class PersonRecord : IAudited
{
    /// <summary>The most characters of a department, title or employment type.</summary>
    public const int MaxWord = 200;

    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The reading.</summary>
    public required long ExtractId { get; init; }

    /// <summary>The person.</summary>
    public required long PersonId { get; init; }

    /// <summary>The line of the file.</summary>
    public required int Line { get; init; }

    /// <summary>The employee id as written; empty when the source has none.</summary>
    public required string EmployeeId { get; init; }

    /// <summary>The work address, as written; empty when the source has none.</summary>
    public required string WorkEmail { get; init; }

    /// <summary>The work address as a key.</summary>
    public required string EmailKey { get; init; }

    /// <summary>The full name.</summary>
    public required string Name { get; init; }

    /// <summary>The name's sort key.</summary>
    public required string NameSort { get; init; }

    /// <summary>What the directory says; a passed <see cref="EndDate"/> ends the employment whatever it says. Whether they are here says <see cref="HasLeft"/>.</summary>
    public required EmploymentStatus Status { get; init; }

    /// <summary>Employee, contractor and so on, as written.</summary>
    public required string EmploymentType { get; init; }

    /// <summary>First day, if known.</summary>
    public DateOnly? StartDate { get; init; }

    /// <summary>Last day of this employment, if known; may lie ahead. Before <see cref="StartDate"/> only of somebody who had still to come back when they
    /// were read: it is that of the employment before.</summary>
    public DateOnly? EndDate { get; init; }

    /// <summary>The manager as the directory names them (address or employee id), as a key; empty when none.</summary>
    public required string ManagerKey { get; init; }

    /// <summary>The manager, where the key names exactly one person of this reading.</summary>
    public long? ManagerId { get; init; }

    /// <summary>Department, as written.</summary>
    public required string Department { get; init; }

    /// <summary>Job title, as written.</summary>
    public required string JobTitle { get; init; }

    /// <summary>When they last signed in to the directory itself, for whatever application (UTC); set exactly when <see cref="LastSignInState"/> is Known.</summary>
    public DateTime? LastSignInAt { get; init; }

    /// <summary>What the directory says of their last sign-in to it; null: it says so of nobody.</summary>
    public LastUsedState? LastSignInState { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    /// <inheritdoc cref="Employment.HasLeft"/>
    public bool HasLeft(DateOnly on) => new Employment(Status, StartDate, EndDate).HasLeft(on);

    internal sealed class Map : IEntityTypeConfiguration<PersonRecord>
    {
        public void Configure(EntityTypeBuilder<PersonRecord> table)
        {
            table.Property(r => r.EmployeeId).HasMaxLength(Person.MaxSourceKey);
            table.Property(r => r.WorkEmail).HasMaxLength(AccountRecord.MaxText);
            table.Property(r => r.EmailKey).HasMaxLength(AccountRecord.MaxText);
            table.Property(r => r.Name).HasMaxLength(AccountRecord.MaxText);
            table.Property(r => r.NameSort).HasMaxLength(AccountRecord.MaxText);
            table.Property(r => r.EmploymentType).HasMaxLength(MaxWord);
            table.Property(r => r.ManagerKey).HasMaxLength(AccountRecord.MaxText);
            table.Property(r => r.Department).HasMaxLength(MaxWord);
            table.Property(r => r.JobTitle).HasMaxLength(MaxWord);
            table.HasIndex(r => new { r.ExtractId, r.PersonId }).IsUnique();
            table.HasIndex(r => new { r.ExtractId, r.NameSort });
            table.HasIndex(r => new { r.PersonId, r.ExtractId });
        }
    }
}

/// <summary>What kind of address a person is known by.</summary>
public enum AddressKind
{
    /// <summary>The work address.</summary>
    Work,

    /// <summary>Another address. What was read before there were former ones may be one of those.</summary>
    Other,

    /// <summary>An address that was theirs: accounts are matched by it, and nobody signs in by it, for it may be somebody else's now.</summary>
    Former,
}

/// <summary>An address a person is known by in one reading. Never changes.</summary>
public sealed class PersonAddress : IAudited
{
    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The reading.</summary>
    public required long ExtractId { get; init; }

    /// <summary>The person as found in that reading.</summary>
    public required long PersonRecordId { get; init; }

    /// <summary>The address as a key.</summary>
    public required string EmailKey { get; init; }

    /// <summary>Which kind.</summary>
    public required AddressKind Kind { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<PersonAddress>
    {
        public void Configure(EntityTypeBuilder<PersonAddress> table)
        {
            table.Property(a => a.EmailKey).HasMaxLength(AccountRecord.MaxText);
            table.HasIndex(a => new { a.ExtractId, a.EmailKey });
        }
    }
}
