using AccessReview.Core.Audit;
using AccessReview.Core.Findings;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Campaigns;

/// <summary>What was decided.</summary>
public enum DecisionKind
{
    /// <summary>Keep.</summary>
    Certify,

    /// <summary>Remove.</summary>
    Revoke,

    /// <summary>Keep, at a named lower role.</summary>
    Change,

    /// <summary>The decision before is taken back.</summary>
    Withdrawn,
}

/// <summary>How it was decided.</summary>
public enum DecisionMode
{
    /// <summary>One item at a time.</summary>
    Single,

    /// <summary>A selection.</summary>
    Bulk,

    /// <summary>A group of like routine rows.</summary>
    Group,

    /// <summary>Carried forward from the last review.</summary>
    CarriedForward,

    /// <summary>With the account that holds it.</summary>
    WithAccount,

    /// <summary>By the deadline's rule.</summary>
    Deadline,
}

/// <summary>One decision. Append-only; an undo appends <see cref="DecisionKind.Withdrawn"/>.</summary>
public sealed class Decision : IEvidenceRow
{
    /// <summary>The <see cref="Rule"/> of what the deadline revoked because nobody had decided it, and of what went with it.</summary>
    public const string ByDeadline = "deadline:revoke";

    /// <summary>What pages say instead of who decided so.</summary>
    internal const string DeadlineInWords = "the deadline";

    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The campaign.</summary>
    public required long CampaignId { get; init; }

    /// <summary>The item.</summary>
    public required long ItemId { get; init; }

    /// <summary>The turn.</summary>
    public required long TurnId { get; init; }

    /// <summary>What.</summary>
    public required DecisionKind Kind { get; init; }

    /// <summary>How.</summary>
    public required DecisionMode Mode { get; init; }

    /// <summary>Who, as <see cref="Actor.Key"/>.</summary>
    public required string By { get; init; }

    /// <summary>When.</summary>
    public required DateTime At { get; init; }

    /// <summary>The decision in force before, which an undo brings back.</summary>
    public long? ReplacesId { get; init; }

    /// <summary>The reason, as <see cref="PrivateText"/>.</summary>
    public long? ReasonId { get; init; }

    /// <summary>The hash of the reason.</summary>
    public byte[]? ReasonHash { get; init; }

    /// <summary>True when the reason is the recommendation's own and nothing was typed.</summary>
    public bool ReasonRecommended { get; init; }

    /// <summary>0: a new reason; k: an own earlier reason, used again for the k-th time.</summary>
    public int ReasonReused { get; init; }

    /// <summary>The same for all decisions of one selection or of one account: the event's number.</summary>
    public long? BatchId { get; init; }

    /// <summary>How many items the selection had.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>The rule that made a group or a deadline, as a code.</summary>
    public string? Rule { get; init; }

    /// <summary>When the row was first shown to the reviewer, for an exception.</summary>
    public DateTime? FirstShownAt { get; init; }

    /// <summary>Seconds since the decision before, capped at 60, for an exception; of several decisions of one reviewer on the turn, the most so far.</summary>
    public int? Seconds { get; init; }

    /// <summary>The recommendation as it was shown.</summary>
    public required Recommendation Recommendation { get; init; }

    /// <summary><see cref="Assessment.Rules"/> of the assessment that recommended so.</summary>
    public required int RecommendationRules { get; init; }

    /// <summary>True when decided after the campaign was due.</summary>
    public bool Late { get; init; }

    /// <summary>The role to be kept, for <see cref="DecisionKind.Change"/>.</summary>
    public string? ChangeTo { get; init; }

    /// <summary>How the author proved who they are.</summary>
    public required AuthenticationMethod Method { get; init; }

    /// <summary>The author's session.</summary>
    public required string Session { get; init; }

    /// <summary>The hash of <see cref="WriteTo"/>.</summary>
    public byte[] RowHash { get; set; } = [];

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    /// <inheritdoc/>
    public RowText WriteTo(RowText text) => Kind == DecisionKind.Change ? WriteCommonTo(text).AddCode("changeTo", ChangeTo) : WriteCommonTo(text);

