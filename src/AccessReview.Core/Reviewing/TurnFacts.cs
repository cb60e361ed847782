using AccessReview.Core.Campaigns;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;

namespace AccessReview.Core.Reviewing;

/// <summary>Everything the rule asks about one turn: <see cref="TurnFactsQuery"/> reads it.</summary>
public sealed record TurnFacts
{
    /// <summary>The turn.</summary>
    public required long TurnId { get; init; }

    /// <summary>The item.</summary>
    public required long ItemId { get; init; }

    /// <summary>The account's item, for an assignment.</summary>
    public long? ParentItemId { get; init; }

    /// <summary>The campaign.</summary>
    public required long CampaignId { get; init; }

    /// <summary>The item's number.</summary>
    public required int Number { get; init; }

    /// <summary>1: the first review; 2: the second.</summary>
    public required int Stage { get; init; }

    /// <summary>Who reviews it.</summary>
    public required long ReviewerId { get; init; }

    /// <summary>Who is away, where the reviewer is their delegate.</summary>
    public long? ForId { get; init; }

    /// <summary>How it stands.</summary>
    public required TurnState State { get; init; }

    /// <summary>The sign-off that covers it, if any.</summary>
    public long? SignOffId { get; init; }

    /// <summary>The event that touched it last.</summary>
    public required long EventSeq { get; init; }

    /// <summary>Whose access it is, as frozen at launch.</summary>
    public long? HolderId { get; init; }

    /// <summary>Whose access it is as matched since: by hand, or in the newest assessment.</summary>
    public long? HolderNowId { get; init; }

    /// <summary>Whose access it is, as far as is known by now.</summary>
    public long? HolderByNowId => HolderNowId ?? HolderId;

    /// <summary>True when the person who asks matched the account by hand, declared it, or answers for it inside.</summary>
    public bool Involved { get; init; }

    /// <summary>The findings' arguments, where several people could be meant: none of them reviews the account.</summary>
    public string? Several { get; init; }

    /// <summary>The same of the newest assessment, where nobody has matched the account by hand.</summary>
    public string? SeveralNow { get; init; }

    /// <summary>What is worth an eye.</summary>
    public required Finding Findings { get; init; }

    /// <summary>What the product recommends.</summary>
    public required Recommendation Recommendation { get; init; }

    /// <summary>The rules that recommended so: <see cref="Assessment.Rules"/> of the assessment the item was launched on.</summary>
    public required int Rules { get; init; }

    /// <summary>The account.</summary>
    public required long AccountId { get; init; }

    /// <summary>The application in the campaign.</summary>
    public required long CampaignApplicationId { get; init; }

    /// <summary>The account's name as read.</summary>
    public required string Name { get; init; }

    /// <summary>The account's role as read.</summary>
    public required string Role { get; init; }

    /// <summary>What the application said of the account.</summary>
    public required AccountStatus Status { get; init; }

    /// <summary>Another turn of the account has revoked it: of an assignment's account, in either stage; of an account, in its other one.</summary>
    public required bool RevokedBeside { get; init; }

    /// <summary>The decision in force.</summary>
    public long? DecisionId { get; init; }

    /// <summary>Its mode.</summary>
    public DecisionMode? Mode { get; init; }

    /// <summary>Its author, as <see cref="Actor.Key"/>.</summary>
    public string? By { get; init; }

    /// <summary>Its selection or account act.</summary>
    public long? BatchId { get; init; }

    /// <summary>The decision it replaced, which an undo brings back.</summary>
    public long? ReplacedId { get; init; }

    /// <summary>What that decision was.</summary>
    public DecisionKind? ReplacedKind { get; init; }

    /// <summary>Whose it was.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>An account's item, not an assignment's.</summary>
    public bool IsAccount => ParentItemId is null;

    /// <summary>Its account is revoked, so that an assignment is not decided by itself.</summary>
    public bool AccountRevoked => !IsAccount && RevokedBeside;

    /// <summary>An item without any finding.</summary>
    public bool IsRoutine => Findings == Finding.None;

    /// <summary>Decided with its account: it follows the account.</summary>
    public bool WentWithAccount => Mode == DecisionMode.WithAccount && State == TurnState.Revoked;

    /// <summary>Whether this person reviews it, or somebody stands in for them.</summary>
    public bool IsReviewedBy(long personId) => ReviewerId == personId || ForId == personId;

    /// <summary>Whether it is, or could be, this person's own access.</summary>
    public bool IsOwn(long? personId) => personId is { } id && (HolderId == id || HolderNowId == id || FindingFacts.CouldBe(Several, id) || FindingFacts.CouldBe(SeveralNow, id));
}
