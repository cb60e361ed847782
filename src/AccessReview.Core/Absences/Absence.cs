using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Absences;

/// <summary>Days on which somebody is away, and who reviews for them. It counts once it is approved; what the delegate decides is the
/// delegate's own decision, made for the one who is away.</summary>
public sealed class Absence : IAudited
{
    /// <summary>The most days of one absence.</summary>
    public const int MaxDays = 366;

    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>Who is away.</summary>
    public required long PersonId { get; init; }

    /// <summary>Who reviews for them.</summary>
    public required long DelegateId { get; init; }

    /// <summary>The first day, in each campaign's own time zone.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day.</summary>
    public required DateOnly Until { get; init; }

    /// <summary>Why, as <see cref="PrivateText"/>.</summary>
    public required long ReasonId { get; init; }

    /// <summary>Who stated it, as <see cref="Actor.Key"/>.</summary>
    public required string StatedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTime StatedAt { get; init; }

    /// <summary>Who approved it; null: nobody yet, and it does not count.</summary>
    public long? ApprovedById { get; set; }

    /// <summary>When.</summary>
    public DateTime? ApprovedAt { get; set; }

    /// <summary>Who ended it before its time, as <see cref="Actor.Key"/>.</summary>
    public string? EndedBy { get; set; }

    /// <summary>When.</summary>
    public DateTime? EndedAt { get; set; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<Absence>
    {
        public void Configure(EntityTypeBuilder<Absence> table)
        {
            table.Property(a => a.StatedBy).HasMaxLength(64);
            table.Property(a => a.EndedBy).HasMaxLength(64);
            table.HasIndex(a => a.PersonId);
            table.HasIndex(a => a.DelegateId);
        }
    }
}
