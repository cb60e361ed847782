using System.Globalization;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Campaigns.Drift;
using AccessReview.Web.Components.Shared;

namespace AccessReview.Web.Components.Campaigns;

/// <summary>Words and numbers of campaigns as people read them.</summary>
internal static class CampaignWords
{
    private static readonly (DriftKind Kind, string One, string Many)[] Changes =
    [
        (DriftKind.Appeared, "is new", "are new"), (DriftKind.Returned, "came back from what was left out", "came back from what was left out"),
        (DriftKind.Promoted, "became privileged", "became privileged"), (DriftKind.Gone, "is gone", "are gone"),
    ];

    /// <summary>What is outside the part that a campaign is about, as the end of a sentence.</summary>
    public static string Outside(CampaignPart part) => part switch
    {
        CampaignPart.Everything => "held or left out by the campaign that this one is an addendum to",
        CampaignPart.Leavers => "of people who work here, or need no question here",
        CampaignPart.UnusedSeats => "in use, or need no question here",
        _ => throw new InvalidOperationException($"Unknown part {part}."),
    };

    /// <summary>A state as a chip says it.</summary>
    public static string Of(CampaignState state) => state switch
    {
        CampaignState.Draft => "Draft",
        CampaignState.Active => "Active",
        CampaignState.Closed => "Closed",
        CampaignState.Cancelled => "Cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    /// <summary>What the colour of a state means.</summary>
    public static Tone ToneOf(CampaignState state) => state switch
    {
        CampaignState.Active => Tone.Accent,
        CampaignState.Closed => Tone.Ok,
        CampaignState.Draft or CampaignState.Cancelled => Tone.Plain,
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    /// <summary>How an item stands.</summary>
    public static string Of(TurnState state) => state switch
    {
        TurnState.Undecided => "Not decided",
        TurnState.Certified => "Certified",
        TurnState.Revoked => "Revoked",
        TurnState.Changed => "Changed",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    /// <summary>How an item stands in a campaign: what nobody decided before it was closed counts as not reviewed.</summary>
    public static string Of(TurnState state, CampaignState campaign) =>
        state == TurnState.Undecided && campaign == CampaignState.Closed ? "Not reviewed" : Of(state);

    /// <summary>What the colour of an item's state means.</summary>
    public static Tone ToneOf(TurnState state) => state switch
    {
        TurnState.Certified or TurnState.Changed => Tone.Ok,
        TurnState.Revoked => Tone.No,
        TurnState.Undecided => Tone.Plain,
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    /// <summary>How a check came out.</summary>
    public static string Of(CheckResult result) => result switch
    {
        CheckResult.Pass => "Pass",
        CheckResult.Fail => "Fail",
        CheckResult.NotTested => "Not tested",
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };

    /// <summary>What the colour of a check means.</summary>
    public static Tone ToneOf(CheckResult result) => result switch
    {
        CheckResult.Pass => Tone.Ok,
        CheckResult.Fail => Tone.No,
        CheckResult.NotTested => Tone.Warn,
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };

    /// <summary>Why items are looked at by themselves.</summary>
    public static string Of(ItemWhy why) => why switch
    {
        ItemWhy.Second => "needs a second reviewer",
        ItemWhy.Waiting => "kept once, not decided by a second reviewer",
        ItemWhy.Nobody => "kept once, before no second reviewer",
        ItemWhy.Rerouted => "rerouted from its own holder",
        ItemWhy.Carried => "carried forward, not reviewed anew",
        ItemWhy.Disagreed => "not decided alike by both reviewers",
        _ => throw new ArgumentOutOfRangeException(nameof(why)),
    };

    /// <summary>How many accounts have changed since a launch, and how.</summary>
    public static string Of(DriftView since) => string.Join(", ", Changes.Select(c => (Count: since.Counts[c.Kind], c.One, c.Many)).Where(c => c.Count > 0)
        .Select((c, i) => $"{(i == 0 ? N(c.Count, "account") : N(c.Count))} {(c.Count == 1 ? c.One : c.Many)}")) + ".";

    /// <summary>Before how many a plan's items would be: <c>14 reviewers and 1 second reviewer</c>.</summary>
    public static string Reviewers(PlanView plan) => N(plan.Reviewers.Count(r => r.Items > 0), "reviewer")
        + (plan.Reviewers.Count(r => r.Second > 0) is > 0 and var second ? " and " + N(second, "second reviewer") : "");

    /// <summary>What the deadline does, as a choice.</summary>
    public static string Of(DeadlineRule rule) => rule switch
    {
        DeadlineRule.NotReviewed => "Counted as not reviewed; nothing is removed",
        DeadlineRule.Revoke => "Revoked when the campaign is closed after its due day, and counted apart",
        _ => throw new ArgumentOutOfRangeException(nameof(rule)),
    };

    /// <summary>What closing does, before it is signed: the largest counts, what becomes work, and that there is no way back.</summary>
    public static string Closing(CloseFacts facts)
    {
        var (notReviewed, becomes) = (facts.Outcomes[OutcomeKind.NotReviewed], facts.Outcomes[OutcomeKind.Revoked] + facts.Outcomes[OutcomeKind.Changed] - facts.UnderRemoval);
        var what = facts.Changed > 0 ? "revoked or changed item" : "revoked item";
        return string.Join(' ', new[]
        {
            "You sign the statement and your conclusion. Nothing can be decided any more.",
            notReviewed > 0 ? N(notReviewed, "item ends", "items end") + " as not reviewed." : null,
            becomes > 0 ? N(becomes, what + " becomes", what + "s become") + " work under Removals." : null,
            facts.UnderRemoval > 0 ? N(facts.UnderRemoval, what + " is", what + "s are") + " under Removals already." : null,
            CloseText.Taken(facts),
            "This cannot be undone.",
        }.OfType<string>());
    }

    /// <summary>A number.</summary>
    public static string N(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number and its noun.</summary>
    public static string N(int number, string one, string? many = null) => N(number) + " " + (number == 1 ? one : many ?? one + "s");

    /// <summary>A day: "Fri 4 Dec 2026".</summary>
    public static string Day(DateOnly day) => day.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>A moment in UTC.</summary>
    public static string At(DateTime at) => at.ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture) + " UTC";

    /// <summary>A moment in UTC, without its year.</summary>
    public static string Short(DateTime at) => at.ToString("d MMM, HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Minutes as people say them.</summary>
    public static string Minutes(int minutes) => minutes < 120 ? N(minutes, "minute") : N((int)Math.Round(minutes / 60.0), "hour");
}
