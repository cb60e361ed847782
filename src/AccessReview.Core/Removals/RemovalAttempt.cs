using AccessReview.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Removals;

/// <summary>What the product does for a removal in another system.</summary>
public enum AttemptAct
{
    /// <summary>Switch the account off.</summary>
    Account,

    /// <summary>Take it out of a group of the application.</summary>
    Member,

    /// <summary>Take the person's own assignment away at the directory.</summary>
    AppAssignment,

    /// <summary>Take the person out of a group of the directory.</summary>
    DirectoryMember,
}

/// <summary>What came of it.</summary>
public enum AttemptResult
{
    /// <summary>It was there before and is gone after.</summary>
    Done,

    /// <summary>It was gone before anything was asked.</summary>
    AlreadyGone,

    /// <summary>It is still there.</summary>
    StillThere,

    /// <summary>Something else changed as well.</summary>
    TooMuch,

    /// <summary>It failed, and may have been taken away before, at least in part.</summary>
    Unproven,

    /// <summary>The other system could not be asked, or refused.</summary>
    Fault,
}

/// <summary>One act in another system for a removal, with its proof. Append-only.</summary>
public sealed class RemovalAttempt : IAudited
{
    /// <summary>The most characters of what it was done to.</summary>
    public const int MaxTarget = 500;

    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The removal.</summary>
    public required long RemovalId { get; init; }

    /// <summary>The connection it went through.</summary>
    public required long ConnectionId { get; init; }

    /// <summary>What was done.</summary>
    public required AttemptAct Act { get; init; }

    /// <summary>To what, in words: "Okta group prod-analytics".</summary>
    public required string Target { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTime At { get; init; }

    /// <summary>What came of it.</summary>
    public required AttemptResult Result { get; init; }

    /// <summary>Why it could not be asked, or not to its end, in a sentence; empty otherwise.</summary>
    public required string Why { get; init; }

    /// <summary>State before, requests, answers and state after, as a stored file; null when nothing was answered.</summary>
    public long? ProofFileId { get; init; }

    /// <summary>Its SHA-256.</summary>
    public byte[]? ProofSha256 { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<RemovalAttempt>
    {
        public void Configure(EntityTypeBuilder<RemovalAttempt> table)
        {
            table.Property(a => a.Target).HasMaxLength(MaxTarget);
            table.Property(a => a.Why).HasMaxLength(MaxTarget);
            table.Property(a => a.ProofSha256).HasMaxLength(Hashes.Length).IsFixedLength();
            table.HasIndex(a => a.RemovalId);
        }
    }
}
