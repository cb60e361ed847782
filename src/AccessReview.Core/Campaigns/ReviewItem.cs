using AccessReview.Core.Audit;
using AccessReview.Core.Findings;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Campaigns;

/// <summary>One account with its role, or one assignment, frozen as it was read. Inserted at launch, never updated.</summary>
public sealed class ReviewItem : IEvidenceRow
{
    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The campaign.</summary>
    public required long CampaignId { get; init; }

    /// <summary>Its number in the campaign, from 1, in the order of the list: people say <c>C12-000431</c>.</summary>
    public required int Number { get; init; }

    /// <summary>The account's item, for an assignment.</summary>
    public long? ParentItemId { get; init; }

    /// <summary>The application in the campaign.</summary>
    public required long CampaignApplicationId { get; init; }

    /// <summary>The account.</summary>
    public required long AccountId { get; init; }

    /// <summary>The account as read.</summary>
    public required long AccountRecordId { get; init; }

    /// <summary>The account as evaluated.</summary>
    public required long AssessedAccountId { get; init; }

    /// <summary>The group, for an assignment.</summary>
    public long? GroupId { get; init; }

    /// <summary>The assignment as read.</summary>
    public long? AssignmentRecordId { get; init; }

    /// <summary>The assignment as evaluated.</summary>
    public long? AssessedAssignmentId { get; init; }

    /// <summary>The person whose access it is, where known: never its reviewer.</summary>
    public long? HolderId { get; init; }

    /// <summary>What is worth an eye; none makes it routine, any an exception.</summary>
    public required Finding Findings { get; init; }

    /// <summary>What the product recommends.</summary>
    public required Recommendation Recommendation { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    /// <summary>The item as people and sheets name it.</summary>
    public static string Name(int campaign, int number) => $"C{campaign}-{number:000000}";

    /// <inheritdoc/>
    public RowText WriteTo(RowText text) => text
        .Add("number", Number)
        .Add("campaign", CampaignId)
        .Add("account", AccountId)
        .Add("accountRecord", AccountRecordId)
        .Add("group", GroupId)
        .Add("assignmentRecord", AssignmentRecordId)
        .Add("assessedAccount", AssessedAccountId)
        .Add("findings", (long)Findings)
        .Add("recommendation", Recommendation);

    internal sealed class Map : IEntityTypeConfiguration<ReviewItem>
    {
        public void Configure(EntityTypeBuilder<ReviewItem> table)
        {
            table.HasIndex(i => new { i.CampaignId, i.Number }).IsUnique();
            table.HasIndex(i => i.ParentItemId);
            table.HasIndex(i => i.AccountId);

            // How many accounts a campaign has is asked by every page of it, and answered by the index alone.
            table.HasIndex(i => new { i.CampaignId, i.ParentItemId }).HasDatabaseName("IX_ReviewItems_Accounts").HasFilter("\"ParentItemId\" IS NULL");
        }
    }
}

/// <summary>How a turn stands.</summary>
public enum TurnState
{
    /// <summary>Nobody has decided.</summary>
    Undecided,

    /// <summary>Keep.</summary>
    Certified,

    /// <summary>Remove.</summary>
    Revoked,

    /// <summary>Keep at a named lower role.</summary>
    Changed,
}

/// <summary>One item in one stage before one reviewer: the only row of a review that changes, and the queue's index lies on it.</summary>
public sealed class ReviewTurn : IAudited
{
    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The campaign.</summary>
    public required long CampaignId { get; init; }

    /// <summary>The item.</summary>
    public required long ItemId { get; init; }

    /// <summary>The item's number: the order of the list within a rank.</summary>
    public required int Number { get; init; }

    /// <summary>The stage, 1 everywhere so far.</summary>
    public int Stage { get; init; } = 1;

    /// <summary>The reviewer.</summary>
    public required long ReviewerId { get; set; }

    /// <summary>Who is away, where the reviewer is their delegate: <see cref="Basis"/> is then why that one reviews.</summary>
    public long? ForId { get; set; }

    /// <summary>Why they.</summary>
    public required ReviewerBasis Basis { get; set; }

    /// <summary>Why not whom the rule names.</summary>
    public required FallbackReason Fallback { get; set; }

    /// <summary>How it stands.</summary>
    public TurnState State { get; set; }

    /// <summary>Where it stands in the list.</summary>
    public required AttentionRank Rank { get; init; }

    /// <summary>The decision in force, if any.</summary>
    public long? DecisionId { get; set; }

    /// <summary>The sign-off in force that covers it, if any; it cannot be decided anew until that is withdrawn.</summary>
    public long? SignOffId { get; set; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<ReviewTurn>
    {
        public void Configure(EntityTypeBuilder<ReviewTurn> table)
        {
            table.HasIndex(t => new { t.CampaignId, t.ReviewerId, t.State, t.Rank, t.Number });
            table.HasIndex(t => new { t.CampaignId, t.Rank, t.Number });
            table.HasIndex(t => new { t.ItemId, t.Stage }).IsUnique();
            table.HasIndex(t => t.SignOffId);

            // So is how many items had to leave whom they are about; few have to, of however many turns.
            table.HasIndex(t => t.CampaignId).HasDatabaseName("IX_ReviewTurns_OwnAccess").HasFilter("\"Fallback\" = 'OwnAccess'");
        }
    }
}

/// <summary>Turns of a reviewer in a campaign by state, kept in the transaction that changes them, so that progress costs the same
/// in a campaign of 10,000 and of a million. Recomputed and compared at sign-off, close and export. Operational.</summary>
public sealed class CampaignProgress
{
    /// <summary>The campaign.</summary>
    public required long CampaignId { get; init; }

    /// <summary>The stage.</summary>
    public required int Stage { get; init; }

    /// <summary>The reviewer.</summary>
    public required long ReviewerId { get; init; }

    /// <summary>The state.</summary>
    public required TurnState State { get; init; }

    /// <summary>How many.</summary>
    public int Count { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<CampaignProgress>
    {
        public void Configure(EntityTypeBuilder<CampaignProgress> table) =>
            table.HasKey(p => new { p.CampaignId, p.Stage, p.ReviewerId, p.State });
    }
}
