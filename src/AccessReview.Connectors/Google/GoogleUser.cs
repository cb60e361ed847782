using System.Text.Json;

namespace AccessReview.Connectors.Google;

/// <summary>A Google Workspace user as the product knows it.</summary>
internal static class GoogleUser
{
    private static readonly string[] Members =
    [
        "id", "primaryEmail", "aliases", "nonEditableAliases", "emails/address", "organizations/primary", "organizations/department", "organizations/title", "relations/type", "relations/value",
        "name/givenName", "name/familyName", "name/fullName", "suspended", "archived", "lastLoginTime",
    ];

    /// <summary>What of a page of users is read: of the people whom one is related to, the manager.</summary>
    public static UsedMembers Used { get; } = new(["kind", "nextPageToken", .. Members.Select(m => $"users/{m}")], (list, entry) => list != "relations" || IsManager(entry));

    public static Person Person(JsonElement user)
    {
        var email = user.Text("primaryEmail");
        string?[] others = [.. user.Texts("aliases"), .. user.Texts("nonEditableAliases"), .. user.List("emails").Select(e => e.Text("address"))];
        var job = user.List("organizations").OrderByDescending(o => o.Flag("primary") == true).FirstOrDefault();
        var manager = user.List("relations").FirstOrDefault(IsManager);
        return new Person(
            user.Id("id"), email, [.. others.OfType<string>().Where(a => !a.Equals(email, StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase)],
            Name(user.Get("name") ?? default), Status(user), null, null, null, manager.Text("value"), job.Text("department"), job.Text("title"))
        {
            LastSignIn = user.Use("lastLoginTime"),
        };
    }

    private static bool IsManager(JsonElement relation) => "manager".Equals(relation.Text("type"), StringComparison.OrdinalIgnoreCase);

    private static string? Name(JsonElement name)
    {
        var parts = new[] { name.Text("givenName"), name.Text("familyName") }.OfType<string>().ToList();
        return name.Text("fullName") ?? (parts.Count > 0 ? string.Join(' ', parts) : null);
    }

    // Two switches that know nothing of each other; either keeps the person out.
    private static EmploymentStatus? Status(JsonElement user) => (user.Flag("suspended"), user.Flag("archived")) switch
    {
        (true, _) or (_, true) => EmploymentStatus.Left,
        (false, _) => EmploymentStatus.Active,
        _ => null,
    };
}
