using AccessReview.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Removals;

/// <summary>What a person does around a removal because no system does it.</summary>
public enum RemovalTaskKind
{
    /// <summary>Hand over what the holder owns there.</summary>
    HandOver,

    /// <summary>Release the licence that switching off does not free.</summary>
    ReleaseLicence,

    /// <summary>Look whether another grant still gives the same.</summary>
    CheckGrants,

    /// <summary>Look whether a group at the identity provider brings the old role back.</summary>
    CheckRoleSource,
}

/// <summary>A task by hand that goes with a removal: for a named person, by a day. It says nothing about whether the access is gone.</summary>
public sealed class RemovalTask : IAudited
{
    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The removal.</summary>
    public required long RemovalId { get; init; }

    /// <summary>What is to be done; a removal has one task of a kind.</summary>
    public required RemovalTaskKind Kind { get; init; }

    /// <summary>Who has to do it; null: nobody is named.</summary>
    public long? PersonId { get; set; }

    /// <summary>By which day.</summary>
    public required DateOnly DueDate { get; init; }

    /// <summary>Who says they did it.</summary>
    public long? DoneById { get; set; }

    /// <summary>On which day.</summary>
    public DateOnly? DoneOn { get; set; }

    /// <summary>A ticket or the like.</summary>
    public string? DoneReference { get; set; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<RemovalTask>
    {
        public void Configure(EntityTypeBuilder<RemovalTask> table)
        {
            table.Property(t => t.DoneReference).HasMaxLength(Removal.MaxReference);
            table.HasIndex(t => new { t.RemovalId, t.Kind }).IsUnique();
            table.HasIndex(t => t.PersonId);

            // Open ones that are late are looked for each minute.
            table.HasIndex(t => t.DueDate).HasDatabaseName("IX_RemovalTasks_Open").HasFilter("\"DoneById\" IS NULL");
        }
    }
}
