using AccessReview.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Campaigns;

/// <summary>An open campaign became due on a later day. Append-only.</summary>
public sealed class DeadlineExtension : IEvidenceRow
{
    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The campaign.</summary>
    public required long CampaignId { get; init; }

    /// <summary>The day it was due.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The day it is due since.</summary>
    public required DateOnly To { get; init; }

    /// <summary>Who extended it, as <see cref="Actor.Key"/>.</summary>
    public required string By { get; init; }

    /// <summary>When.</summary>
    public required DateTime At { get; init; }

    /// <summary>Why, as <see cref="PrivateText"/>.</summary>
    public required long ReasonId { get; init; }

    /// <summary>The hash of the reason.</summary>
    public required byte[] ReasonHash { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    /// <inheritdoc/>
    public RowText WriteTo(RowText text) => text
        .Add("id", Id).Add("campaign", CampaignId).Add("from", (DateOnly?)From).Add("to", (DateOnly?)To).AddCode("by", By).Add("at", (DateTime?)At).Add("reason", ReasonHash);

    internal sealed class Map : IEntityTypeConfiguration<DeadlineExtension>
    {
        public void Configure(EntityTypeBuilder<DeadlineExtension> table)
        {
            table.Property(e => e.By).HasMaxLength(64);
            table.Property(e => e.ReasonHash).HasMaxLength(Hashes.Length).IsFixedLength();
            table.HasIndex(e => e.CampaignId);
        }
    }
}
