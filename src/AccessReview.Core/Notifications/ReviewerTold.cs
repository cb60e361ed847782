using AccessReview.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Notifications;

/// <summary>A campaign owner told a reviewer by hand what they have to review, or took that back; the newest row of a reviewer stands.
/// Append-only.</summary>
public sealed class ReviewerTold : IEvidenceRow
{
    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The campaign.</summary>
    public required long CampaignId { get; init; }

    /// <summary>The reviewer.</summary>
    public required long ReviewerId { get; init; }

    /// <summary>True: told; false: that was taken back.</summary>
    public required bool Told { get; init; }

    /// <summary>Items they had left then.</summary>
    public required int Items { get; init; }

    /// <summary>Who told them, or took it back.</summary>
    public required long ById { get; init; }

    /// <summary>When.</summary>
    public required DateTime At { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    /// <inheritdoc/>
    public RowText WriteTo(RowText text) => text
        .Add("id", Id).Add("campaign", CampaignId).Add("reviewer", ReviewerId).Add("told", Told).Add("items", Items).Add("by", ById).Add("at", (DateTime?)At);

    internal sealed class Map : IEntityTypeConfiguration<ReviewerTold>
    {
        public void Configure(EntityTypeBuilder<ReviewerTold> table) => table.HasIndex(t => new { t.CampaignId, t.ReviewerId });
    }
}
