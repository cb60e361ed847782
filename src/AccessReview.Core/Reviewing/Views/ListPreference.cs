using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Reviewing;

/// <summary>How one person likes their review list: the columns they chose, or a view they saved. Operational; deleted when they say so.</summary>
public sealed class ListPreference
{
    /// <summary>The most characters of <see cref="Value"/>.</summary>
    public const int MaxValue = 600;

    /// <summary>The person.</summary>
    public required long PersonId { get; init; }

    /// <summary>What it is of: <see cref="ListPreferences.Columns"/>, or a saved view's name as a key.</summary>
    public required string Key { get; init; }

    /// <summary>A saved view's name as it was typed; else empty.</summary>
    public required string Name { get; set; }

    /// <summary>The columns as codes, or the view as the query of an address.</summary>
    public required string Value { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<ListPreference>
    {
        public void Configure(EntityTypeBuilder<ListPreference> table)
        {
            table.HasKey(p => new { p.PersonId, p.Key });
            table.Property(p => p.Key).HasMaxLength(ListPreferences.MaxName + 8);
            table.Property(p => p.Name).HasMaxLength(ListPreferences.MaxName);
            table.Property(p => p.Value).HasMaxLength(MaxValue);
        }
    }
}
