using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns.SecondStage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Campaigns;

/// <summary>The life of a campaign. Overdue is a date, preparing is a job; neither is a state.</summary>
public enum CampaignState
{
    /// <summary>Being planned.</summary>
    Draft,

    /// <summary>Launched; items are decided.</summary>
    Active,

    /// <summary>Closed by its owner's statement.</summary>
    Closed,

    /// <summary>Given up before it was closed.</summary>
    Cancelled,
}

/// <summary>What the deadline does to an item nobody decided.</summary>
public enum DeadlineRule
{
    /// <summary>Nothing: it is counted as not reviewed.</summary>
    NotReviewed,

    /// <summary>It is revoked when the campaign is closed, which then is not before it was due, in mode deadline, counted apart.</summary>
    Revoke,
}

/// <summary>One review of one or more applications for one period, with a copy of the policy it was launched with.</summary>
public sealed partial class Campaign : IAudited
{
    /// <summary>The most characters of a name.</summary>
    public const int MaxName = 120;

    /// <summary>The most characters of purpose, control references or conclusion.</summary>
    public const int MaxText = 4000;

    /// <summary>The most items a campaign holds; more is refused with advice to split.</summary>
    public const int MaxItems = 1_000_000;

    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The number people use, from 1: <c>C12</c>.</summary>
    public required int Number { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; set; }

    /// <summary>Why it is held and what is in scope, in the owner's words.</summary>
    public string Purpose { get; set; } = "";

    /// <summary>Control references it supports, in the owner's words.</summary>
    public string Controls { get; set; } = "";

    /// <summary>First day of the period under review.</summary>
    public required DateOnly PeriodStart { get; set; }

    /// <summary>Last day of the period under review.</summary>
    public required DateOnly PeriodEnd { get; set; }

    /// <summary>The IANA time zone in which its days end.</summary>
    public required string TimeZone { get; set; }

    /// <summary>The day it is due.</summary>
    public required DateOnly DueDate { get; set; }

    /// <summary>The end of that day there.</summary>
    public required DateTime DueAt { get; set; }

    /// <summary>What the deadline does to silence.</summary>
    public DeadlineRule Deadline { get; set; } = DeadlineRule.NotReviewed;

    /// <summary>Where it is in its life; only <see cref="MoveTo"/> changes it.</summary>
    public required CampaignState State { get => state; init => state = value; }

    /// <summary>Its owner.</summary>
    public required long OwnerId { get; set; }

    /// <summary>The policy at launch.</summary>
    public long? PolicyVersionId { get; set; }

    /// <summary>The campaign whose second wave it is; null: it stands by itself.</summary>
    public long? AddendumToId { get; set; }

    /// <summary>What of its applications it is about; the rest is left out by name.</summary>
    public CampaignPart Part { get; set; }

    /// <summary>When it was launched.</summary>
    public DateTime? LaunchedAt { get; set; }

    /// <summary>Who launched it, as <see cref="Actor.Key"/>.</summary>
    public string? LaunchedBy { get; set; }

    /// <summary>Items at launch.</summary>
    public int Items { get; set; }

    /// <summary>SHA-256 over the row hashes of the items, in order.</summary>
    public byte[]? ItemsHash { get; set; }

    /// <summary>When it was closed or cancelled.</summary>
    public DateTime? EndedAt { get; set; }

    /// <summary>Who closed or cancelled it, as <see cref="Actor.Key"/>.</summary>
    public string? EndedBy { get; set; }

    /// <summary>The owner's conclusion at close, as <see cref="PrivateText"/>; or the reason of a cancellation.</summary>
    public long? ConclusionId { get; set; }

    /// <summary>The day until which nothing of it may be purged.</summary>
    public DateOnly? RetainUntil { get; set; }

    /// <summary>The applications it covers.</summary>
    public List<CampaignApplication> Applications { get; init; } = [];

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<Campaign>
    {
        public void Configure(EntityTypeBuilder<Campaign> table)
        {
            table.Property(c => c.Name).HasMaxLength(MaxName);
            table.Property(c => c.Purpose).HasMaxLength(MaxText);
            table.Property(c => c.Controls).HasMaxLength(MaxText);
            table.Property(c => c.TimeZone).HasMaxLength(64);
            table.Property(c => c.LaunchedBy).HasMaxLength(64);
            table.Property(c => c.EndedBy).HasMaxLength(64);
            table.Property(c => c.ItemsHash).HasMaxLength(Hashes.Length).IsFixedLength();
            table.HasIndex(c => c.Number).IsUnique();
            table.HasMany(c => c.Applications).WithOne().HasForeignKey(a => a.CampaignId);
        }
    }
}

/// <summary>Who reviews.</summary>
public enum ReviewerRule
{
    /// <summary>The manager of the account's person.</summary>
    Manager,

    /// <summary>The owner of the group; for assignments only.</summary>
    GroupOwner,

    /// <summary>The owner of the application.</summary>
    ApplicationOwner,

    /// <summary>One named person.</summary>
    Named,
}

/// <summary>One application in a campaign: what of it is reviewed, by whom, and on which assessment it was launched.</summary>
public sealed class CampaignApplication : IAudited
{
    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The campaign.</summary>
    public required long CampaignId { get; init; }

    /// <summary>The application.</summary>
    public required long ApplicationId { get; init; }

    /// <summary>Whether group assignments are reviewed as well as accounts.</summary>
    public bool IncludeAssignments { get; set; } = true;

    /// <summary>Whether disabled accounts are reviewed; left out and listed otherwise.</summary>
    public bool IncludeDisabled { get; set; }

    /// <summary>Who reviews accounts.</summary>
    public ReviewerRule AccountReviewer { get; set; } = ReviewerRule.Manager;

    /// <summary>Who reviews assignments; null: whoever reviews the account.</summary>
    public ReviewerRule? AssignmentReviewer { get; set; }

    /// <summary>The person of <see cref="ReviewerRule.Named"/>.</summary>
    public long? NamedReviewerId { get; set; }

    /// <summary>Who takes what the rule has no usable reviewer for.</summary>
    public long? FallbackReviewerId { get; set; }

    /// <summary>Which items a second reviewer looks at.</summary>
    public SecondReviewRule SecondReview { get; set; }

    /// <summary>Who that is; null: the application's owner.</summary>
    public long? SecondReviewerId { get; set; }

    /// <summary>The assessment it was launched on.</summary>
    public long? AssessmentId { get; set; }

    /// <summary>Who approved what the scope leaves out; null when nothing is left out or nobody has.</summary>
    public long? ScopeApprovedById { get; set; }

    /// <summary>When they approved.</summary>
    public DateTime? ScopeApprovedAt { get; set; }

    /// <summary>SHA-256 of the list they approved; another list needs another approval.</summary>
    public byte[]? ScopeApprovedHash { get; set; }

    /// <summary>The last closed campaign over the application when this one was launched.</summary>
    public long? PreviousCampaignId { get; set; }

    /// <summary>False once taken out of the draft.</summary>
    public bool Active { get; set; } = true;

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<CampaignApplication>
    {
        public void Configure(EntityTypeBuilder<CampaignApplication> table)
        {
            table.Property(a => a.ScopeApprovedHash).HasMaxLength(Hashes.Length).IsFixedLength();
            table.HasIndex(a => new { a.CampaignId, a.ApplicationId }).IsUnique();
            table.HasIndex(a => a.ApplicationId);
        }
    }
}
