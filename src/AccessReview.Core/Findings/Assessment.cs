using AccessReview.Core.Audit;
using AccessReview.Core.Matching;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Findings;

/// <summary>Facts worth a reviewer's eye. An account may carry several.</summary>
[Flags]
public enum Finding
{
    /// <summary>None: the item is routine.</summary>
    None = 0,

    /// <summary>The matched person's employment or contract has ended.</summary>
    Left = 1,

    /// <summary>Nobody known has this account.</summary>
    NobodyKnown = 2,

    /// <summary>Not used for longer than the application's limit.</summary>
    Dormant = 4,

    /// <summary>Invited and never joined.</summary>
    NeverJoined = 8,

    /// <summary>Holds a privileged role.</summary>
    Privileged = 16,

    /// <summary>The person has another account, under a present or former address.</summary>
    DuplicateAfterRename = 32,

    /// <summary>Declared service or shared.</summary>
    ServiceOrShared = 64,

    /// <summary>Role, groups, employment, manager or findings differ from the last closed campaign.</summary>
    ChangedSinceLastReview = 128,

    /// <summary>The last closed campaign over the application did not have it.</summary>
    NewSinceLastReview = 256,
}

/// <summary>What the product recommends. It never recommends Certify.</summary>
public enum Recommendation
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Look closer before certifying.</summary>
    LookCloser,

    /// <summary>Revoke.</summary>
    Revoke,
}

/// <summary>What deserves attention first: the groups of the workspace list, in order. An account and its assignments share the
/// most urgent rank among them.</summary>
public enum AttentionRank
{
    /// <summary>The person has left.</summary>
    Left = 10,

    /// <summary>Nobody known.</summary>
    NobodyKnown = 20,

    /// <summary>Privileged.</summary>
    Privileged = 30,

    /// <summary>Dormant.</summary>
    Dormant = 40,

    /// <summary>Invited, never joined.</summary>
    NeverJoined = 50,

    /// <summary>Duplicate after rename.</summary>
    DuplicateAfterRename = 60,

    /// <summary>Service or shared.</summary>
    ServiceOrShared = 70,

    /// <summary>Changed since the last review.</summary>
    Changed = 80,

    /// <summary>New since the last review.</summary>
    New = 90,

    /// <summary>Nothing found.</summary>
    NothingFound = 100,
}

/// <summary>One immutable evaluation of an application's reading against the readings of the directories under one policy, as of
/// the reading's own time and never of now. Preview and launch read the same one.</summary>
public sealed class Assessment : IAudited
{
    /// <summary>The version of the rules that made findings, facts, recommendations and fingerprints; raised when they change.</summary>
    public const int RulesVersion = 8;

    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The application.</summary>
    public required long ApplicationId { get; init; }

    /// <summary>The application's reading.</summary>
    public required long ExtractId { get; init; }

    /// <summary>The policy.</summary>
    public required long PolicyVersionId { get; init; }

    /// <summary>The time everything is judged at.</summary>
    public required DateTime AsOf { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTime MadeAt { get; init; }

    /// <summary><see cref="RulesVersion"/> when it was made.</summary>
    public required int Rules { get; init; }

    /// <summary>The last closed campaign over the application, with which changes were compared; null in a first review.</summary>
    public long? PreviousCampaignId { get; init; }

    /// <summary>Accounts evaluated.</summary>
    public required int Accounts { get; init; }

    /// <summary>Assignments evaluated.</summary>
    public required int Assignments { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<Assessment>
    {
        public void Configure(EntityTypeBuilder<Assessment> table) => table.HasIndex(a => new { a.ApplicationId, a.Id });
    }
}

/// <summary>A reading of a directory that an assessment used.</summary>
public sealed class AssessmentSource : IAudited
{
    /// <summary>The assessment.</summary>
    public required long AssessmentId { get; init; }

    /// <summary>The reading.</summary>
    public required long ExtractId { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<AssessmentSource>
    {
        public void Configure(EntityTypeBuilder<AssessmentSource> table) => table.HasKey(s => new { s.AssessmentId, s.ExtractId });
    }
}

/// <summary>An account as evaluated: whose it is and what is worth an eye. Never changes.</summary>
public sealed class AssessedAccount : IAudited
{
    /// <summary>The most characters of <see cref="Facts"/>.</summary>
    public const int MaxFacts = 2000;

    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The assessment.</summary>
    public required long AssessmentId { get; init; }

    /// <summary>The account.</summary>
    public required long AccountId { get; init; }

    /// <summary>The account as read.</summary>
    public required long AccountRecordId { get; init; }

    /// <summary>How it was linked.</summary>
    public required MatchKind Match { get; init; }

    /// <summary>The person, where exactly one is meant.</summary>
    public long? PersonId { get; init; }

    /// <summary>The person as read.</summary>
    public long? PersonRecordId { get; init; }

    /// <summary>The declaration, for <see cref="MatchKind.Declared"/>.</summary>
    public long? DeclarationId { get; init; }

    /// <summary>What is worth an eye.</summary>
    public required Finding Findings { get; init; }

    /// <summary>The arguments of the findings' sentences, as JSON: dates, days, the other account, what changed.</summary>
    public required string Facts { get; init; }

    /// <summary>What the product recommends.</summary>
    public required Recommendation Recommendation { get; init; }

    /// <summary>Where it stands in the list.</summary>
    public required AttentionRank Rank { get; init; }

    /// <summary>Role, groups, employment, manager and findings as 32 bytes: equal fingerprints mean nothing changed.</summary>
    public required byte[] Fingerprint { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<AssessedAccount>
    {
        public void Configure(EntityTypeBuilder<AssessedAccount> table)
        {
            table.Property(a => a.Facts).HasMaxLength(MaxFacts);
            table.Property(a => a.Fingerprint).HasMaxLength(Hashes.Length).IsFixedLength();
            table.HasIndex(a => new { a.AssessmentId, a.AccountId }).IsUnique();
            table.HasIndex(a => new { a.AssessmentId, a.Rank });
        }
    }
}

/// <summary>An assignment as evaluated. Never changes. It carries its account's <see cref="Finding.Left"/> and
/// <see cref="Finding.NobodyKnown"/>, and its own <see cref="Finding.NewSinceLastReview"/>.</summary>
public sealed class AssessedAssignment : IAudited
{
    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The assessment.</summary>
    public required long AssessmentId { get; init; }

    /// <summary>The account as evaluated.</summary>
    public required long AssessedAccountId { get; init; }

    /// <summary>The assignment as read.</summary>
    public required long AssignmentRecordId { get; init; }

    /// <summary>What is worth an eye.</summary>
    public required Finding Findings { get; init; }

    /// <summary>What the product recommends.</summary>
    public required Recommendation Recommendation { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<AssessedAssignment>
    {
        public void Configure(EntityTypeBuilder<AssessedAssignment> table)
        {
            table.HasIndex(a => new { a.AssessmentId, a.AssessedAccountId });
        }
    }
}
