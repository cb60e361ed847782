using AccessReview.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Campaigns;

/// <summary>Who signs.</summary>
public enum SignOffLevel
{
    /// <summary>A reviewer, for own items.</summary>
    Reviewer,

    /// <summary>The campaign owner, at close.</summary>
    CampaignOwner,

    /// <summary>The application's owner, where the campaign owner decided items or changed the scope.</summary>
    ApplicationOwner,
}

/// <summary>A signed statement. Withdrawn with a reason, never deleted.</summary>
public sealed class SignOff : IEvidenceRow
{
    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The campaign.</summary>
    public required long CampaignId { get; init; }

    /// <summary>Who signs.</summary>
    public required SignOffLevel Level { get; init; }

    /// <summary>The application, for <see cref="SignOffLevel.ApplicationOwner"/>.</summary>
    public long? ApplicationId { get; init; }

    /// <summary>The signer.</summary>
    public required long SignerId { get; init; }

    /// <summary>The exact text, as <see cref="PrivateText"/>.</summary>
    public required long TextId { get; init; }

    /// <summary>The hash of the text.</summary>
    public required byte[] TextHash { get; init; }

    /// <summary>Items covered.</summary>
    public required int Items { get; init; }

    /// <summary>Of those, certified.</summary>
    public required int Certified { get; init; }

    /// <summary>Of those, revoked.</summary>
    public required int Revoked { get; init; }

    /// <summary>Of those, changed.</summary>
    public required int Changed { get; init; }

    /// <summary>SHA-256 over the row hashes of the decisions covered, in the order of the items' numbers.</summary>
    public required byte[] ItemsHash { get; init; }

    /// <summary>When.</summary>
    public required DateTime At { get; init; }

    /// <summary>True when signed after the campaign was due.</summary>
    public required bool Late { get; init; }

    /// <summary>How the signer proved who they are.</summary>
    public required AuthenticationMethod Method { get; init; }

    /// <summary>When it was withdrawn.</summary>
    public DateTime? WithdrawnAt { get; set; }

    /// <summary>Why it was withdrawn, as <see cref="PrivateText"/>.</summary>
    public long? WithdrawnReasonId { get; set; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    /// <inheritdoc/>
    public RowText WriteTo(RowText text) => text
        .Add("id", Id).Add("campaign", CampaignId).Add("level", Level).Add("application", ApplicationId).Add("signer", SignerId)
        .Add("text", TextHash).Add("items", Items).Add("certified", Certified).Add("revoked", Revoked).Add("changed", Changed)
        .Add("itemsHash", ItemsHash).Add("at", (DateTime?)At).Add("late", Late).Add("method", Method);

    internal sealed class Map : IEntityTypeConfiguration<SignOff>
    {
        public void Configure(EntityTypeBuilder<SignOff> table)
        {
            table.Property(s => s.TextHash).HasMaxLength(Hashes.Length).IsFixedLength();
            table.Property(s => s.ItemsHash).HasMaxLength(Hashes.Length).IsFixedLength();
            table.HasIndex(s => new { s.CampaignId, s.SignerId });
        }
    }
}

/// <summary>An item that a sign-off covers, with the decision signed. Append-only.</summary>
public sealed class SignOffItem : IAudited
{
    /// <summary>The sign-off.</summary>
    public required long SignOffId { get; init; }

    /// <summary>The item.</summary>
    public required long ItemId { get; init; }

    /// <summary>The decision signed.</summary>
    public required long DecisionId { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<SignOffItem>
    {
        public void Configure(EntityTypeBuilder<SignOffItem> table) => table.HasKey(i => new { i.SignOffId, i.ItemId });
    }
}

/// <summary>How an item ended.</summary>
public enum OutcomeKind
{
    /// <summary>Kept.</summary>
    Certified,

    /// <summary>To be removed.</summary>
    Revoked,

    /// <summary>Kept at a lower role.</summary>
    Changed,

    /// <summary>Nobody decided.</summary>
    NotReviewed,
}

/// <summary>How an item ended, stamped when the campaign is closed. Append-only.</summary>
public sealed class ItemOutcome : IEvidenceRow
{
    /// <summary>The item.</summary>
    public required long ItemId { get; init; }

    /// <summary>The campaign.</summary>
    public required long CampaignId { get; init; }

    /// <summary>How it ended.</summary>
    public required OutcomeKind Kind { get; init; }

    /// <summary>Whether a reviewer's sign-off covers it.</summary>
    public required bool Signed { get; init; }

    /// <summary>The decision in force, if any.</summary>
    public long? DecisionId { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    /// <inheritdoc/>
    public RowText WriteTo(RowText text) => text
        .Add("item", ItemId).Add("campaign", CampaignId).Add("kind", Kind).Add("signed", Signed).Add("decision", DecisionId);

    internal sealed class Map : IEntityTypeConfiguration<ItemOutcome>
    {
        public void Configure(EntityTypeBuilder<ItemOutcome> table)
        {
            table.HasKey(o => o.ItemId);
            table.Property(o => o.ItemId).ValueGeneratedNever();
            table.HasIndex(o => new { o.CampaignId, o.Kind });
        }
    }
}
