using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
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

    /// <summary>The day a campaign was due when it was launched.</summary>
    internal static async Task<DateOnly> FirstDueAsync(ReviewDb db, Campaign campaign, CancellationToken cancel) =>
        await db.DeadlineExtensions.Where(e => e.CampaignId == campaign.Id).OrderBy(e => e.Id).Select(e => (DateOnly?)e.From).FirstOrDefaultAsync(cancel) ?? campaign.DueDate;

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
