using AccessReview.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Removals;

/// <summary>How a removal stands.</summary>
public enum RemovalState
{
    /// <summary>Asked for.</summary>
    Requested,

    /// <summary>The brake waits for a second person.</summary>
    WaitingForSecondPerson,

    /// <summary>A person has to do it.</summary>
    WaitingForPerson,

    /// <summary>Carried out by the product; not read back yet.</summary>
    Executed,

    /// <summary>A complete reading after the decision shows it gone.</summary>
    Verified,

    /// <summary>A complete reading after the decision still shows it.</summary>
    StillPresent,

    /// <summary>It was verified gone and a later reading shows it again.</summary>
    Reappeared,

    /// <summary>Could not be carried out.</summary>
    Failed,

    /// <summary>The decision behind it was withdrawn, or its campaign given up before it was begun.</summary>
    Cancelled,

    /// <summary>A newer signed decision keeps the access, and a person said that it holds: nothing is taken away for the older one.</summary>
    Overruled,

    /// <summary>Somebody with a say accepted that it stays.</summary>
    Waived,
}

/// <summary>The work that a final revoke or change causes: one for an account with all its assignments, for one assignment, or for a role.</summary>
public sealed class Removal : IAudited
{
    /// <summary>The most characters of a reference.</summary>
    public const int MaxReference = 200;

    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The number people use, from 1: <c>R12</c>.</summary>
    public required int Number { get; init; }

    /// <summary>The campaign.</summary>
    public required long CampaignId { get; init; }

    /// <summary>The item: the account's when the account goes, else the assignment's.</summary>
    public required long ItemId { get; init; }

    /// <summary>The application.</summary>
    public required long ApplicationId { get; init; }

    /// <summary>The account.</summary>
    public required long AccountId { get; init; }

    /// <summary>The group, when only an assignment goes.</summary>
    public long? GroupId { get; init; }

    /// <summary>The lower role it is to be kept at, when nothing goes but the present role; null: it goes.</summary>
    public string? ChangeTo { get; init; }

    /// <summary>The decision behind it.</summary>
    public required long DecisionId { get; init; }

    /// <summary>When that decision was made; only a reading of a later state says anything about the removal.</summary>
    public required DateTime DecidedAt { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTime RequestedAt { get; init; }

    /// <summary>Who has to do it; null: nobody is named, and the page says so.</summary>
    public long? PersonId { get; set; }

    /// <summary>By which day.</summary>
    public required DateOnly DueDate { get; set; }

    /// <summary>By which instant, where its application has hours for removals: the day is then the campaign's day of it. Null: by the
    /// end of the day.</summary>
    public DateTime? DueAt { get; set; }

    /// <summary>How it stands.</summary>
    public required RemovalState State { get; set; }

    /// <summary>The last waiver that was approved, in force while the state says so.</summary>
    public long? WaiverId { get; set; }

    /// <summary>The product does not carry it out before: a withdrawal is to be a withdrawal and not a repair. Null: it is not the
    /// product's to carry out.</summary>
    public DateTime? NotBefore { get; set; }

    /// <summary>Who agreed as the second person where one was needed.</summary>
    public long? AgreedById { get; set; }

    /// <summary>When the product carried it out; a reading of an earlier state says nothing about it.</summary>
    public DateTime? ExecutedAt { get; set; }

    /// <summary>How often the product tried.</summary>
    public int Tries { get; set; }

    /// <summary>Who says they did it by hand; never makes it gone.</summary>
    public long? DoneById { get; set; }

    /// <summary>On which day.</summary>
    public DateOnly? DoneOn { get; set; }

    /// <summary>A ticket or the like.</summary>
    public string? DoneReference { get; set; }

    /// <summary>The time of the reading that showed it gone.</summary>
    public DateTime? VerifiedAt { get; set; }

    /// <summary>The reading that spoke last about it.</summary>
    public long? LastExtractId { get; set; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<Removal>
    {
        public void Configure(EntityTypeBuilder<Removal> table)
        {
            table.Property(r => r.DoneReference).HasMaxLength(MaxReference);
            table.Property(r => r.ChangeTo).HasMaxLength(Applications.PrivilegedRole.MaxRole);
            table.HasIndex(r => r.Number).IsUnique();
            table.HasIndex(r => new { r.ApplicationId, r.State });
            table.HasIndex(r => r.CampaignId);
            table.HasIndex(r => r.ItemId);
        }
    }
}

/// <summary>What one reading said about a removal. Append-only.</summary>
public sealed class RemovalCheck : IEvidenceRow
{
    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The removal.</summary>
    public required long RemovalId { get; init; }

    /// <summary>The reading.</summary>
    public required long ExtractId { get; init; }

    /// <summary>What it said: Verified, StillPresent or Reappeared.</summary>
    public required RemovalState Result { get; init; }

    /// <summary>The reading's own time.</summary>
    public required DateTime AsOf { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    /// <inheritdoc/>
    public RowText WriteTo(RowText text) => text
        .Add("id", Id).Add("removal", RemovalId).Add("extract", ExtractId).Add("result", Result).Add("asOf", (DateTime?)AsOf);

    internal sealed class Map : IEntityTypeConfiguration<RemovalCheck>
    {
        public void Configure(EntityTypeBuilder<RemovalCheck> table) => table.HasIndex(c => new { c.RemovalId, c.ExtractId }).IsUnique();
    }
}
