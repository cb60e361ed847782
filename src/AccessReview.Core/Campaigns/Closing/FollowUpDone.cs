using AccessReview.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Campaigns.Closing;

/// <summary>An exception stated at close was followed up: what was done, said once. Append-only.</summary>
public sealed class FollowUpDone : IEvidenceRow
{
    /// <summary>The exception.</summary>
    public required long ExceptionId { get; init; }

    /// <summary>Its campaign.</summary>
    public required long CampaignId { get; init; }

    /// <summary>Who said so: whoever was named at close, or who answers for the campaign.</summary>
    public required long ById { get; init; }

    /// <summary>When.</summary>
    public required DateTime At { get; init; }

    /// <summary>What was done, as <see cref="PrivateText"/>.</summary>
    public required long TextId { get; init; }

    /// <summary>The hash of what was done.</summary>
    public required byte[] TextHash { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    /// <inheritdoc/>
    public RowText WriteTo(RowText text) => text
        .Add("exception", ExceptionId).Add("campaign", CampaignId).Add("by", ById).Add("at", (DateTime?)At).Add("text", TextHash);

    internal sealed class Map : IEntityTypeConfiguration<FollowUpDone>
    {
        public void Configure(EntityTypeBuilder<FollowUpDone> table)
        {
            table.HasKey(d => d.ExceptionId);
            table.Property(d => d.ExceptionId).ValueGeneratedNever();
            table.Property(d => d.TextHash).HasMaxLength(Hashes.Length).IsFixedLength();
            table.HasIndex(d => d.CampaignId);
        }
    }
}
