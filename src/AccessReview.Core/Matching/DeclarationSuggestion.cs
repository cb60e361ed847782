using System.Text.RegularExpressions;

namespace AccessReview.Core.Matching;

/// <summary>What an unmatched account looks like by its name: a suggestion for the person who declares it, never a declaration.</summary>
public static partial class DeclarationSuggestion
{
    /// <summary>What it looks like; null when like nothing in particular.</summary>
    /// <param name="email">The address, as written.</param>
    /// <param name="name">The name, as written.</param>
    public static DeclaredKind? For(string email, string name)
    {
        var text = email.Split('@')[0] + " " + name;
        return Service().IsMatch(text) ? DeclaredKind.Service
            : Emergency().IsMatch(text) ? DeclaredKind.Emergency
            : Test().IsMatch(text) ? DeclaredKind.Test
            : Shared().IsMatch(text) ? DeclaredKind.Shared
            : null;
    }

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"(^|[\W_])(svc|service|bot|api|sync|integration|automation|etl|webhook|robot|cron)([\W_\d]|$)", Options, 1000)]
    private static partial Regex Service();

    [GeneratedRegex(@"(^|[\W_])(emergency|break-?glass|breakglass)([\W_\d]|$)", Options, 1000)]
    private static partial Regex Emergency();

    [GeneratedRegex(@"(^|[\W_])(test|tester|qa|demo|dummy|sandbox)([\W_\d]|$)", Options, 1000)]
    private static partial Regex Test();

    [GeneratedRegex(@"(^|[\W_])(shared|team|tv|dashboards?|screen|kiosk|lobby|admins?|info|support|office|noreply|no-reply|reception)([\W_\d]|$)", Options, 1000)]
    private static partial Regex Shared();
}
