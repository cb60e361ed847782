using System.Globalization;
using System.Text.Json;

namespace AccessReview.Connectors.Entra;

/// <summary>An Entra user as the product knows it.</summary>
internal static class EntraUser
{
    /// <summary>What has to be named to be given: accountEnabled above all is not among what comes by itself.</summary>
    public const string Fields = "id,userPrincipalName,mail,displayName,accountEnabled,userType,employeeId,employeeType,department,jobTitle,employeeHireDate,proxyAddresses,otherMails";

    public static Person Person(JsonElement user)
    {
        var login = Address(user.Text("userPrincipalName"));
        var email = user.Text("mail") ?? login;
        string?[] others = [login, .. user.Texts("proxyAddresses").Select(Mailbox), .. user.Texts("otherMails")];
        return new Person(
            user.Id("id"), email, [.. others.OfType<string>().Where(a => !a.Equals(email, StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase)],
            user.Text("displayName"), Status(user.Flag("accountEnabled")), user.Text("employeeType") ?? user.Text("userType"), Day(user.Text("employeeHireDate")), null,
            user.Get("manager")?.Id("id"), user.Text("department"), user.Text("jobTitle"))
        {
            LastSignIn = LastUse.NotKnown,
        };
    }

    private static EmploymentStatus? Status(bool? enabled) => enabled switch
    {
        true => EmploymentStatus.Active,
        false => EmploymentStatus.Left,
        null => null,
    };

    // A guest's name for signing in is made up by Entra and reaches nobody: ada_partner.example#EXT#@tenant.onmicrosoft.com.
    private static string? Address(string? login) => login?.Contains("#EXT#", StringComparison.OrdinalIgnoreCase) == true ? null : login;

    // proxyAddresses names the protocol first; SMTP in capitals is the one in use. X500 and SIP are no addresses of mail.
    private static string? Mailbox(string proxy) => proxy.StartsWith("smtp:", StringComparison.OrdinalIgnoreCase) ? proxy["smtp:".Length..] : null;

    // Midnight UTC stands for a day here. The year 1 is never.
    public static DateOnly? Day(string? instant) =>
        DateTimeOffset.TryParse(instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at.UtcDateTime.Year > 1 ? DateOnly.FromDateTime(at.UtcDateTime) : null;
}
