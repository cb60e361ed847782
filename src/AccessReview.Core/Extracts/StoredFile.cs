using AccessReview.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Extracts;

/// <summary>A file kept in the database, in compressed chunks, so that one backup holds everything. Operational: what cites
/// it is audited and holds its hash.</summary>
public sealed class StoredFile
{
    /// <summary>The key, given by the database.</summary>
    public long Id { get; init; }

    /// <summary>SHA-256 of the original bytes.</summary>
    public required byte[] Sha256 { get; init; }

    /// <summary>Original bytes.</summary>
    public required long Length { get; init; }

    /// <summary>When it was stored.</summary>
    public required DateTime StoredAt { get; init; }

    internal sealed class Map : IEntityTypeConfiguration<StoredFile>
    {
        public void Configure(EntityTypeBuilder<StoredFile> table) =>
            table.Property(f => f.Sha256).HasMaxLength(Hashes.Length).IsFixedLength();
    }
}

/// <summary>A part of a stored file: gzip, of one member or several, of up to <see cref="ChunkBytes"/> original bytes, or of one piece that is
/// longer by itself.</summary>
public sealed class StoredFileChunk
{
    /// <summary>Original bytes of a full chunk.</summary>
    public const int ChunkBytes = 1024 * 1024;

    /// <summary>The file.</summary>
    public required long StoredFileId { get; init; }

    /// <summary>Its place, from 0.</summary>
    public required int Number { get; init; }

    /// <summary>The compressed bytes.</summary>
    public required byte[] Bytes { get; init; }

    internal sealed class Map : IEntityTypeConfiguration<StoredFileChunk>
    {
        public void Configure(EntityTypeBuilder<StoredFileChunk> table)
        {
            table.HasKey(c => new { c.StoredFileId, c.Number });
            table.HasOne<StoredFile>().WithMany().HasForeignKey(c => c.StoredFileId);
        }
    }
}

/// <summary>An import in the making: uploads, provenance, mapping and lines set aside so far, as JSON of the import's own
/// shape. Operational; survives a restart.</summary>
public sealed class ImportDraft
{
    /// <summary>The key, given by the database.</summary>
    public long Id { get; init; }

    /// <summary>The application it is for, or null.</summary>
    public long? ApplicationId { get; init; }

    /// <summary>The directory it is for, or null.</summary>
    public long? DirectoryId { get; init; }

    /// <summary>Who works on it, as <see cref="Actor.Key"/>.</summary>
    public required string StartedBy { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>Everything entered so far.</summary>
    public required string State { get; set; }

    /// <summary>Raised by each change, so that two windows do not overwrite each other.</summary>
    public int Version { get; set; }

    /// <summary>The reading it became, once imported.</summary>
    public long? ExtractId { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<ImportDraft>
    {
        public void Configure(EntityTypeBuilder<ImportDraft> table)
        {
            table.Property(d => d.StartedBy).HasMaxLength(64);
            table.Property(d => d.Version).IsConcurrencyToken();
        }
    }
}

/// <summary>How the files of one kind from one source were read last time. Audited: a mapping decides what evidence says.</summary>
public sealed class RememberedMapping : IAudited
{
    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The application, or null.</summary>
    public long? ApplicationId { get; init; }

    /// <summary>The directory, or null.</summary>
    public long? DirectoryId { get; init; }

    /// <summary>Which files.</summary>
    public required ExtractFileKind Kind { get; init; }

    /// <summary>The mapping as JSON.</summary>
    public required string Mapping { get; set; }

    /// <summary>Raised by each change, from 1.</summary>
    public required int Version { get; set; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<RememberedMapping>
    {
        public void Configure(EntityTypeBuilder<RememberedMapping> table) =>
            table.HasIndex(m => new { m.ApplicationId, m.DirectoryId, m.Kind }).IsUnique();
    }
}
