using AccessReview.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Campaigns;

/// <summary>An account that was left out at launch. Append-only.</summary>
public sealed class LeftOutAccount : IAudited
{
    /// <summary>The campaign.</summary>
    public required long CampaignId { get; init; }

    /// <summary>The account as read.</summary>
    public required long AccountRecordId { get; init; }

    /// <summary>The application in the campaign.</summary>
    public required long CampaignApplicationId { get; init; }

    /// <summary>Why.</summary>
    public required LeftOutReason Reason { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<LeftOutAccount>
    {
        public void Configure(EntityTypeBuilder<LeftOutAccount> table) => table.HasKey(l => new { l.CampaignId, l.AccountRecordId });
    }
}

/// <summary>Result of a completeness check.</summary>
public enum CheckResult
{
    /// <summary>The counts agree.</summary>
    Pass,

    /// <summary>They do not.</summary>
    Fail,

    /// <summary>There was nothing to compare with.</summary>
    NotTested,
}

/// <summary>A completeness check as it ran at launch or close. Append-only.</summary>
public sealed class CompletenessCheck : IAudited
{
    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The campaign.</summary>
    public required long CampaignId { get; init; }

    /// <summary>The application, for checks of one.</summary>
    public long? ApplicationId { get; init; }

    /// <summary><c>C1</c> to <c>C12</c> of evidence.md.</summary>
    public required string Check { get; init; }

    /// <summary>What A is, as a sentence.</summary>
    public required string WhatA { get; init; }

    /// <summary>The count A; null when there is none.</summary>
    public long? CountA { get; init; }

    /// <summary>What B is, as a sentence.</summary>
    public required string WhatB { get; init; }

    /// <summary>The count B; null when there is none.</summary>
    public long? CountB { get; init; }

    /// <summary>How it came out.</summary>
    public required CheckResult Result { get; init; }

    /// <summary>What explains a difference, or why it was not tested.</summary>
    public required string Explained { get; init; }

    /// <summary>When it ran.</summary>
    public required DateTime RunAt { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<CompletenessCheck>
    {
        public void Configure(EntityTypeBuilder<CompletenessCheck> table)
        {
            table.Property(c => c.Check).HasMaxLength(8);
            table.Property(c => c.WhatA).HasMaxLength(200);
            table.Property(c => c.WhatB).HasMaxLength(200);
            table.Property(c => c.Explained).HasMaxLength(1000);
            table.HasIndex(c => new { c.CampaignId, c.Check });
        }
    }
}

/// <summary>What a closed campaign did not reach, with who answers for it.</summary>
public enum ExceptionKind
{
    /// <summary>Items that not everybody whom they need has decided.</summary>
    NotReviewed,

    /// <summary>Lines set aside at import.</summary>
    SetAside,

    /// <summary>Decisions or sign-offs after the due date.</summary>
    Late,

    /// <summary>Decisions without a signature that they need.</summary>
    NotSigned,

    /// <summary>A completeness check that could not be tested.</summary>
    NotTested,

    /// <summary>The campaign owner decided items or changed the scope and no application owner signed.</summary>
    NoSecondSignature,

    /// <summary>Items decided by somebody who turned out to hold the account, or to have a part in saying whose it is.</summary>
    NotIndependent,

    /// <summary>A completeness check that stops no launch and whose counts differ.</summary>
    Differs,
}

/// <summary>An exception stated at close: reason, person, follow-up date. Append-only.</summary>
public sealed class CampaignException : IEvidenceRow
{
    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The campaign.</summary>
    public required long CampaignId { get; init; }

    /// <summary>What was not reached.</summary>
    public required ExceptionKind Kind { get; init; }

    /// <summary>How many items, lines, decisions, sign-offs, checks or applications.</summary>
    public required int Count { get; init; }

    /// <summary>Why, as <see cref="PrivateText"/>.</summary>
    public required long ReasonId { get; init; }

    /// <summary>The hash of the reason.</summary>
    public required byte[] ReasonHash { get; init; }

    /// <summary>Who follows it up.</summary>
    public required long PersonId { get; init; }

    /// <summary>By when.</summary>
    public required DateOnly FollowUp { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    /// <inheritdoc/>
    public RowText WriteTo(RowText text) => text
        .Add("id", Id).Add("campaign", CampaignId).Add("kind", Kind).Add("count", Count)
        .Add("reason", ReasonHash).Add("person", PersonId).Add("followUp", (DateOnly?)FollowUp);

    internal sealed class Map : IEntityTypeConfiguration<CampaignException>
    {
        public void Configure(EntityTypeBuilder<CampaignException> table)
        {
            table.Property(e => e.ReasonHash).HasMaxLength(Hashes.Length).IsFixedLength();
            table.HasIndex(e => e.CampaignId);
        }
    }
}
