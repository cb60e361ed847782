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

/// <summary>Where a grant comes from. A person may hold one role from several sources; each ends by itself.</summary>
public enum RoleSource
{
    /// <summary>An administrator granted it in the product.</summary>
    Product,

    /// <summary>The sign-in carried it as a claim. It ends at the next sign-in without the claim.</summary>
    Claim,

    /// <summary>The first administrator, named in the configuration. There is one such grant, ever.</summary>
    Configuration,
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

    /// <summary>Where it comes from.</summary>
    public RoleSource Source { get; init; }

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
