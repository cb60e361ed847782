using AccessReview.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Roles;

/// <summary>The roles of the product that are granted; may be combined. A reviewer is whoever has items.</summary>
[Flags]
public enum Role
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Connects applications and directories, settings, grants roles.</summary>
    Administrator = 1,

    /// <summary>Plans, launches, watches, closes; runs removals; downloads evidence.</summary>
    CampaignOwner = 2,

    /// <summary>Reads campaigns, evidence and the audit log; changes nothing.</summary>
    Auditor = 4,
}

/// <summary>That a person holds a role of the product. Ended, never deleted.</summary>
public sealed class RoleGrant : IAudited
{
    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The person.</summary>
    public required long PersonId { get; init; }

    /// <summary>The role: one flag.</summary>
    public required Role Role { get; init; }

    /// <summary>Who granted it, as <see cref="Actor.Key"/>; never the person themselves.</summary>
    public required string GrantedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTime GrantedAt { get; init; }

    /// <summary>Who took it away, as <see cref="Actor.Key"/>.</summary>
    public string? EndedBy { get; set; }

    /// <summary>When.</summary>
    public DateTime? EndedAt { get; set; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<RoleGrant>
    {
        public void Configure(EntityTypeBuilder<RoleGrant> table)
        {
            table.Property(g => g.GrantedBy).HasMaxLength(64);
            table.Property(g => g.EndedBy).HasMaxLength(64);
            table.HasIndex(g => new { g.PersonId, g.EndedAt });
        }
    }
}

/// <summary>That a sign-in (issuer and subject) is a person of the staff list.</summary>
public sealed class SignInIdentity : IAudited
{
    /// <summary>The most characters of an issuer or subject.</summary>
    public const int MaxText = 255;

    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The issuer, as its tokens name it.</summary>
    public required string Issuer { get; init; }

    /// <summary>The subject, as the issuer names it.</summary>
    public required string Subject { get; init; }

    /// <summary>The person.</summary>
    public required long PersonId { get; set; }

    /// <summary>False once unbound.</summary>
    public bool Active { get; set; } = true;

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<SignInIdentity>
    {
        public void Configure(EntityTypeBuilder<SignInIdentity> table)
        {
            table.Property(i => i.Issuer).HasMaxLength(MaxText);
            table.Property(i => i.Subject).HasMaxLength(MaxText);
            table.HasIndex(i => new { i.Issuer, i.Subject }).IsUnique();
        }
    }
}
