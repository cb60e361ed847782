using AccessReview.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Extracts;

/// <summary>What a reading yields.</summary>
public enum ExtractKind
{
    /// <summary>Accounts, groups and assignments of an application.</summary>
    Access,

    /// <summary>People of a directory.</summary>
    People,
}

/// <summary>Whether a reading holds everything its source has.</summary>
public enum Completeness
{
    /// <summary>Every line or page is stored or set aside by name; usable.</summary>
    Complete,

    /// <summary>Something is missing; it cannot launch, orphan or verify anything.</summary>
    Incomplete,
}

/// <summary>One reading of one source. Append-only.</summary>
public sealed class Extract : IAudited
{
    /// <summary>The most characters of <see cref="Why"/>.</summary>
    public const int MaxWhy = 2000;

    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The reading's number within the installation, from 1: <c>X12</c> in the evidence.</summary>
    public required int Number { get; init; }

    /// <summary>What it yields.</summary>
    public required ExtractKind Kind { get; init; }

    /// <summary>The application read, for <see cref="ExtractKind.Access"/>.</summary>
    public long? ApplicationId { get; init; }

    /// <summary>The directory read, for <see cref="ExtractKind.People"/>.</summary>
    public long? DirectoryId { get; init; }

    /// <summary>The instant the source was in the state read: the earliest export time of its files. Everything is judged as of
    /// this time.</summary>
    public required DateTime AsOf { get; init; }

    /// <summary>When it was stored.</summary>
    public required DateTime ReadAt { get; init; }

    /// <summary>Who brought it in, as <see cref="Actor.Key"/>.</summary>
    public required string ReadBy { get; init; }

    /// <summary>Whether it holds everything.</summary>
    public required Completeness Completeness { get; init; }

    /// <summary>Whether it lists group assignments; if not, it says nothing about any.</summary>
    public required bool CoversAssignments { get; init; }

    /// <summary>Accounts or people stored.</summary>
    public required int Records { get; init; }

    /// <summary>Assignments stored.</summary>
    public required int Assignments { get; init; }

    /// <summary>The reading of the same source before this one, if any.</summary>
    public long? PreviousExtractId { get; init; }

    /// <summary>The connection it was read through; null: it was made of uploaded files.</summary>
    public long? ConnectionId { get; init; }

    /// <summary>Why it is incomplete, in sentences; empty when it is complete.</summary>
    public string Why { get; init; } = "";

    /// <summary>Whether it is incomplete for no other reason than that many are gone since the reading before, which a person may say is right.</summary>
    internal bool LacksMany => Completeness == Completeness.Incomplete && Why.EndsWith(MostStay.Mend, StringComparison.Ordinal);

    /// <summary>The files it was made of.</summary>
    public List<ExtractFile> Files { get; init; } = [];

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<Extract>
    {
        public void Configure(EntityTypeBuilder<Extract> table)
        {
            table.Property(e => e.ReadBy).HasMaxLength(64);
            table.Property(e => e.Why).HasMaxLength(MaxWhy);
            table.HasIndex(e => e.Number).IsUnique();
            table.HasIndex(e => new { e.ApplicationId, e.Id });
            table.HasIndex(e => new { e.DirectoryId, e.Id });
            table.HasMany(e => e.Files).WithOne().HasForeignKey(f => f.ExtractId);
        }
    }
}

/// <summary>What a file of a reading holds.</summary>
public enum ExtractFileKind
{
    /// <summary>The application's user accounts.</summary>
    Users,

    /// <summary>Which account is in which group.</summary>
    Assignments,

    /// <summary>Who owns which group.</summary>
    GroupOwners,

    /// <summary>The people of a staff list.</summary>
    People,

    /// <summary>Which of a directory's people are let into which application, and by what.</summary>
    Grants,
}

/// <summary>One file of a reading, with where it comes from as its importer stated it. Append-only.</summary>
public sealed class ExtractFile : IAudited
{
    /// <summary>The most characters of a provenance statement.</summary>
    public const int MaxStatement = 500;

    /// <summary>The most characters of a file name.</summary>
    public const int MaxFileName = 255;

    /// <summary>What is stated where no filters were set.</summary>
    public const string NoFilters = "none";

    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The reading.</summary>
    public required long ExtractId { get; init; }

    /// <summary>What the file holds.</summary>
    public required ExtractFileKind Kind { get; init; }

    /// <summary>Its name as uploaded; only for people's eyes.</summary>
    public required string FileName { get; init; }

    /// <summary>The stored bytes: of an application's file as uploaded, of a staff list the columns used.</summary>
    public required long StoredFileId { get; init; }

    /// <summary>SHA-256 of the file as uploaded.</summary>
    public required byte[] UploadedSha256 { get; init; }

    /// <summary>SHA-256 of the stored bytes; the same as uploaded, but for a staff list.</summary>
    public required byte[] StoredSha256 { get; init; }

    /// <summary>Bytes as uploaded.</summary>
    public required long Bytes { get; init; }

    /// <summary>Data lines in the file (its heading not counted).</summary>
    public required int Lines { get; init; }

    /// <summary>Lines stored as records.</summary>
    public required int Stored { get; init; }

    /// <summary>Lines set aside by name; <see cref="Lines"/> = <see cref="Stored"/> + this.</summary>
    public required int SetAside { get; init; }

    /// <summary>System and environment it comes from ("Heap, production").</summary>
    public required string System { get; init; }

    /// <summary>Page or report it was exported from.</summary>
    public required string Report { get; init; }

    /// <summary>Filters that were set there; <see cref="NoFilters"/> when none.</summary>
    public required string Filters { get; init; }

    /// <summary>Who exported it.</summary>
    public required string ExportedBy { get; init; }

    /// <summary>When it was exported.</summary>
    public required DateTime ExportedAt { get; init; }

    /// <summary>The number the application itself showed; null when none was seen, and then C1 is Not tested.</summary>
    public int? Claimed { get; init; }

    /// <summary>A picture of the screen that showed the number, if one was given.</summary>
    public long? PictureFileId { get; init; }

    /// <summary>How columns, dates and status words were read, as JSON.</summary>
    public required string Mapping { get; init; }

    /// <summary>The format as found: "CSV, UTF-8, semicolon" or "xlsx, sheet Users".</summary>
    public required string Format { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    private static readonly HashSet<string> SaysNone = new(((string[])[NoFilters, "no", "no filter", "no filters", "not filtered", "unfiltered", "n/a", "-", "–", "keine"]).Select(TextKey.Of), StringComparer.Ordinal);

    /// <summary>Whether the statement says that no filters were set.</summary>
    public static bool IsUnfiltered(string filters) => SaysNone.Contains(TextKey.Of(filters.TrimEnd('.', ' ')));

    internal sealed class Map : IEntityTypeConfiguration<ExtractFile>
    {
        public void Configure(EntityTypeBuilder<ExtractFile> table)
        {
            table.Property(f => f.FileName).HasMaxLength(MaxFileName);
            table.Property(f => f.UploadedSha256).HasMaxLength(Hashes.Length).IsFixedLength();
            table.Property(f => f.StoredSha256).HasMaxLength(Hashes.Length).IsFixedLength();
            table.Property(f => f.System).HasMaxLength(MaxStatement);
            table.Property(f => f.Report).HasMaxLength(MaxStatement);
            table.Property(f => f.Filters).HasMaxLength(MaxStatement);
            table.Property(f => f.ExportedBy).HasMaxLength(MaxStatement);
            table.Property(f => f.Format).HasMaxLength(100);
            table.HasIndex(f => new { f.ExtractId, f.Kind }).IsUnique();
        }
    }
}
