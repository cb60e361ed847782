using AccessReview.Core.Audit;
using AccessReview.Core.Scoping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Directories;

/// <summary>What kind of system a directory is.</summary>
public enum DirectoryKind
{
    /// <summary>A staff list, brought in as a file.</summary>
    StaffList,

    /// <summary>An Okta organisation.</summary>
    Okta,

    /// <summary>A Microsoft Entra ID tenant.</summary>
    EntraId,

    /// <summary>A Google Workspace.</summary>
    GoogleWorkspace,

    /// <summary>A OneLogin account.</summary>
    OneLogin,

    /// <summary>Any SCIM 2.0 server that lists people.</summary>
    Scim,
}

/// <summary>A system that knows who works here.</summary>
public sealed class Directory : IAudited, IScoped
{
    /// <summary>The most characters of a name.</summary>
    public const int MaxName = 100;

    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The name people know it by.</summary>
    public required string Name { get; set; }

    /// <summary><see cref="TextKey.Of"/> of the name; unique.</summary>
    public required string NameKey { get; set; }

    /// <summary>What kind of system it is.</summary>
    public required DirectoryKind Kind { get; init; }

    /// <summary>Where several directories know one person, the lowest rank leads: its words on employment, manager and name are used, and
    /// what others say differently is shown.</summary>
    public int Rank { get; set; }

    /// <summary>The newest complete reading, if any.</summary>
    public long? CurrentExtractId { get; set; }

    /// <inheritdoc/>
    public long? OutOfScopeSeq { get; set; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<Directory>
    {
        public void Configure(EntityTypeBuilder<Directory> table)
        {
            table.Property(d => d.Name).HasMaxLength(MaxName);
            table.Property(d => d.NameKey).HasMaxLength(MaxName);
            table.HasIndex(d => d.NameKey).IsUnique();
        }
    }
}

/// <summary>Somebody a directory knows, for as long as it knows the source key. What is known of them stands in the
/// <c>PersonRecord</c> of each reading.</summary>
public sealed class Person : IAudited
{
    /// <summary>The most characters of a source key.</summary>
    public const int MaxSourceKey = 320;

    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The directory.</summary>
    public required long DirectoryId { get; init; }

    /// <summary>What the directory calls them (employee id, else work address), as a key.</summary>
    public required string SourceKey { get; init; }

    /// <summary>The first reading that held them.</summary>
    public required long FirstExtractId { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<Person>
    {
        public void Configure(EntityTypeBuilder<Person> table)
        {
            table.Property(p => p.SourceKey).HasMaxLength(MaxSourceKey);
            table.HasIndex(p => new { p.DirectoryId, p.SourceKey }).IsUnique();
        }
    }
}
