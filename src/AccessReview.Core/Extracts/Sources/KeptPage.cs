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

    /// <summary>What a header said about the next page.</summary>
    public string? Next { get; init; }

    /// <summary>It, as the stored file will have it (<see cref="Connectors.PageFile"/>), gzip.</summary>
    public required byte[] Line { get; init; }

    internal sealed class Map : IEntityTypeConfiguration<KeptPage>
    {
        public void Configure(EntityTypeBuilder<KeptPage> table)
        {
            table.HasKey(p => new { p.WorkId, p.Number });
            table.Property(p => p.Next).HasMaxLength(4000);
        }
    }
}
