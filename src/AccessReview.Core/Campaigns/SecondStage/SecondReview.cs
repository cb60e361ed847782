using System.Text.Json.Serialization;
using AccessReview.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Campaigns.SecondStage;

/// <summary>Which items of an application a second, independent reviewer looks at as well.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SecondReviewRule>))]
public enum SecondReviewRule
{
    /// <summary>None.</summary>
    None,

    /// <summary>Privileged accounts, and a random tenth of the others.</summary>
    Sampled,

    /// <summary>Every item: two stages.</summary>
    Everything,
}

/// <summary>Why an item has a second reviewer.</summary>
public enum SecondReason
{
    /// <summary>It has none.</summary>
    None,

    /// <summary>The account is privileged.</summary>
    Privileged,

    /// <summary>Drawn at random.</summary>
    RandomTenth,

    /// <summary>Every item has two stages.</summary>
    EveryItem,

    /// <summary>The campaign's owner sent it because its first review looked hasty.</summary>
    Flagged,
}

/// <summary>An item that needs a second reviewer. It comes before them once its first stage has kept it; a revoke ends it, because any
/// revoke wins.</summary>
public sealed class SecondReview : IAudited
{
    /// <summary>The item.</summary>
    public required long ItemId { get; init; }

    /// <summary>The campaign.</summary>
    public required long CampaignId { get; init; }

    /// <summary>Who it will come before.</summary>
    public required long ReviewerId { get; init; }

    /// <summary>Why.</summary>
    public required SecondReason Why { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<SecondReview>
    {
        public void Configure(EntityTypeBuilder<SecondReview> table)
        {
            table.HasKey(s => s.ItemId);
            table.Property(s => s.ItemId).ValueGeneratedNever();
            table.HasIndex(s => s.CampaignId);
        }
    }
}
