using System.Globalization;
using AccessReview.Core.Applications;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;
using AccessReview.Web.Components.Shared;

namespace AccessReview.Web.Components.Applications;

/// <summary>The words of pages that show access.</summary>
internal static class AccessWords
{
    public static string Count(int count, string one, string many) => DateWords.Number(count) + " " + (count == 1 ? one : many);

    public static string Status(AccountStatus status) => status switch
    {
        AccountStatus.Active => "Active",
        AccountStatus.Invited => "Invited",
        AccountStatus.Disabled => "Disabled",
        AccountStatus.NotKnown => "not known",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    public static string LastUse(LastUsedState state, DateTime? at) => state switch
    {
        LastUsedState.Known => at is { } when ? DateWords.Day(DateOnly.FromDateTime(when)) : "not known",
        LastUsedState.Never => "never",
        LastUsedState.NotKnown => "not known",
        LastUsedState.NotGiven => "not given by the source",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    public static string Kind(ApplicationKind kind) => kind == ApplicationKind.Other ? "Other application" : ProposedRoles.NameOf(kind);

    /// <summary>What is not said by the name already: "Pro plan", or "Heap, Pro plan" where the name is another.</summary>
    public static string KindAndPlan(string name, ApplicationKind kind, string? plan)
    {
        string?[] parts = [Kind(kind) == name ? null : Kind(kind), plan is null ? null : plan + " plan"];
        var said = string.Join(", ", parts.OfType<string>());
        return said.Length > 0 ? said : "plan not entered";
    }

    /// <summary>Red for who should not be here, amber for a second look, else a plain fact.</summary>
    public static Tone ToneOf(Finding finding) => finding switch
    {
        Finding.Left or Finding.NobodyKnown => Tone.No,
        Finding.Privileged or Finding.Dormant or Finding.NeverJoined or Finding.DuplicateAfterRename => Tone.Warn,
        Finding.ChangedSinceLastReview or Finding.NewSinceLastReview => Tone.Accent,
        _ => Tone.Plain,
    };

    public static string Recommended(Recommendation recommendation) => recommendation switch
    {
        Recommendation.None => "nothing",
        Recommendation.LookCloser => "Look closer",
        Recommendation.Revoke => "Revoke",
        _ => throw new ArgumentOutOfRangeException(nameof(recommendation)),
    };

    /// <summary>Money in major units.</summary>
    public static string Money(long minor, string currency) => (minor / 100m).ToString(minor % 100 == 0 ? "N0" : "N2", CultureInfo.InvariantCulture) + " " + currency;

    /// <summary>What an article goes before: "a service account", "an emergency account".</summary>
    public static string WithArticle(DeclaredKind kind)
    {
        var word = MatchSentences.Label(kind).ToLowerInvariant();
        return ("aeiou".Contains(word[0], StringComparison.Ordinal) ? "an " : "a ") + word;
    }
}
