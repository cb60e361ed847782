using System.Globalization;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Leavers;
using AccessReview.Core.Settings;
using AccessReview.Web.Components.Shared;

namespace AccessReview.Web.Components.Leavers;

/// <summary>What the page of leavers says in words.</summary>
internal static class LeaverWords
{
    /// <summary>How long, in steps.</summary>
    public static string Of(LeaverLength length) => length switch
    {
        LeaverLength.Day => "Up to a day",
        LeaverLength.Week => "Up to a week",
        LeaverLength.Month => "Up to 30 days",
        LeaverLength.Quarter => "Up to 90 days",
        LeaverLength.Longer => "Longer",
        LeaverLength.NotKnown => "Not known",
        _ => throw new ArgumentOutOfRangeException(nameof(length), length, null),
    };

    /// <summary>Hours; what is not known says so.</summary>
    public static string Hours(double? hours) => hours is { } known ? DateWords.Duration(known) : "not known";

    /// <summary>Whether it was used afterwards.</summary>
    public static string Of(UsedAfter used) => used switch
    {
        UsedAfter.Yes => "yes",
        UsedAfter.No => "no",
        UsedAfter.NotKnown => "not known",
        _ => throw new ArgumentOutOfRangeException(nameof(used), used, null),
    };

    /// <summary>What becomes of the accounts that are open: some are before reviewers, some are being removed, about some nobody is asked, and the policy says when the
    /// others are asked about.</summary>
    public static string Open(LeaverFigures figures, LeaversRule rule)
    {
        var others = rule == LeaversRule.AtOnce ? "asked about at once" : "asked about with the next campaign";
        List<(int Count, string What)> parts =
        [
            (figures.BeforeReviewers, "before reviewers"), (figures.UnderRemoval, "under Removals"),
            (figures.Kept, figures.KeptBy is { } campaign ? string.Create(CultureInfo.InvariantCulture, $"kept by C{campaign}") : "kept by reviewers"),
            (figures.Test, "declared for tests"), (figures.Later, "asked about after the next reading"),
        ];
        parts.RemoveAll(p => p.Count == 0);
        if (parts.Count == 0)
        {
            return others;
        }

        parts.Add((figures.Open - parts.Sum(p => p.Count), others));
        return string.Join(", ", parts.Where(p => p.Count > 0).Select(p => $"{DateWords.Number(p.Count)} {p.What}"));
    }

    /// <summary>What a campaign did about it.</summary>
    public static string Of((int Number, CampaignState State, OutcomeKind? Outcome) asked) => asked switch
    {
        { State: CampaignState.Active } => "Before reviewers",
        { Outcome: OutcomeKind.Certified or OutcomeKind.Changed } => "Kept",
        { Outcome: OutcomeKind.Revoked } => "Revoked",
        _ => "Not reviewed",
    };
}
