using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;

namespace AccessReview.Core.Reviewing;

/// <summary>May this be decided, by this person, now, so? The same pure rule for one item, for a selection, by mouse, by key and by any
/// other way in. There is no override.</summary>
public static class DecisionRule
{
    /// <summary>The fewest characters of a reason.</summary>
    public const int MinReason = 3;

    /// <summary>The most characters of a reason.</summary>
    public const int MaxReason = 1000;

    /// <summary>Whether a reason must be given: to certify a privileged item, to certify against the recommendation Revoke, and to revoke
    /// what was not recommended for Revoke.</summary>
    public static bool NeedsReason(DecisionKind kind, Finding findings, Recommendation recommendation) => kind switch
    {
        DecisionKind.Certify => (findings & Finding.Privileged) != Finding.None || recommendation == Recommendation.Revoke,
        DecisionKind.Revoke => recommendation != Recommendation.Revoke,
        DecisionKind.Change => true,
        DecisionKind.Withdrawn => false,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>Why this person may not touch this turn now; null: they may.</summary>
    public static Problem? Standing(TurnFacts turn, CampaignState campaign, Actor actor)
    {
        if (actor.Kind != ActorKind.Person || turn.ReviewerId != actor.PersonId)
        {
            return Problem.Denied("This item is before another reviewer.");
        }

        if (turn.IsOwn(actor.PersonId))
        {
            return Problem.Denied("This is your own access, or could be. Nobody reviews their own; the campaign owner gives it to somebody else.");
        }

        if (turn.Involved)
        {
            return Problem.Denied("You matched or declared this account, or answer for it, so somebody else reviews it.");
        }

        return campaign != CampaignState.Active ? new Problem("campaign.not-active", "The campaign is not open any more, so nothing in it can be decided.")
            : turn.SignOffId is not null ? new Problem("item.signed", "You have signed this off. Withdraw the sign-off to decide it anew.")
            : null;
    }

    /// <summary>Why it may not be decided so; null: it may.</summary>
    /// <param name="turn">The facts.</param>
    /// <param name="campaign">The campaign's state.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="kind">Certify, Revoke or Change.</param>
    /// <param name="reason">The reason given, trimmed; empty: none.</param>
    public static Problem? Decide(TurnFacts turn, CampaignState campaign, Actor actor, DecisionKind kind, string reason)
    {
        if (Standing(turn, campaign, actor) is { } problem)
        {
            return problem;
        }

        if (kind == DecisionKind.Withdrawn)
        {
            return new Problem("decision.unknown", "An item is certified, revoked, or kept at a lower role.");
        }

        if (turn.AccountRevoked)
        {
            return new Problem("item.account-revoked", "The account was revoked, and this goes with it. Undo that revoke to decide this by itself.");
        }

        return reason.Length switch
        {
            > MaxReason => new Problem("reason.long", $"A reason has at most {MaxReason} characters; this one has {reason.Length}."),
            > 0 and < MinReason => new Problem("reason.short", $"A reason has at least {MinReason} characters."),
            0 when NeedsReason(kind, turn.Findings, turn.Recommendation) => new Problem("reason.required", WhyReason(kind, turn)),
            _ => null,
        };
    }

    /// <summary>Why it may not be kept at this role; null: it may. Lower is a role of the same reading that is not privileged and is another
    /// than the present one: what a role may do stands in no reading.</summary>
    /// <param name="turn">The facts.</param>
    /// <param name="lower">What is offered.</param>
    /// <param name="isLower">Whether the role that was named is lower, offered or not.</param>
    public static Problem? Change(TurnFacts turn, LowerRoleOffer lower, bool isLower) =>
        !turn.IsAccount ? new Problem("change.assignment", "A group assignment has no role that could be lowered: certify or revoke it.")
        : lower.Offered.Count == 0 ? new Problem("change.none", "No lower role is known for this application: certify or revoke it.")
        : !isLower ? new Problem("change.role", $"Choose one of the lower roles: {string.Join(", ", lower.Offered)}{(lower.More > 0 ? $", or {(lower.More == 1 ? "1 other" : $"one of {lower.More} others")} as the application writes it" : "")}.")
        : null;

    /// <summary>Why the decision in force may not be taken back; null: it may.</summary>
    public static Problem? Undo(TurnFacts turn, CampaignState campaign, Actor actor) =>
        Standing(turn, campaign, actor) is { } problem ? problem
        : turn.DecisionId is null ? new Problem("item.undecided", "Nothing was decided here, so there is nothing to undo.")
        : turn.WentWithAccount || turn.AccountRevoked ? new Problem("item.account-revoked", "This went with its account. It comes back when the account's revoke is undone.")
        : null;

    private static string WhyReason(DecisionKind kind, TurnFacts turn) => kind == DecisionKind.Change ? "Another role needs a reason." : kind == DecisionKind.Revoke
        ? "Revoking this was not recommended, so it needs a reason."
        : turn.Recommendation == Recommendation.Revoke ? "The recommendation is to revoke, so certifying needs a reason."
        : "Privileged, so it needs a reason of its own.";
}
