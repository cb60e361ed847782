using System.Collections.Concurrent;
using System.Text;

using AccessReview.Core.Findings;
using AccessReview.Core.Removals;

namespace AccessReview.Core.Evidence.Report;

/// <summary>Closed codes as the workbook prints them: the names of product.md, in words.</summary>
internal static class Words
{
    internal const string DoesNotApply = "does not apply";
    internal const string NotKnown = "not known";
    internal const string Nobody = "nobody";

    private static readonly ConcurrentDictionary<Enum, string> Known = new();

    /// <summary>The code's words: <c>StillPresent</c> is "Still present".</summary>
    internal static string Of<T>(T code)
        where T : struct, Enum => Known.GetOrAdd(code, Split);

    /// <summary>The code's words, or null for none.</summary>
    internal static string? Of<T>(T? code)
        where T : struct, Enum => code is { } value ? Of(value) : null;

    /// <summary>A yes or no.</summary>
    internal static string Of(bool yes) => yes ? "yes" : "no";

    /// <summary>What was decided, with the role that it names, if any: <c>Change to Viewer</c>.</summary>
    internal static string To(string decided, string? role) => role is null ? decided : $"{decided} to {role}";

    /// <summary>The findings in words, or "none".</summary>
    internal static string OfFindings(Finding findings) => findings == Finding.None
        ? "none"
        : string.Join(", ", Enum.GetValues<Finding>().Where(f => f != Finding.None && findings.HasFlag(f)).Select(f => Of(f)));

    private static string Split(Enum code)
    {
        switch (code)
        {
            case RemovalState.WaitingForPerson:
                return "Waiting for a person";
            case RemovalState.WaitingForSecondPerson:
                return "Waiting for a second person";
            case EditionKind.FollowUp:
                return "Follow-up";
            case AuthenticationMethod.EntraId:
                return "Microsoft Entra ID";
            case AuthenticationMethod.OpenIdConnect:
                return "OpenID Connect";
        }

        var words = new StringBuilder();
        foreach (var letter in code.ToString())
        {
            words.Append(words.Length > 0 && char.IsUpper(letter) ? " " + char.ToLowerInvariant(letter) : letter.ToString());
        }

        return words.ToString();
    }
}
