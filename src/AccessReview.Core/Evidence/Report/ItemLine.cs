using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Core.Removals;

namespace AccessReview.Core.Evidence.Report;

/// <summary>An item with everything the sheets print of it, as one row of one query.</summary>
internal sealed class ItemLine
{
    public required long ItemId { get; init; }
    public required int Number { get; init; }
    public required long? ParentItemId { get; init; }
    public required long PlanId { get; init; }
    public required long AccountId { get; init; }
    public required Finding Findings { get; init; }
    public required Recommendation Recommendation { get; init; }

    /// <summary>The arguments of the findings' sentences, where anything is recommended; else empty.</summary>
    public required string Facts { get; init; }
    public required long? HolderId { get; init; }
    public required string Email { get; init; }
    public required string EmailKey { get; init; }
    public required string AccountName { get; init; }
    public required string Role { get; init; }
    public required AccountStatus Status { get; init; }
    public required DateTime? LastUsedAt { get; init; }
    public required LastUsedState LastUsedState { get; init; }
    public required Finding AccountFindings { get; init; }
    public required MatchKind Match { get; init; }
    public required DeclaredKind? Declared { get; init; }
    public required long? InsideOwnerId { get; init; }
    public required string? DeclaredBy { get; init; }
    public required string? Group { get; init; }
    public required long? PersonId { get; init; }
    public required string? Person { get; init; }
    public required EmploymentStatus? Employment { get; init; }
    public required string? EmploymentType { get; init; }
    public required string? Department { get; init; }
    public required string? JobTitle { get; init; }
    public required long? ManagerId { get; init; }
    public required DateOnly? StartDate { get; init; }
    public required DateOnly? EndDate { get; init; }
    public required long ReviewerId { get; init; }
    public required long? ForId { get; init; }
    public required TurnState FirstState { get; init; }

    /// <summary>Who decided the first reviewer's turn, as <see cref="Actor.Key"/>; null: nobody.</summary>
    public required string? FirstBy { get; init; }

    /// <summary>How the first reviewer's turn was decided: by them, or with the account, or by the deadline.</summary>
    public required DecisionMode? FirstMode { get; init; }

    /// <summary>The lower role that the first reviewer named.</summary>
    public required string? FirstTo { get; init; }
    public required SecondReason SecondWhy { get; init; }
    public required long? SecondReviewerId { get; init; }
    public required long? SecondForId { get; init; }
    public required TurnState? SecondState { get; init; }

    /// <summary>Who decided the second reviewer's turn; null: nobody.</summary>
    public required string? SecondBy { get; init; }

    /// <summary>How the second reviewer's turn was decided.</summary>
    public required DecisionMode? SecondMode { get; init; }

    /// <summary>The lower role that the second reviewer named.</summary>
    public required string? SecondTo { get; init; }
    public required ReviewerBasis Basis { get; init; }
    public required FallbackReason Fallback { get; init; }

    /// <summary>Whether everybody whom it needs has signed: a revoke whoever revoked, what is kept each of its reviewers.</summary>
    public required bool Signed { get; init; }

    /// <summary>The sign-off in force over the first reviewer's own decision, also over one that went with the account since.</summary>
    public required long? FirstSignOffId { get; init; }

    /// <summary>The same of the second reviewer.</summary>
    public required long? SecondSignOffId { get; init; }

    /// <summary>The sign-off in force of whoever revoked its account, over its going with that.</summary>
    public required long? AccountSignOffId { get; init; }
    public required long? DecisionId { get; init; }
    public required DecisionKind? Decision { get; init; }
    public required DecisionMode? Mode { get; init; }
    public required string? DecidedBy { get; init; }
    public required DateTime? DecidedAt { get; init; }
    public required string? Reason { get; init; }
    public required bool? ReasonKept { get; init; }
    public required bool? ReasonRecommended { get; init; }
    public required int? ReasonReused { get; init; }
    public required long? BatchId { get; init; }
    public required int? BatchSize { get; init; }
    public required string? Rule { get; init; }

    /// <summary>The lower role that is kept, for Change.</summary>
    public required string? ChangeTo { get; init; }
    public required bool? Late { get; init; }
    public required long? DecisionSeq { get; init; }
    public required int? RemovalNumber { get; init; }
    public required RemovalState? RemovalState { get; init; }
    public required DateTime? VerifiedAt { get; init; }

    /// <summary>The lower role that the removal leaves them; null: it takes the access away, or there is none.</summary>
    public required string? RemovalTo { get; init; }
    public required long? PreviousCampaignId { get; init; }
    public required OutcomeKind? PreviousOutcome { get; init; }

    /// <summary>How the decision that made it so was made; null: nobody decided.</summary>
    public required DecisionMode? PreviousMode { get; init; }

    /// <summary>When that was.</summary>
    public required DateTime? PreviousAt { get; init; }
}
