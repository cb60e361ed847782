using System.Text.Json;

namespace AccessReview.Connectors.Okta;

/// <summary>An Okta user as the product knows it.</summary>
internal static class OktaUser
{
    /// <summary>What of a user is read.</summary>
    public static UsedMembers Used { get; } = new(
    [
        "id", "status", "lastLogin", "profile/firstName", "profile/lastName", "profile/displayName", "profile/email", "profile/login", "profile/userType", "profile/managerId", "profile/manager",
        "profile/department", "profile/title",
    ]);

    /// <summary>What is read of a user as a member of a group.</summary>
    public static UsedMembers UsedOfMember { get; } = new(["id"]);

    /// <summary>What is read of a user as somebody whom an application lets in.</summary>
    public static UsedMembers UsedOfAccess { get; } = new(["id", "externalId", "scope", "credentials/userName"]);

    public static Person Person(JsonElement user)
    {
        var profile = user.Get("profile") ?? default;
        var parts = new[] { profile.Text("firstName"), profile.Text("lastName") }.OfType<string>().ToList();
        var (email, login) = (profile.Text("email"), profile.Text("login"));
        return new Person(
            user.Id("id"), email ?? login, [.. new[] { login }.OfType<string>().Where(a => a != (email ?? login) && a.Contains('@', StringComparison.Ordinal))],
            profile.Text("displayName") ?? (parts.Count > 0 ? string.Join(' ', parts) : null), Status(user.Text("status")), profile.Text("userType"), null, null,
            profile.Text("managerId") ?? profile.Text("manager"), profile.Text("department"), profile.Text("title"))
        {
            LastSignIn = user.Use("lastLogin"),
        };
    }

    // Locked out or with an expired password, somebody still works here; suspended or deprovisioned, nobody may have access.
    private static EmploymentStatus? Status(string? status) => status switch
    {
        "SUSPENDED" or "DEPROVISIONED" => EmploymentStatus.Left,
        "STAGED" or "PROVISIONED" or "ACTIVE" or "RECOVERY" or "PASSWORD_EXPIRED" or "LOCKED_OUT" => EmploymentStatus.Active,
        _ => null,
    };
}
