using AccessReview.Core.Extracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.SignIn;

/// <summary>Why a sign-in is bound to nobody.</summary>
public enum WhyNotBound
{
    /// <summary>It came without an address.</summary>
    NoAddress,

    /// <summary>Its provider does not say that the address is verified.</summary>
    NotVerified,

    /// <summary>Nobody on the staff list has the address.</summary>
    NobodyKnown,

    /// <summary>Several people have it.</summary>
    SeveralPeople,

    /// <summary>The person already has a sign-in of this provider: an account made anew, or an address given to somebody else.</summary>
    AnotherSignIn,

    /// <summary>Whoever has the address has left.</summary>
    HasLeft,

    /// <summary>An administrator unbound it.</summary>
    Unbound,
}

/// <summary>A sign-in that proved itself and is bound to nobody: an administrator decides. Operational; it goes when it is bound.</summary>
public sealed class WaitingSignIn
{
    /// <summary>The most that are kept; then the one not seen for longest makes room.</summary>
    public const int Most = 1000;

    /// <summary>The most characters of a name.</summary>
    public const int MaxName = 200;

    /// <summary>The key, given by the database.</summary>
    public long Id { get; init; }

    /// <summary>The issuer.</summary>
    public required string Issuer { get; init; }

    /// <summary>The subject.</summary>
    public required string Subject { get; init; }

    /// <summary>The address it came with; empty when none.</summary>
    public required string Address { get; set; }

    /// <summary>The name it came with; empty when none.</summary>
    public required string Name { get; set; }

    /// <summary>Why it waits.</summary>
    public required WhyNotBound Why { get; set; }

    /// <summary>When it was first seen.</summary>
    public required DateTime FirstAt { get; init; }

    /// <summary>When it was last seen.</summary>
    public required DateTime LastAt { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<WaitingSignIn>
    {
        public void Configure(EntityTypeBuilder<WaitingSignIn> table)
        {
            table.Property(w => w.Issuer).HasMaxLength(SignInIdentity.MaxText);
            table.Property(w => w.Subject).HasMaxLength(SignInIdentity.MaxText);
            table.Property(w => w.Address).HasMaxLength(AccountRecord.MaxText);
            table.Property(w => w.Name).HasMaxLength(MaxName);
            table.HasIndex(w => new { w.Issuer, w.Subject }).IsUnique();
        }
    }
}
