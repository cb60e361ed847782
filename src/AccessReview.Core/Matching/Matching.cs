using AccessReview.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Matching;

/// <summary>How an account is linked to a person.</summary>
public enum MatchKind
{
    /// <summary>By an id both sides know.</summary>
    Id,

    /// <summary>By the person's work address.</summary>
    Email,

    /// <summary>By another address the person is known by, present or former.</summary>
    OtherAddress,

    /// <summary>By hand, with a reason.</summary>
    ByHand,

    /// <summary>Declared external, service, shared, emergency or test, with an owner inside.</summary>
    Declared,

    /// <summary>Nobody known has it.</summary>
    Nobody,

    /// <summary>Several people could be meant; shown, never guessed.</summary>
    Several,
}

/// <summary>A link from an account to a person made by hand. A later one replaces it; rows are not deleted.</summary>
public sealed class HandMatch : IAudited
{
    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The account.</summary>
    public required long AccountId { get; init; }

    /// <summary>The person.</summary>
    public required long PersonId { get; init; }

    /// <summary>Why, as <see cref="PrivateText"/>.</summary>
    public required long ReasonId { get; init; }

    /// <summary>Who said so, as <see cref="Actor.Key"/>; a person who matched an account cannot review it.</summary>
    public required string By { get; init; }

    /// <summary>When.</summary>
    public required DateTime At { get; init; }

    /// <summary>False once replaced or taken back.</summary>
    public bool Active { get; set; } = true;

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<HandMatch>
    {
        public void Configure(EntityTypeBuilder<HandMatch> table)
        {
            table.Property(m => m.By).HasMaxLength(64);
            table.HasIndex(m => new { m.AccountId, m.Active });
        }
    }
}

/// <summary>What an account that is no employee's is declared as.</summary>
public enum DeclaredKind
{
    /// <summary>A person outside: agency, partner, customer.</summary>
    External,

    /// <summary>Used by a program.</summary>
    Service,

    /// <summary>Used by several people.</summary>
    Shared,

    /// <summary>For emergencies only.</summary>
    Emergency,

    /// <summary>For tests.</summary>
    Test,
}

/// <summary>That an account is external, service, shared, emergency or test, with an owner inside and a purpose. Remembered for
/// later readings; rows are not deleted.</summary>
public sealed class Declaration : IAudited
{
    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The account.</summary>
    public required long AccountId { get; init; }

    /// <summary>What it is.</summary>
    public required DeclaredKind Kind { get; init; }

    /// <summary>Who answers for it inside; cannot review it.</summary>
    public required long OwnerId { get; init; }

    /// <summary>What it is for, as <see cref="PrivateText"/>.</summary>
    public required long PurposeId { get; init; }

    /// <summary>Who declared it, as <see cref="Actor.Key"/>; cannot review it either.</summary>
    public required string By { get; init; }

    /// <summary>When.</summary>
    public required DateTime At { get; init; }

    /// <summary>False once replaced or taken back.</summary>
    public bool Active { get; set; } = true;

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<Declaration>
    {
        public void Configure(EntityTypeBuilder<Declaration> table)
        {
            table.Property(d => d.By).HasMaxLength(64);
            table.HasIndex(d => new { d.AccountId, d.Active });
        }
    }
}
