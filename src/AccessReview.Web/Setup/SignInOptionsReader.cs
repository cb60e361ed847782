using System.Globalization;
using System.Net.Mail;
using AccessReview.Core.Roles;
using AccessReview.Core.SignIn;

namespace AccessReview.Web.Setup;

/// <summary>Reads the configuration section <c>SignIn</c>. Everything that is wrong is said at once, each with its key.</summary>
internal sealed class SignInOptionsReader(IConfiguration configuration)
{
    private const string ModeKey = "SignIn:Mode";
    private const string Instance = "https://login.microsoftonline.com/";
    private const int MaxContact = 200;
    private readonly List<string> wrong = [];

    /// <summary>Reads it, or refuses the start.</summary>
    public static SignInOptions Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var reader = new SignInOptionsReader(configuration);
        var options = reader.Read(environment.IsDevelopment());
        return reader.wrong.Count == 0 ? options : throw new StartRefusedException(string.Join(Environment.NewLine, reader.wrong));
    }

    private SignInOptions Read(bool development)
    {
        var mode = Mode(development);
        return new SignInOptions
        {
            Mode = mode,
            Provider = mode switch { SignInMode.EntraId => EntraId(), SignInMode.OpenIdConnect => OpenIdConnect(), _ => null },
            FirstAdministrator = FirstAdministrator(),
            RoleClaim = configuration["SignIn:RoleClaim"] is { Length: > 0 } claim ? claim : mode == SignInMode.EntraId ? "roles" : "groups",
            RolesByValue = Roles(),
            Contact = Contact(),
            Limits = new SessionLimits(
                TimeSpan.FromMinutes(Number("SignIn:IdleMinutes", 60, 5, 1440, "minutes without anything done, after which a session is over")),
                TimeSpan.FromHours(Number("SignIn:AbsoluteHours", 12, 1, 24, "hours after which a session is over in any case")),
                TimeSpan.FromMinutes(Number("SignIn:FreshMinutes", 15, 1, 720, "minutes after which whoever signs a statement proves once more who they are"))),
        };
    }

    private SignInMode Mode(bool development)
    {
        var asked = configuration[ModeKey];
        if (string.IsNullOrEmpty(asked))
        {
            return development
                ? SignInMode.Demo
                : Wrong(ModeKey, "is not set. Say how people prove who they are: EntraId for Microsoft Entra ID, OpenIdConnect for Okta, Google Workspace, OneLogin or another provider.", SignInMode.Demo);
        }

        if (!Enum.GetNames<SignInMode>().Contains(asked, StringComparer.OrdinalIgnoreCase))
        {
            return Wrong(ModeKey, $"is \"{asked}\"; it can be {string.Join(", ", Enum.GetNames<SignInMode>())}.", SignInMode.Demo);
        }

        var mode = Enum.Parse<SignInMode>(asked, ignoreCase: true);
        return mode == SignInMode.Demo && !development
            ? Wrong(ModeKey, "is Demo, which lets everybody be anybody, so it is refused in production. Set ASPNETCORE_ENVIRONMENT to Development to try the product out.", mode)
            : mode;
    }

    private SignInProvider EntraId()
    {
        const string Section = "SignIn:EntraId";
        var tenant = Required($"{Section}:TenantId", "the directory (tenant) id, a GUID");
        if (tenant.Length > 0 && !Guid.TryParse(tenant, out _))
        {
            Wrong($"{Section}:TenantId", $"is \"{tenant}\". Write the directory (tenant) id, a GUID: people of one tenant sign in, so a domain, \"common\" or \"organizations\" does not do.", 0);
        }

        var instance = Address($"{Section}:Instance", configuration[$"{Section}:Instance"] is { Length: > 0 } given ? given : Instance);
        return new SignInProvider(
            "Microsoft Entra ID", new Uri(instance, $"/{tenant}/v2.0"), Required($"{Section}:ClientId", "the application (client) id"),
            Required($"{Section}:ClientSecret", "a client secret of the registration"), tenant, []);
    }

    private SignInProvider OpenIdConnect()
    {
        const string Section = "SignIn:OpenIdConnect";
        var authority = Address($"{Section}:Authority", Required($"{Section}:Authority", "the issuer's address, such as https://example.okta.com or https://accounts.google.com"));
        return new SignInProvider(
            configuration[$"{Section}:Name"] is { Length: > 0 } name ? name : authority.Host, authority, Required($"{Section}:ClientId", "the client id of the registration"),
            Required($"{Section}:ClientSecret", "the client secret of the registration"), TenantId: null,
            [.. (configuration[$"{Section}:Scopes"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)])
        {
            VouchedDomains = Domains(configuration.GetSection($"{Section}:VouchedDomains")),
        };
    }

    private List<string> Domains(IConfigurationSection list)
    {
        Configured.CheckList(list);
        return
        [
            .. list.GetChildren().Select(domain => domain.Value is { } text && text.Contains('.', StringComparison.Ordinal) && Uri.CheckHostName(text) == UriHostNameType.Dns
                ? text
                : Wrong(domain.Path, $"is \"{domain.Value}\". Write what stands behind the @ of the addresses, such as example.com.", "")),
        ];
    }

    private string? FirstAdministrator()
    {
        const string Key = "SignIn:FirstAdministrator";
        var address = configuration[Key]?.Trim();
        return string.IsNullOrEmpty(address) ? null : MailAddress.TryCreate(address, out var mail) && mail.Address == address
            ? address
            : Wrong(Key, $"is \"{address}\", which is no e-mail address.", address);
    }

    private Dictionary<string, Role> Roles()
    {
        var roles = new Dictionary<string, Role>(StringComparer.Ordinal);
        foreach (var section in configuration.GetSection("SignIn:Roles").GetChildren())
        {
            if (!Enum.TryParse<Role>(section.Key, ignoreCase: true, out var role) || role is not (Role.Administrator or Role.CampaignOwner or Role.Auditor) || char.IsAsciiDigit(section.Key[0]))
            {
                Wrong(section.Path, $"names no role; there are {nameof(Role.Administrator)}, {nameof(Role.CampaignOwner)} and {nameof(Role.Auditor)}. A reviewer needs none.", 0);
                continue;
            }

            foreach (var value in section.GetChildren().Select(child => child.Value).Append(section.Value).Where(value => !string.IsNullOrWhiteSpace(value)))
            {
                roles[value!] = roles.GetValueOrDefault(value!) | role;
            }
        }

        return roles;
    }

    private string Contact()
    {
        var contact = configuration["SignIn:Contact"]?.Trim();
        return string.IsNullOrEmpty(contact) ? "an administrator of AccessReview" : contact.Length <= MaxContact ? contact : Wrong("SignIn:Contact", $"has more than {MaxContact} characters.", contact);
    }

    private int Number(string key, int otherwise, int least, int most, string meaning) =>
        configuration[key] is not { Length: > 0 } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : Wrong(key, $"is \"{text}\". Write the {meaning}: a whole number from {least} to {most}.", otherwise);

    private string Required(string key, string meaning) => configuration[key] is { Length: > 0 } text ? text.Trim() : Wrong(key, $"is not set. Write {meaning}.", "");

    // Plain http is for a provider on this machine, which tests and trials use.
    private Uri Address(string key, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? address
            : Wrong(key, text.Length == 0 ? null : $"is \"{text}\". Write an address that begins with https://.", new Uri("https://invalid.example"));

    private T Wrong<T>(string key, string? sentence, T otherwise)
    {
        if (sentence is not null)
        {
            wrong.Add($"{key} {sentence}");
        }

        return otherwise;
    }
}
