using AccessReview.Core.Campaigns.Independence;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Findings;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Campaigns;

/// <summary>Why this person reviews this item.</summary>
public enum ReviewerBasis
{
    /// <summary>Manager of the account's person.</summary>
    Manager,

    /// <summary>Owner of the group.</summary>
    GroupOwner,

    /// <summary>Owner of the application.</summary>
    ApplicationOwner,

    /// <summary>Named for the application.</summary>
    Named,

    /// <summary>Named as fallback: the rule had no usable reviewer.</summary>
    Fallback,

    /// <summary>Reassigned by the campaign owner.</summary>
    Reassigned,

    /// <summary>Handed over by the reviewer before.</summary>
    HandedOver,

    /// <summary>As delegate of somebody who is away; a turn keeps the basis of the one it is reviewed for.</summary>
    Delegate,

    /// <summary>Back from an absence.</summary>
    Returned,
}

/// <summary>Why the rule gave no usable reviewer.</summary>
public enum FallbackReason
{
    /// <summary>It did.</summary>
    None,

    /// <summary>Nobody known has the account, so it has no manager.</summary>
    NobodyKnown,

    /// <summary>The directory names no manager.</summary>
    NoManager,

    /// <summary>The manager has left.</summary>
    ManagerLeft,

    /// <summary>The group has no owner, or one nobody knows.</summary>
    NoGroupOwner,

    /// <summary>The group's owner has left.</summary>
    GroupOwnerLeft,

    /// <summary>The application has no owner.</summary>
    NoApplicationOwner,

    /// <summary>The reviewer by the rule has left.</summary>
    ReviewerLeft,

    /// <summary>The reviewer by the rule has no address.</summary>
    NoAddress,

    /// <summary>The reviewer by the rule holds the account.</summary>
    OwnAccess,

    /// <summary>The reviewer by the rule declared or matched the account, or is named as its owner inside.</summary>
    Involved,

    /// <summary>The reviewer by the rule is away.</summary>
    Away,

    /// <summary>The reviewer by the rule administers the application too.</summary>
    AdministersToo,

    /// <summary>Each would review the other's access.</summary>
    Reciprocal,
}

/// <summary>An item of a draft with its reviewer, computed for the preview and copied by the launch. Operational: computed anew
/// whenever the plan or the assessment changes.</summary>
public sealed class DraftItem
{
    /// <summary>The campaign.</summary>
    public required long CampaignId { get; init; }

    /// <summary>The number the item will have, from 1, in the order of the list.</summary>
    public required int Number { get; init; }

    /// <summary>The number of the account's item, for an assignment.</summary>
    public int? ParentNumber { get; init; }

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

    /// <summary>The person whose access it is, where known.</summary>
    public long? HolderId { get; init; }

    /// <summary>What is worth an eye.</summary>
    public required Finding Findings { get; init; }

    /// <summary>What the product recommends.</summary>
    public required Recommendation Recommendation { get; init; }

    /// <summary>Where it stands in the list.</summary>
    public required AttentionRank Rank { get; init; }

    /// <summary>Who reviews it; null: nobody usable, and gate C11 fails.</summary>
    public long? ReviewerId { get; set; }

    /// <summary>Who is away, where the reviewer is their delegate.</summary>
    public long? ForId { get; set; }

    /// <summary>Why they.</summary>
    public required ReviewerBasis Basis { get; set; }

    /// <summary>Why not whom the rule names.</summary>
    public required FallbackReason Fallback { get; set; }

    /// <summary>What is known against the reviewer's independence.</summary>
    public IndependenceConflict Conflict { get; set; }

    /// <summary>Why it needs a second reviewer.</summary>
    public SecondReason SecondWhy { get; set; }

    /// <summary>Who that is; null where it needs none, or nobody may.</summary>
    public long? SecondId { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<DraftItem>
    {
        public void Configure(EntityTypeBuilder<DraftItem> table)
        {
            table.HasKey(d => new { d.CampaignId, d.Number });
            table.HasIndex(d => new { d.CampaignId, d.ReviewerId });
        }
    }
}

/// <summary>Which state of the plan the draft's items were computed for.</summary>
public sealed class DraftPreview
{
    /// <summary>The campaign.</summary>
    public required long CampaignId { get; init; }

    /// <summary>The campaign's <see cref="Campaign.EventSeq"/> then; another one makes the preview stale.</summary>
    public required long PlanSeq { get; set; }

    /// <summary>The SHA-256 of the assessments used, each with the event that changed its application last, and of whatever else decides who
    /// reviews: another owner of an application is another preview.</summary>
    public required string Assessments { get; set; }

    /// <summary>When.</summary>
    public required DateTime ComputedAt { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<DraftPreview>
    {
        public void Configure(EntityTypeBuilder<DraftPreview> table)
        {
            table.HasKey(d => d.CampaignId);
            table.Property(d => d.CampaignId).ValueGeneratedNever();
            table.Property(d => d.Assessments).HasMaxLength(2000);
        }
    }
}

/// <summary>Why an account is not under review.</summary>
public enum LeftOutReason
{
    /// <summary>It is disabled in the application.</summary>
    Disabled,

    /// <summary>It was declared a test account.</summary>
    TestAccount,

    /// <summary>The campaign to which this one is an addendum holds it, or left it out itself.</summary>
    InMainCampaign,

    /// <summary>The campaign reviews only the access of people who have left, and this is not theirs.</summary>
    NotALeaver,

    /// <summary>The campaign reviews only the access of people who have left, and this one needs no question: it is disabled or a test account, somebody is or was asked elsewhere, or it is being removed.</summary>
    LeaverNotAsked,

    /// <summary>The campaign reviews only accounts that nobody uses, and this one is used, or nobody knows that it is not.</summary>
    SeatInUse,

    /// <summary>The campaign reviews only accounts that nobody uses, and this one needs no question: it is disabled or not one person's, somebody is asked elsewhere, or it is being removed.</summary>
    SeatNotAsked,
}

/// <summary>An account that a draft's scope leaves out. Operational.</summary>
public sealed class DraftLeftOut
{
    /// <summary>The campaign.</summary>
    public required long CampaignId { get; init; }

    /// <summary>The account as read.</summary>
    public required long AccountRecordId { get; init; }

    /// <summary>The application in the campaign.</summary>
    public required long CampaignApplicationId { get; init; }

    /// <summary>Why.</summary>
    public required LeftOutReason Reason { get; init; }

    internal sealed class Map : IEntityTypeConfiguration<DraftLeftOut>
    {
        public void Configure(EntityTypeBuilder<DraftLeftOut> table) => table.HasKey(d => new { d.CampaignId, d.AccountRecordId });
    }
}
