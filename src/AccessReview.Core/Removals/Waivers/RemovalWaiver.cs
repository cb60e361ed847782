using AccessReview.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Removals;

/// <summary>Somebody asks that access stays, for a time and with a reason, although its removal was decided. Append-only.</summary>
public sealed class RemovalWaiver : IEvidenceRow
{
    /// <summary>The fewest characters of a reason.</summary>
    public const int MinReason = 3;

    /// <summary>The most characters of a reason.</summary>
    public const int MaxReason = 1000;

    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The removal.</summary>
    public required long RemovalId { get; init; }

    /// <summary>Who asks.</summary>
    public required long AskedById { get; init; }

    /// <summary>When.</summary>
    public required DateTime At { get; init; }

    /// <summary>The last day on which the access stays.</summary>
    public required DateOnly Until { get; init; }

    /// <summary>The reason, as <see cref="PrivateText"/>.</summary>
    public required long ReasonId { get; init; }

    /// <summary>The hash of the reason.</summary>
    public required byte[] ReasonHash { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    /// <inheritdoc/>
    public RowText WriteTo(RowText text) => text
        .Add("id", Id).Add("removal", RemovalId).Add("askedBy", AskedById).Add("at", (DateTime?)At).Add("until", (DateOnly?)Until).Add("reason", ReasonHash);

    internal sealed class Map : IEntityTypeConfiguration<RemovalWaiver>
    {
        public void Configure(EntityTypeBuilder<RemovalWaiver> table)
        {
            table.Property(w => w.ReasonHash).HasMaxLength(Hashes.Length).IsFixedLength();
            table.HasIndex(w => w.RemovalId);
        }
    }
}

/// <summary>What another person with a say answered, once. Append-only.</summary>
public sealed class WaiverAnswer : IEvidenceRow
{
    /// <summary>The waiver.</summary>
    public required long WaiverId { get; init; }

    /// <summary>Who answered.</summary>
    public required long ById { get; init; }

    /// <summary>When.</summary>
    public required DateTime At { get; init; }

    /// <summary>Whether they approved.</summary>
    public required bool Approved { get; init; }

    /// <summary>How they proved who they are.</summary>
    public required AuthenticationMethod Method { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    /// <inheritdoc/>
    public RowText WriteTo(RowText text) => text
        .Add("waiver", WaiverId).Add("by", ById).Add("at", (DateTime?)At).Add("approved", Approved).Add("method", Method);

    internal sealed class Map : IEntityTypeConfiguration<WaiverAnswer>
    {
        public void Configure(EntityTypeBuilder<WaiverAnswer> table)
        {
            table.HasKey(a => a.WaiverId);
            table.Property(a => a.WaiverId).ValueGeneratedNever();
        }
    }
}
