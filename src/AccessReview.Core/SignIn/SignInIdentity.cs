using System.Security.Cryptography;
using System.Text;
using AccessReview.Core.Audit;
using AccessReview.Core.Extracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.SignIn;

/// <summary>That a sign-in (issuer and subject) is a person of the staff list. Unbound, never deleted: a sign-in that an
/// administrator unbound is not bound again by its address.</summary>
public sealed class SignInIdentity : IAudited
{
    /// <summary>The most characters of an issuer or subject; the standard allows a subject no more.</summary>
    public const int MaxText = 255;

    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The issuer, as its tokens name it.</summary>
    public required string Issuer { get; init; }

    /// <summary>The subject, as the issuer names it.</summary>
    public required string Subject { get; init; }

    /// <summary>The address it came with when it was bound; empty when none.</summary>
    public required string Address { get; set; }

    /// <summary>The person.</summary>
    public required long PersonId { get; set; }

    /// <summary>Who bound it last, as <see cref="Actor.Key"/>; the product when a verified address did.</summary>
    public required string BoundBy { get; set; }

    /// <summary>When.</summary>
    public required DateTime BoundAt { get; set; }

    /// <summary>False once unbound.</summary>
    public bool Active { get; set; } = true;

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    /// <summary>What events cite: the SHA-256 of issuer and subject.</summary>
    internal static Sha256 Fingerprint(string issuer, string subject) => new(SHA256.HashData(Encoding.UTF8.GetBytes(issuer + "\n" + subject)));

    internal sealed class Map : IEntityTypeConfiguration<SignInIdentity>
    {
        public void Configure(EntityTypeBuilder<SignInIdentity> table)
        {
            table.Property(i => i.Issuer).HasMaxLength(MaxText);
            table.Property(i => i.Subject).HasMaxLength(MaxText);
            table.Property(i => i.Address).HasMaxLength(AccountRecord.MaxText);
            table.Property(i => i.BoundBy).HasMaxLength(64);
            table.HasIndex(i => new { i.Issuer, i.Subject }).IsUnique();
        }
    }
}
