using System.Globalization;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Independence;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;

namespace AccessReview.Core.Evidence.Report;

/// <summary>What the cells of an item say, in words, where a code alone would not do.</summary>
internal static class ItemWords
{
    /// <summary>What the column Decision says of an item that not everybody whom it needs has decided.</summary>
    internal const string NotReviewed = "not reviewed";

    /// <summary>What the column Reason is.</summary>
    internal const string ReasonMeans = "Why, in the reviewer's words; of a revoke that follows the recommendation and says no more, the recommendation's reason.";

    /// <summary>What the column Independent is.</summary>
    internal const string IndependentMeans = "Whether the decider is neither holder nor owner inside nor the one who matched or declared it, as it was known at launch and when the campaign ended; and what else is known: each reviews the other, or the decider administers the application too. It does not apply where no person decided.";

    private const string Declared = "no: declared the account";
    private const string LeftLast = "not reviewed last time";

    internal static string Decision(ItemLine item) => item.Decision switch
    {
        null or DecisionKind.Withdrawn => NotReviewed,
        { } kind => Words.Of(kind),
    };

    /// <summary>How a turn stands, with the lower role that its reviewer named, if any; what its reviewer did not decide says so.</summary>
    internal static string Standing(TurnState state, DecisionMode? mode, string? to) => (state, mode) switch
    {
        (TurnState.Undecided, _) => NotReviewed,
        (_, DecisionMode.WithAccount) => "went with the account",
        (_, DecisionMode.Deadline) => "revoked by the deadline",
        _ => Words.To(Words.Of(state), to),
    };

    internal static string Kind(ItemLine item) => item.Group is null ? "account" : "assignment";

    internal static string RoleOrGroup(ItemLine item) =>
        item.Group is { } group ? $"Group: {group}" : item.Role.Length == 0 ? "Role: not known" : $"Role: {item.Role}";

    internal static string Account(ItemLine item) => item.Email.Length > 0 ? item.Email : item.AccountName;

    internal static string Person(ItemLine item) => Person(item.Match, item.Person, item.Declared);

    internal static string Person(MatchKind match, string? person, DeclaredKind? declared) => (match, person) switch
    {
        (_, { } name) => name,
        (MatchKind.Several, _) => "several could be meant",
        (MatchKind.Declared, _) => $"nobody's own: {Words.Of(declared)?.ToLowerInvariant() ?? "declared"}",
        _ => "nobody known",
    };

    internal static string LastUse(ItemLine item) => LastUse(item.LastUsedState);

    internal static string LastUse(LastUsedState state) => state switch
    {
        LastUsedState.Known => "known",
        LastUsedState.Never => "never",
        LastUsedState.NotKnown => Words.NotKnown,
        LastUsedState.NotGiven => "not given by this source",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state of last use."),
    };

    internal static string Change(ItemLine item) => item.PreviousCampaignId switch
    {
        null => "not reviewed before",
        _ when item.Findings.HasFlag(Finding.NewSinceLastReview) => "new since the last review",
        _ when item.Findings.HasFlag(Finding.ChangedSinceLastReview) => "changed since the last review" + (WasLeft(item) ? "; " + LeftLast : ""),
        _ when WasLeft(item) => LeftLast,
        _ => "no change",
    };

    // Nobody can say of what nobody looked at that it is as it was reviewed. What the deadline revoked, nobody has looked at.
    private static bool WasLeft(ItemLine item) => item.PreviousOutcome is null or OutcomeKind.NotReviewed || item.PreviousMode == DecisionMode.Deadline;

    internal static string PreviousDecision(ItemLine item) => (item.PreviousCampaignId, item.PreviousOutcome) switch
    {
        (null, _) => "not reviewed before",
        (_, null) => "was not under review",
        (_, { } outcome) when item is { PreviousMode: { } mode, PreviousAt: { } at } => $"{Words.Of(outcome)}, {Words.Of(mode).ToLowerInvariant()}, {Clock.Said(DateOnly.FromDateTime(at))}",
        (_, { } outcome) => Words.Of(outcome),
    };

    /// <summary>Computed again from the record, and not taken over from the rule that forbids it. What went with its account, whoever revoked
    /// the account decided; what was left, or the deadline decided, nobody.</summary>
    internal static string Independent(ItemLine item, IndependenceAsOf independence)
    {
        long[] deciders = [.. new[] { Actor.PersonOf(item.FirstBy), Actor.PersonOf(item.SecondBy) }.OfType<long>()];
        return deciders switch
        {
            [] => Words.DoesNotApply,
            _ when deciders.Any(d => d == item.HolderId) => "no: the holder",
            _ when deciders.Any(d => d == item.InsideOwnerId) => "no: the owner inside",
            _ when deciders.Any(d => d == Actor.PersonOf(item.DeclaredBy)) => Declared,
            _ when independence.PartIn(item.AccountId, deciders) is { } part => "no: " + PartsInAccounts.Words(part),
            _ when item.AccountFindings.HasFlag(Finding.Privileged) && deciders.Any(d => independence.Administers(item.PlanId, d)) => "yes; administers the application too",
            _ when deciders.Any(d => independence.IsReciprocal(item.HolderId, d)) => "yes; each reviews the other",
            _ => "yes",
        };
    }

    internal static string? Reason(ItemLine item) =>
        item.Reason ?? DecisionWords.InsteadOfReason(item.ReasonKept == true, item.ReasonRecommended == true, item.Recommendation, item.Findings, item.Facts);

    internal static string? RecommendationReason(ItemLine item) => FindingHelp.Reason(item.Recommendation, item.Findings, item.Facts);

    /// <summary>How the removal stands. A close puts every revoke to work, signed or not: what has no removal of its own then goes with its account. Of a cancelled campaign none is begun any more.</summary>
    internal static string Removal(ItemLine item, ReportScope scope) => item switch
    {
        { RemovalState: { } state } => Words.Of(state),
        { Decision: DecisionKind.Revoke, ParentItemId: not null } when scope.ClosedAt is not null => "with the account",
        { Decision: DecisionKind.Revoke, ParentItemId: not null, Signed: true } => "with the account",
        { Decision: DecisionKind.Revoke or DecisionKind.Change } when scope.Campaign.State == CampaignState.Cancelled => "nothing is carried out: the campaign was cancelled",
        { Decision: DecisionKind.Revoke or DecisionKind.Change, Signed: false } => "not signed off yet",
        _ => Words.DoesNotApply,
    };

    internal static string Matched(ItemLine item) => item.Match switch
    {
        MatchKind.Id => "by id",
        MatchKind.Email => "by work e-mail",
        MatchKind.OtherAddress => "by another address",
        MatchKind.ByHand => "by hand",
        MatchKind.Declared => "declared",
        MatchKind.Nobody => "nobody known",
        MatchKind.Several => "several could be meant",
        _ => throw new ArgumentOutOfRangeException(nameof(item), item.Match, "Not a kind of match."),
    };

    internal static string? Batch(ItemLine item) => item.BatchId is { } batch
        ? string.Create(CultureInfo.InvariantCulture, $"{batch} ({item.BatchSize} items{(item.Rule is { } rule ? ", rule " + rule : "")})")
        : null;
}
