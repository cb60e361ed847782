using AccessReview.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Extracts;

/// <summary>Why a line of a file is not stored as a record.</summary>
public enum SetAsideReason
{
    /// <summary>Nothing on it.</summary>
    Blank,

    /// <summary>A total of the export.</summary>
    TotalRow,

    /// <summary>The heading again.</summary>
    RepeatedHeading,

    /// <summary>A title above the heading.</summary>
    AboveHeading,

    /// <summary>Equal to another line, cell by cell.</summary>
    ExactDuplicate,

    /// <summary>An account that only serves tests.</summary>
    TestAccount,

    /// <summary>Something else, said in words.</summary>
    Other,
}

/// <summary>A line of a file that was set aside by name. Append-only.</summary>
public sealed class SetAsideLine : IAudited
{
    /// <summary>The most characters of a line that are kept here; the file holds all of it.</summary>
    public const int MaxLine = 2000;

    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The file.</summary>
    public required long ExtractFileId { get; init; }

    /// <summary>The line's number in the file, the heading being line 1 where it stands first.</summary>
    public required int Line { get; init; }

    /// <summary>Why.</summary>
    public required SetAsideReason Reason { get; init; }

    /// <summary>The words for <see cref="SetAsideReason.Other"/>, else empty.</summary>
    public required string Words { get; init; }

    /// <summary>The line as it stands in the file; of a staff list the columns used, and nothing where they cannot be told apart.</summary>
    public required string Raw { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<SetAsideLine>
    {
        public void Configure(EntityTypeBuilder<SetAsideLine> table)
        {
            table.Property(l => l.Words).HasMaxLength(ExtractFile.MaxStatement);
            table.Property(l => l.Raw).HasMaxLength(MaxLine);
            table.HasIndex(l => new { l.ExtractFileId, l.Line }).IsUnique();
        }
    }
}
