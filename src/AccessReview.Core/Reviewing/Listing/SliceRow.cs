using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;

namespace AccessReview.Core.Reviewing;

/// <summary>One item before a reviewer with what the list is filtered, counted, grouped and collapsed by; the words of a row on the
/// screen are read apart (<see cref="QueueRow"/>).</summary>
public sealed record SliceRow
{
    /// <summary>The turn.</summary>
    public required long TurnId { get; init; }

    /// <summary>The account's item: its own, or that of the account which an assignment belongs to.</summary>
    public required long BlockId { get; init; }

    /// <summary>The item's number in the campaign.</summary>
    public required int Number { get; init; }

    /// <summary>Where it stands in the list.</summary>
    public required AttentionRank Rank { get; init; }

    /// <summary>The event that touched it last.</summary>
    public required long EventSeq { get; init; }

    /// <summary>How it stands.</summary>
    public required TurnState State { get; init; }

    /// <summary>Signed off.</summary>
    public required bool Signed { get; init; }

    /// <summary>An assignment that was revoked with its account, and comes back with it alone.</summary>
    public bool WentWithAccount { get; init; }

    /// <summary>What is worth an eye.</summary>
    public required Finding Findings { get; init; }

    /// <summary>What the product recommends.</summary>
    public required Recommendation Recommendation { get; init; }

    /// <summary>The application.</summary>
    public required long ApplicationId { get; init; }

    /// <summary>The account.</summary>
    public required long AccountId { get; init; }

    /// <summary>Whose account it is, where known.</summary>
    public long? PersonId { get; init; }

    /// <summary>The person's name; the account's where nobody is known.</summary>
    public required string Name { get; init; }

    /// <summary>The account's role.</summary>
    public required string Role { get; init; }

    /// <summary>The role as a key.</summary>
    public required string RoleKey { get; init; }

    /// <summary>The department; empty when not known.</summary>
    public required string Department { get; init; }

    /// <summary>How the account was linked.</summary>
    public required MatchKind Match { get; init; }

    /// <summary>The group, for an assignment.</summary>
    public long? GroupId { get; init; }

    /// <summary>Its name.</summary>
    public string? Group { get; init; }

    /// <summary>When the account was last used.</summary>
    public required LastUse Used { get; init; }

    /// <summary>What differs from the last review.</summary>
    public required ReviewChange Change { get; init; }

    /// <summary>The name of the closed campaign compared with; null: none.</summary>
    public required string? Previous { get; init; }

    /// <summary>It is as it was certified last time, and may be carried forward (<see cref="CarryForward"/>).</summary>
    public bool MayCarry { get; init; }

    /// <summary>Who is away, where the reader has it as their delegate.</summary>
    public long? ForId { get; init; }

    /// <summary>Their name.</summary>
    public string? For { get; init; }

    /// <summary>How the question to its holder stands.</summary>
    public QuestionState Question { get; init; }

    /// <summary>A user account, not a group assignment.</summary>
    public bool IsAccount => GroupId is null;

    /// <summary>An item without any finding, whose account has none either.</summary>
    public bool IsPlain => Findings == Finding.None && Rank == AttentionRank.NothingFound;
}
