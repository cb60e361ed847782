using AccessReview.Core.Applications;
using AccessReview.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Extracts;

/// <summary>What the application says of an account.</summary>
public enum AccountStatus
{
    /// <summary>Can sign in.</summary>
    Active,

    /// <summary>Invited, has not joined.</summary>
    Invited,

    /// <summary>Cannot sign in.</summary>
    Disabled,

    /// <summary>The source does not say.</summary>
    NotKnown,
}

/// <summary>What is known of the last use of an account.</summary>
public enum LastUsedState
{
    /// <summary>The time is known.</summary>
    Known,

    /// <summary>The source says: never.</summary>
    Never,

    /// <summary>The source gives last use for others, not for this one.</summary>
    NotKnown,

    /// <summary>The source gives no last use at all.</summary>
    NotGiven,
}

/// <summary>An account as one reading found it. Never changes.</summary>
public sealed class AccountRecord : IAudited
{
    /// <summary>The most characters of a name or address.</summary>
    public const int MaxText = 320;

    /// <summary>The most characters of all the roles of an account together.</summary>
    public const int MaxRole = 1000;

    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The reading.</summary>
    public required long ExtractId { get; init; }

    /// <summary>The account.</summary>
    public required long AccountId { get; init; }

    /// <summary>The line of the users file.</summary>
    public required int Line { get; init; }

    /// <summary>The address, as written; empty when the source has none.</summary>
    public required string Email { get; init; }

    /// <summary>The address as a key.</summary>
    public required string EmailKey { get; init; }

    /// <summary>The name, as written; empty when the source has none.</summary>
    public required string Name { get; init; }

    /// <summary>The name's sort key.</summary>
    public required string NameSort { get; init; }

    /// <summary>The role, as written; empty when the source has none.</summary>
    public required string Role { get; init; }

    /// <summary>The role as a key.</summary>
    public required string RoleKey { get; init; }

    /// <summary>What the application says of it.</summary>
    public required AccountStatus Status { get; init; }

    /// <summary>When it was last used, if <see cref="LastUsedState"/> is known.</summary>
    public DateTime? LastUsedAt { get; init; }

    /// <summary>What is known of the last use.</summary>
    public required LastUsedState LastUsedState { get; init; }

    /// <summary>When it was created, if the source says.</summary>
    public DateTime? CreatedAt { get; init; }

    /// <summary>What the source calls it in this reading, to name it there again; empty when it gives no ids.</summary>
    public string SourceId { get; init; } = "";

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<AccountRecord>
    {
        public void Configure(EntityTypeBuilder<AccountRecord> table)
        {
            table.Property(r => r.Email).HasMaxLength(MaxText);
            table.Property(r => r.EmailKey).HasMaxLength(MaxText);
            table.Property(r => r.Name).HasMaxLength(MaxText);
            table.Property(r => r.NameSort).HasMaxLength(MaxText);
            table.Property(r => r.Role).HasMaxLength(MaxRole);
            table.Property(r => r.RoleKey).HasMaxLength(MaxRole);
            table.Property(r => r.SourceId).HasMaxLength(Account.MaxSourceKey);
            table.HasIndex(r => new { r.ExtractId, r.AccountId }).IsUnique();
            table.HasIndex(r => r.AccountId);
        }
    }
}

/// <summary>A group as one reading found it, with its owner as the source names them. Never changes.</summary>
public sealed class GroupRecord : IAudited
{
    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The reading.</summary>
    public required long ExtractId { get; init; }

    /// <summary>The group.</summary>
    public required long GroupId { get; init; }

    /// <summary>Its name in this reading.</summary>
    public required string Name { get; init; }

    /// <summary>What the source calls it in this reading, to name it there again; empty when it gives no ids.</summary>
    public string SourceId { get; init; } = "";

    /// <summary>The owner's address as the source gives it; empty when none.</summary>
    public required string OwnerEmail { get; init; }

    /// <summary>The owner's address as a key.</summary>
    public required string OwnerEmailKey { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<GroupRecord>
    {
        public void Configure(EntityTypeBuilder<GroupRecord> table)
        {
            table.Property(r => r.Name).HasMaxLength(Group.MaxName);
            table.Property(r => r.OwnerEmail).HasMaxLength(AccountRecord.MaxText);
            table.Property(r => r.OwnerEmailKey).HasMaxLength(AccountRecord.MaxText);
            table.Property(r => r.SourceId).HasMaxLength(Account.MaxSourceKey);
            table.HasIndex(r => new { r.ExtractId, r.GroupId }).IsUnique();
        }
    }
}

/// <summary>An account holding a group, as one reading found it. Never changes.</summary>
public sealed class AssignmentRecord : IAudited
{
    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The reading.</summary>
    public required long ExtractId { get; init; }

    /// <summary>The account as found in the same reading.</summary>
    public required long AccountRecordId { get; init; }

    /// <summary>The group.</summary>
    public required long GroupId { get; init; }

    /// <summary>The line of the assignments file.</summary>
    public required int Line { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<AssignmentRecord>
    {
        public void Configure(EntityTypeBuilder<AssignmentRecord> table)
        {
            table.HasIndex(r => new { r.ExtractId, r.AccountRecordId });
            table.HasIndex(r => new { r.AccountRecordId, r.GroupId }).IsUnique();
        }
    }
}
