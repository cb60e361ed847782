using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Extracts;

/// <summary>A page of a reading under way, kept so that a killed process goes on where it was. Operational: what a reading keeps in
/// the end is a stored file.</summary>
public sealed class KeptPage
{
    /// <summary>The job.</summary>
    public required long WorkId { get; init; }

    /// <summary>Its place, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The list it belongs to.</summary>
    public required string List { get; init; }

    /// <summary>The cursor it was asked with.</summary>
    public string? Cursor { get; init; }

    /// <summary>What was asked.</summary>
    public required string Request { get; init; }

    /// <summary>When it had come.</summary>
    public required DateTime At { get; init; }

    /// <summary>What a header said about the next page.</summary>
    public string? Next { get; init; }

    /// <summary>The body, gzip.</summary>
    public required byte[] Body { get; init; }

    internal sealed class Map : IEntityTypeConfiguration<KeptPage>
    {
        public void Configure(EntityTypeBuilder<KeptPage> table)
        {
            table.HasKey(p => new { p.WorkId, p.Number });
            table.Property(p => p.List).HasMaxLength(1000);
            table.Property(p => p.Cursor).HasMaxLength(4000);
            table.Property(p => p.Request).HasMaxLength(4000);
            table.Property(p => p.Next).HasMaxLength(4000);
        }
    }
}
