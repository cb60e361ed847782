using AccessReview.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Evidence.Samples;

/// <summary>Of which items a sample is drawn.</summary>
public enum SamplePopulation
{
    /// <summary>All items.</summary>
    All,

    /// <summary>Items with a finding.</summary>
    Exceptions,

    /// <summary>Items of accounts that hold a privileged role.</summary>
    Privileged,

    /// <summary>Items certified by all whom they need.</summary>
    Certified,

    /// <summary>Items revoked by somebody, or by the deadline.</summary>
    Revoked,

    /// <summary>Items kept at a lower role.</summary>
    Changed,

    /// <summary>Items not reviewed: by the first, or by a second reviewer where one is needed.</summary>
    NotReviewed,
}

/// <summary>One draw of a sample: with the same seed anybody draws the same items again. Append-only.</summary>
public sealed class SampleDraw : IEvidenceRow
{
    /// <summary>The most items of one draw.</summary>
    public const int MaxSize = 500;

    /// <summary>The most characters of a seed.</summary>
    public const int MaxSeed = 64;

    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The campaign.</summary>
    public required long CampaignId { get; init; }

    /// <summary>Its number in the campaign, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The seed, as typed or made: letters, digits, hyphens.</summary>
    public required string Seed { get; init; }

    /// <summary>Of which items.</summary>
    public required SamplePopulation Population { get; init; }

    /// <summary>How many items that were.</summary>
    public required int PopulationItems { get; init; }

    /// <summary>How many were drawn.</summary>
    public required int Size { get; init; }

    /// <summary>The SHA-256 over the numbers of the items drawn, in the order of the draw.</summary>
    public required byte[] ItemsHash { get; init; }

    /// <summary>Who drew, as <see cref="Actor.Key"/>.</summary>
    public required string By { get; init; }

    /// <summary>When.</summary>
    public required DateTime At { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    /// <inheritdoc/>
    public RowText WriteTo(RowText text) => text
        .Add("id", Id).Add("campaign", CampaignId).Add("number", Number).AddCode("seed", Seed).Add("population", Population).Add("populationItems", PopulationItems).Add("size", Size)
        .Add("items", ItemsHash).AddCode("by", By).Add("at", (DateTime?)At);

    internal sealed class Map : IEntityTypeConfiguration<SampleDraw>
    {
        public void Configure(EntityTypeBuilder<SampleDraw> table)
        {
            table.Property(d => d.Seed).HasMaxLength(MaxSeed);
            table.Property(d => d.ItemsHash).HasMaxLength(Hashes.Length).IsFixedLength();
            table.Property(d => d.By).HasMaxLength(64);
            table.HasIndex(d => new { d.CampaignId, d.Number }).IsUnique();
        }
    }
}

/// <summary>An item of a draw. Append-only.</summary>
public sealed class SampleItem : IAudited
{
    /// <summary>The draw.</summary>
    public required long DrawId { get; init; }

    /// <summary>Its place in the draw, from 1.</summary>
    public required int Position { get; init; }

    /// <summary>The item.</summary>
    public required long ItemId { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<SampleItem>
    {
        public void Configure(EntityTypeBuilder<SampleItem> table) => table.HasKey(i => new { i.DrawId, i.Position });
    }
}
