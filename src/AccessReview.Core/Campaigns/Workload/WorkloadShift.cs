using AccessReview.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Campaigns.Workload;

/// <summary>Before the launch, the owner gives some accounts of one reviewer to another, so that nobody has too many. Which accounts follows
/// from the list: from its end, whole, as far as the other may review them.</summary>
public sealed class WorkloadShift : IAudited
{
    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The campaign.</summary>
    public required long CampaignId { get; init; }

    /// <summary>Who has too many.</summary>
    public required long FromId { get; init; }

    /// <summary>Who takes some.</summary>
    public required long ToId { get; init; }

    /// <summary>The most accounts that go, each with those of its assignments that are before the same reviewer.</summary>
    public required int Accounts { get; init; }

    /// <summary>Who decided it, as <see cref="Actor.Key"/>.</summary>
    public required string By { get; init; }

    /// <summary>When.</summary>
    public required DateTime At { get; init; }

    /// <summary>False once it was taken back.</summary>
    public bool Active { get; set; } = true;

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<WorkloadShift>
    {
        public void Configure(EntityTypeBuilder<WorkloadShift> table)
        {
            table.Property(s => s.By).HasMaxLength(64);
            table.HasIndex(s => s.CampaignId);
        }
    }
}
