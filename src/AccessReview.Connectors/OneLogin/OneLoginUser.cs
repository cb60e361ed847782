using System.Text.Json;

namespace AccessReview.Connectors.OneLogin;

/// <summary>A OneLogin user as the product knows it.</summary>
internal static class OneLoginUser
{
    /// <summary>What has to be named to be given.</summary>
    public const string Fields =
        "id,email,username,firstname,lastname,status,state,last_login,external_id,directory_id,group_id,role_ids,manager_user_id,updated_at,department,title";

    public static Person Person(JsonElement user)
    {
        var parts = new[] { user.Text("firstname"), user.Text("lastname") }.OfType<string>().ToList();
        var (email, login) = (user.Text("email"), user.Text("username"));
        // Either may be the address: an account can do without the one or the other.
        email ??= login?.Contains('@', StringComparison.Ordinal) == true ? login : null;
        return new Person(
            user.Id("id"), email, [.. new[] { login }.OfType<string>().Where(a => a.Contains('@', StringComparison.Ordinal) && !a.Equals(email, StringComparison.OrdinalIgnoreCase))],
            parts.Count > 0 ? string.Join(' ', parts) : null, Status(user.Number("status")), null, null, null, user.Id("manager_user_id"), user.Text("department"), user.Text("title"))
        {
            LastSignIn = user.Use("last_login"),
        };
    }

    // Locked, with an expired password or not activated yet, somebody still works here; suspended, nobody may have access. The state
    // (approved, unlicensed) says something about the account, not about the person. There is no status 6.
    private static EmploymentStatus? Status(int? status) => status switch
    {
        2 => EmploymentStatus.Left,
        0 or 1 or 3 or 4 or 5 or 7 or 8 => EmploymentStatus.Active,
        _ => null,
    };
}
