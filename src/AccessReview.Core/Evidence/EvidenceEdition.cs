using AccessReview.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Evidence;

/// <summary>Which edition of the evidence.</summary>
public enum EditionKind
{
    /// <summary>Made while the campaign runs; says so on every sheet.</summary>
    Interim,

    /// <summary>Made at close, kept byte for byte.</summary>
    Close,

    /// <summary>Made after close; says otherwise than Close only what its Summary lists.</summary>
    FollowUp,
}

/// <summary>An evidence pack as it was made. Append-only; a download serves the stored bytes.</summary>
public sealed class EvidenceEdition : IAudited
{
    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The campaign.</summary>
    public required long CampaignId { get; init; }

    /// <summary>Which edition.</summary>
    public required EditionKind Kind { get; init; }

    /// <summary>Its number among its kind, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The stored pack.</summary>
    public required long PackFileId { get; init; }

    /// <summary>SHA-256 of the pack.</summary>
    public required byte[] PackSha256 { get; init; }

    /// <summary>The stored workbook.</summary>
    public required long WorkbookFileId { get; init; }

    /// <summary>SHA-256 of the workbook.</summary>
    public required byte[] WorkbookSha256 { get; init; }

    /// <summary>SHA-256 of the manifest.</summary>
    public required byte[] ManifestSha256 { get; init; }

    /// <summary>The campaign's last event that it covers; the same edition serves until there is another.</summary>
    public required long UpToSeq { get; init; }

    /// <summary>The head of the chain it prints.</summary>
    public required byte[] HeadHash { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTime MadeAt { get; init; }

    /// <summary>For whom, as <see cref="Actor.Key"/>.</summary>
    public required string MadeBy { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<EvidenceEdition>
    {
        public void Configure(EntityTypeBuilder<EvidenceEdition> table)
        {
            table.Property(e => e.PackSha256).HasMaxLength(Hashes.Length).IsFixedLength();
            table.Property(e => e.WorkbookSha256).HasMaxLength(Hashes.Length).IsFixedLength();
            table.Property(e => e.ManifestSha256).HasMaxLength(Hashes.Length).IsFixedLength();
            table.Property(e => e.HeadHash).HasMaxLength(Hashes.Length).IsFixedLength();
            table.Property(e => e.MadeBy).HasMaxLength(64);
            table.HasIndex(e => new { e.CampaignId, e.Kind, e.Number }).IsUnique();
        }
    }
}
