using AccessReview.Core.Persistence;
using AccessReview.Web.Setup.Keys;

namespace AccessReview.Web.Setup;

/// <summary>Every key of the product's own sections. A key that is none of them is a slip, and a slip in a configuration is silent
/// otherwise: what it should have set keeps its default.</summary>
internal static class KnownKeys
{
    /// <summary>The sections with the types that are read from them; a test compares them with the README.</summary>
    private static readonly (string Section, Type Options)[] Sections =
    [
        ("Database", typeof(DatabaseOptions)),
        ("Evidence", typeof(EvidenceOptions)),
        ("Health", typeof(HealthOptions)),
        ("Mail", typeof(MailOptions)),
        ("Outbound", typeof(OutboundOptions)),
        ("Site", typeof(SiteOptions)),
        ("Telemetry", typeof(TelemetryOptions)),
    ];

    private static readonly string[] Single =
    [
        "SignIn:Mode", "SignIn:FirstAdministrator", "SignIn:RoleClaim", "SignIn:Roles:*", "SignIn:Contact", "SignIn:IdleMinutes", "SignIn:AbsoluteHours", "SignIn:FreshMinutes",
        "SignIn:EntraId:TenantId", "SignIn:EntraId:ClientId", "SignIn:EntraId:ClientSecret", "SignIn:EntraId:Instance",
        "SignIn:OpenIdConnect:Authority", "SignIn:OpenIdConnect:ClientId", "SignIn:OpenIdConnect:ClientSecret", "SignIn:OpenIdConnect:Name", "SignIn:OpenIdConnect:Scopes", "SignIn:OpenIdConnect:VouchedDomains:*",
        "Data:Folder", "Proxy:Addresses:*",
        KeysSetup.FileKey, KeysSetup.CertificateFileKey, KeysSetup.CertificateThumbprintKey, KeysSetup.PasswordKey, KeysSetup.PreviousFileKey, KeysSetup.PreviousPasswordKey,
    ];

    /// <summary>Every key; <c>*</c> stands for anything below.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Single, .. Sections.SelectMany(s => Below(s.Section, s.Options)).Except(["Database:Folder"])];

    /// <summary>Whether a key is one of ours, or of the framework's.</summary>
    public static bool IsKnown(string key) => !IsOurs(key) || All.Any(known => known.EndsWith('*')
        ? key.StartsWith(known[..^1], StringComparison.OrdinalIgnoreCase)
        : string.Equals(known, key, StringComparison.OrdinalIgnoreCase));

    /// <summary>Keys of our sections that mean nothing.</summary>
    public static IReadOnlyList<string> Unknown(IConfiguration configuration) =>
        [.. configuration.AsEnumerable().Where(pair => !string.IsNullOrEmpty(pair.Value) && !IsKnown(pair.Key)).Select(pair => pair.Key).Order(StringComparer.OrdinalIgnoreCase)];

    private static bool IsOurs(string key) =>
        key.Split(':') is [var section, _, ..] && All.Any(known => known.StartsWith(section + ":", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Below(string path, Type type) => type.GetProperties().Where(p => p.CanWrite).SelectMany(p =>
    {
        var (key, inner) = ($"{path}:{p.Name}", Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType);
        return inner.Assembly == typeof(KnownKeys).Assembly && !inner.IsEnum ? Below(key, inner)
            : inner != typeof(string) && typeof(System.Collections.IEnumerable).IsAssignableFrom(inner) ? [key + ":*"]
            : [key];
    });
}
