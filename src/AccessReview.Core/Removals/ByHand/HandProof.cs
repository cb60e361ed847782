using AccessReview.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Removals;

/// <summary>What kind of file a proof is, by its bytes.</summary>
public enum ProofKind
{
    /// <summary>A PNG picture.</summary>
    Png,

    /// <summary>A JPEG picture.</summary>
    Jpeg,

    /// <summary>A PDF document.</summary>
    Pdf,
}

/// <summary>A file that somebody attached to what they did by hand. It is shown and kept; it never makes a removal verified.
/// Append-only.</summary>
public sealed class HandProof : IAudited
{
    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The removal.</summary>
    public required long RemovalId { get; init; }

    /// <summary>The file, as <see cref="Extracts.StoredFile"/>.</summary>
    public required long StoredFileId { get; init; }

    /// <summary>Its SHA-256.</summary>
    public required byte[] Sha256 { get; init; }

    /// <summary>What kind of file it is.</summary>
    public required ProofKind Kind { get; init; }

    /// <summary>Its bytes.</summary>
    public required long Length { get; init; }

    /// <summary>Who attached it.</summary>
    public required long ById { get; init; }

    /// <summary>When.</summary>
    public required DateTime At { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<HandProof>
    {
        public void Configure(EntityTypeBuilder<HandProof> table)
        {
            table.Property(p => p.Sha256).HasMaxLength(Hashes.Length).IsFixedLength();
            table.HasIndex(p => p.RemovalId);
        }
    }
}
