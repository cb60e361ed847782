using System.Globalization;
using System.Text.Json;

namespace AccessReview.Connectors.Scim;

/// <summary>A SCIM user as the product knows it (RFC 7643 4.1).</summary>
internal static class ScimUser
{
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    // Amplitude's words for a name that is not known because the invitation was not accepted.
    private static readonly string[] NoName = ["NO_GIVEN_NAME NO_FAMILY_NAME", "undefined undefined"];

    private static readonly string[] MembersOfPerson =
    [
        "id", "userName", "displayName", "name/formatted", "name/givenName", "name/familyName", "emails/value", "emails/type", "emails/primary", "active", "userType", "title",
        $"{Enterprise}/manager/value", $"{Enterprise}/department",
    ];

    /// <summary>What of a page of people is read.</summary>
    public static UsedMembers UsedOfPeople { get; } = new(["totalResults", "itemsPerPage", "nextCursor", .. MembersOfPerson.Select(m => $"Resources/{m}")]);

    public static Account Account(JsonElement user, string? id, ScimSettings settings)
    {
        var name = Name(user);
        var unnamed = name is null || NoName.Contains(name, StringComparer.OrdinalIgnoreCase);
        return new Account(
            id, Email(user, settings.Profile), unnamed ? null : name, Role(user, settings.RoleAttribute), [], Status(user, settings.Profile, unnamed),
            LastUse(user, settings.LastUseAttribute), user.Get("meta")?.Instant("created"));
    }

    public static Person Person(JsonElement user)
    {
        var addresses = user.List("emails").Select(e => e.Text("value")).OfType<string>().ToList();
        var email = Email(user, ScimProfiles.Generic);
        var work = user.Get(Enterprise);
        return new Person(
            user.Id("id"), email, [.. addresses.Where(a => a != email)], Name(user), user.Flag("active") switch { true => EmploymentStatus.Active, false => EmploymentStatus.Left, null => null },
            user.Text("userType"), null, null, work?.Get("manager")?.Id("value"), work?.Text("department"), user.Text("title"));
    }

    /// <summary>Whether the user is switched off: the JSON value false, or the text that some servers write for it.</summary>
    public static bool IsOff(JsonElement user) => user.Flag("active") == false;

    /// <summary>Whether an address is one of the user's, as far as the user shows any.</summary>
    public static bool MayBear(JsonElement user, string address)
    {
        var shown = user.List("emails").Select(e => e.Text("value")).Append(user.Text("userName")).OfType<string>().Where(a => a.Contains('@', StringComparison.Ordinal)).ToList();
        return shown.Count == 0 || shown.Contains(address, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The values of an attribute by path: <c>userType</c>, <c>roles.value</c>, <c>urn:…:User:role</c>.</summary>
    public static IReadOnlyList<string> Values(JsonElement user, string path)
    {
        // A URN holds colons and dots of its own: its extension is the longest prefix that is a member.
        var colon = path.StartsWith("urn:", StringComparison.OrdinalIgnoreCase) ? path.LastIndexOf(':') : -1;
        var from = colon < 0 ? user : user.Get(path[..colon]);
        var names = (colon < 0 ? path : path[(colon + 1)..]).Split('.');
        IEnumerable<JsonElement> found = from is { } start ? [start] : [];
        foreach (var name in names)
        {
            found = found.SelectMany(e => e.Get(name) is { } value ? value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value] : Enumerable.Empty<JsonElement>());
        }

        return [.. found.Select(e => ((JsonElement?)e).Text()).OfType<string>()];
    }

    private static string? Name(JsonElement user)
    {
        if (user.Text("displayName") is { } shown)
        {
            return shown;
        }

        var name = user.Get("name");
        return name?.Text("formatted") ?? (name?.Text("givenName"), name?.Text("familyName")) switch
        {
            ({ } given, { } family) => $"{given} {family}",
            var (given, family) => given ?? family,
        };
    }

    /// <summary>The primary address, else the one for work, else the first; fillers are none.</summary>
    private static string? Email(JsonElement user, ScimProfile profile)
    {
        var (best, rank) = ((string?)null, int.MaxValue);
        foreach (var email in user.List("emails"))
        {
            var its = email.Flag("primary") == true ? 0 : rank > 1 && email.Text("type") == "work" ? 1 : 2;
            if (its < rank && email.Text("value") is { } value && !profile.FillerAddresses.Contains(value, StringComparer.OrdinalIgnoreCase))
            {
                (best, rank) = (value, its);
            }
        }

        return best ?? (user.Text("userName") is { } login && login.Contains('@', StringComparison.Ordinal) ? login : null);
    }

    private static string? Role(JsonElement user, string? attribute)
    {
        var words = attribute is not null
            ? Values(user, attribute)
            : [.. user.List("roles").Select(r => r.ValueKind == JsonValueKind.Object ? r.Text("display") ?? r.Text("value") : ((JsonElement?)r).Text()).OfType<string>()];
        return words switch
        {
            [] => null,
            [var one] => one,
            _ => string.Join(Connectors.Account.BetweenRoles, words.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
        };
    }

    private static AccountStatus? Status(JsonElement user, ScimProfile profile, bool unnamed) => user.Flag("active") switch
    {
        false => AccountStatus.Disabled,
        true => profile.ActiveMayBeInvited && unnamed ? AccountStatus.Invited : AccountStatus.Active,
        null => null,
    };

    private static LastUse LastUse(JsonElement user, string? attribute) => attribute is null
        ? new LastUse(LastUseState.NotGiven, null)
        : Values(user, attribute) is [var text, ..] && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at.UtcDateTime.Year > 1970 ? Connectors.LastUse.On(at.UtcDateTime) : new LastUse(LastUseState.Never, null)
            : new LastUse(LastUseState.NotKnown, null);
}
