using System.Text.Json;

namespace AccessReview.Connectors.Entra;

/// <summary>When people last signed in to the tenant itself, for whatever application (signInActivity, Microsoft Graph v1.0; needs Entra ID P1 or P2
/// and AuditLog.Read.All). Whoever asks for it without either is refused the whole list, so that it is asked for by itself.</summary>
internal static class EntraLastSignIns
{
    // However many are asked for, fewer may come on a page: Graph gives at most 120 or 500 with this.
    public const string Question = "users?$select=id,signInActivity&$top=500";

    private const string Succeeded = "lastSuccessfulSignInDateTime";
    private const string Tried = "lastSignInDateTime";
    private const string TriedByItself = "lastNonInteractiveSignInDateTime";

    // Since then Entra notes what succeeded, of nobody for the time before.
    private static readonly DateTime Noted = new(2023, 12, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>What of a page is read.</summary>
    public static UsedMembers Used { get; } = new(["@odata.nextLink", "value/id", $"value/signInActivity/{Succeeded}", $"value/signInActivity/{Tried}", $"value/signInActivity/{TriedByItself}"]);

    /// <summary>What the list is in a sentence; null: it is another one.</summary>
    public static string? Words(string list) => list == EntraSource.LastSignIns ? "last sign-ins to the directory" : null;

    public static IReadOnlyList<LastSignIn> Of(IEnumerable<JsonElement> users) =>
    [
        .. from user in users
           let person = user.Id("id")
           let activity = user.Get("signInActivity")
           where person is not null && activity is not null
           select new LastSignIn(person, When(activity.Value)),
    ];

    // A sign-in that was tried may have failed. Since Entra notes those that succeeded, whoever has none of them has only tried; of before, the last try
    // is as late as it can have been.
    private static LastUse When(JsonElement activity)
    {
        var (succeeded, tried) = (activity.Use(Succeeded), new[] { activity.Use(Tried), activity.Use(TriedByItself) });
        return (succeeded.At, tried.Max(t => t.At)) switch
        {
            ({ }, _) => succeeded,
            (null, { } last) => last < Noted ? LastUse.On(last) : LastUse.NotKnown,
            _ => tried.Any(t => t.State == LastUseState.Never) ? LastUse.Never : LastUse.NotKnown,
        };
    }
}