    private RowText WriteCommonTo(RowText text) => text
        .Add("id", Id)
        .Add("campaign", CampaignId)
        .Add("item", ItemId)
        .Add("turn", TurnId)
        .Add("kind", Kind)
        .Add("mode", Mode)
        .AddCode("by", By)
        .Add("at", (DateTime?)At)
        .Add("replaces", ReplacesId)
        .Add("reason", ReasonHash)
        .Add("reasonRecommended", ReasonRecommended)
        .Add("reasonReused", ReasonReused)
        .Add("batch", BatchId)
        .Add("batchSize", BatchSize)
        .AddCode("rule", Rule)
        .Add("firstShown", FirstShownAt)
        .Add("seconds", Seconds)
        .Add("recommendation", Recommendation)
        .Add("recommendationRules", RecommendationRules)
        .Add("late", Late)
        .Add("method", Method);

    internal sealed class Map : IEntityTypeConfiguration<Decision>
    {
        public void Configure(EntityTypeBuilder<Decision> table)
        {
            table.Property(d => d.By).HasMaxLength(64);
            table.Property(d => d.ReasonHash).HasMaxLength(Hashes.Length).IsFixedLength();
            table.Property(d => d.Rule).HasMaxLength(64);
            table.Property(d => d.ChangeTo).HasMaxLength(Applications.PrivilegedRole.MaxRole);
            table.Property(d => d.Session).HasMaxLength(64);
            table.Property(d => d.RowHash).HasMaxLength(Hashes.Length).IsFixedLength();
            table.HasIndex(d => d.ItemId);
            table.HasIndex(d => new { d.CampaignId, d.EventSeq });

            // Few are, and pages count them (CarriedItems).
            table.HasIndex(d => d.CampaignId).HasDatabaseName("IX_Decisions_CarriedForward").HasFilter("\"Mode\" = 'CarriedForward'");
        }
    }
}

/// <summary>A turn that went to another reviewer. Append-only.</summary>
public sealed class Reassignment : IEvidenceRow
{
    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The campaign.</summary>
    public required long CampaignId { get; init; }

    /// <summary>The item.</summary>
    public required long ItemId { get; init; }

    /// <summary>The turn.</summary>
    public required long TurnId { get; init; }

    /// <summary>Who had it.</summary>
    public required long FromId { get; init; }

    /// <summary>Who has it.</summary>
    public required long ToId { get; init; }

    /// <summary>Reassigned by the owner, handed over by the reviewer, or fallen back.</summary>
    public required ReviewerBasis Basis { get; init; }

    /// <summary>Who did it, as <see cref="Actor.Key"/>.</summary>
    public required string By { get; init; }

    /// <summary>When.</summary>
    public required DateTime At { get; init; }

    /// <summary>Why, as <see cref="PrivateText"/>.</summary>
    public required long ReasonId { get; init; }

    /// <summary>The hash of the reason.</summary>
    public required byte[] ReasonHash { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    /// <inheritdoc/>
    public RowText WriteTo(RowText text) => text
        .Add("id", Id).Add("campaign", CampaignId).Add("item", ItemId).Add("turn", TurnId)
        .Add("from", FromId).Add("to", ToId).Add("basis", Basis).AddCode("by", By).Add("at", (DateTime?)At).Add("reason", ReasonHash);

    internal sealed class Map : IEntityTypeConfiguration<Reassignment>
    {
        public void Configure(EntityTypeBuilder<Reassignment> table)
        {
            table.Property(r => r.By).HasMaxLength(64);
            table.Property(r => r.ReasonHash).HasMaxLength(Hashes.Length).IsFixedLength();
            table.HasIndex(r => r.ItemId);
            table.HasIndex(r => new { r.CampaignId, r.EventSeq });
        }
    }
}
