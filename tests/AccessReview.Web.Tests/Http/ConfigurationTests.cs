using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using AccessReview.Web.Setup;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace AccessReview.Web.Tests.Http;

/// <summary>What is wrong in the configuration stops the start with a sentence that names the key; what means nothing is said.</summary>
public sealed class ConfigurationTests
{
    [Theory]
    [InlineData("Database:Provider", "Oracle", "Sqlite, SqlServer")]
    [InlineData("Database:Provider", "7", "Sqlite, SqlServer")]
    [InlineData("Database:Provider", "SqlServer", "Database:ConnectionString")]
    [InlineData("Database:AllowSecondProcess", "maybe", "true or false")]
    [InlineData("Database:ConnectionString", "Password=hunter2;;=", "Key=Value")]
    [InlineData("Database:ConnectionString", "Server=db.example.com;Database=AccessReview;Password=hunter2", "Database:Provider Sqlite")]
    [InlineData("Database:ConnectionString", "Cache=Shared", "Data Source=")]
    [InlineData("Data:Folder", "a\0b", "no path")]
    [InlineData("SignIn:Mode", "Guess", "it can be")]
    [InlineData("Proxy:Addresses:0", "my-proxy", "10.1.0.0/16")]
    [InlineData("Telemetry:Endpoint", "collector", "https://host:4317")]
    [InlineData("Telemetry:Protocol", "Morse", "Grpc, HttpProtobuf")]
    [InlineData("Urls", "localhost 5080", "http://localhost:5080")]
    [InlineData("Urls", "http://127.0.0.1:999999", "http://localhost:5080")]
    [InlineData("Kestrel:Certificates:Default:Path", "no-such.pfx", "no such file")]
    [InlineData("Mail:Security", "Perhaps", "StartTls, Tls, None")]
    [InlineData("Mail:Port", "smtp", "whole number")]
    [InlineData("Mail:Host", "smtp://mail.example.com", "its port goes to Mail:Port")]
    [InlineData("Mail:Host", "mail.example.com:587", "its port goes to Mail:Port")]
    [InlineData("Mail:Password", "hunter2", "Mail:Host is empty")]
    [InlineData("Site:Address", "http://review.example.com", "https address")]
    [InlineData("Site:Address", "https://review.example.com/apps", "without a path")]
    [InlineData("Mail:Port", "99999999999", "whole number from 1 to 65535")]
    [InlineData("Health:MinimumFreeMegabytes", "plenty", "whole number")]
    [InlineData("Health:MinimumFreeMegabytes", "99999999999", "whole number from 0")]
    [InlineData("Health:MinimumFreeMegabytes", "-5", "whole number from 0")]
    [InlineData("Telemetry:Headers", "hunter2secret", "name=value,name=value")]
    [InlineData("Telemetry:Headers", "x-key=1,hunter2 name=2", "name=value,name=value")]
    [InlineData("Outbound:Hosts:0", "https://*.okta.com/", ".example.com")]
    [InlineData("Outbound:Hosts:0", "*.okta.com", ".example.com")]
    [InlineData("Outbound:Hosts:0", "", ".example.com")]
    [InlineData("Outbound:Networks:0", "intranet", "10.1.0.0/16")]
    [InlineData("Outbound:Hosts", ".okta.com", "Outbound:Hosts:0")]
    [InlineData("Outbound:Networks", "10.1.0.0/16", "Outbound:Networks:0")]
    [InlineData("Proxy:Addresses", "10.0.0.1", "Proxy:Addresses:0")]
    [InlineData("Evidence:AnchorKeyFile", ".", "private key")]
    [InlineData("Logging:LogLevel:Default", "Verbose", "Trace, Debug, Information, Warning, Error, Critical, None")]
    [InlineData("Logging:Console:LogLevel:Microsoft.AspNetCore", "Loud", "Trace, Debug, Information, Warning, Error, Critical, None")]
    public void A_wrong_value_is_refused_with_its_key_and_what_it_can_be(string key, string value, string canBe)
    {
        var refusal = Assert.Throws<StartRefusedException>(() => Configure($"--{key}={value}"));
        Assert.Contains(key.Replace(":0", "", StringComparison.Ordinal).Replace(":Password", "", StringComparison.Ordinal), refusal.Message, StringComparison.Ordinal);
        Assert.Contains(canBe, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_that_cannot_be_read_names_its_keys()
    {
        var file = Path.GetTempFileName();
        try
        {
            string Refusal() => Assert.Throws<StartRefusedException>(() => Configure($"--Kestrel:Certificates:Default:Path={file}")).Message;
            File.WriteAllText(file, "no certificate");
            Assert.Contains("Kestrel:Certificates:Default:Password", Refusal(), StringComparison.Ordinal);

            // As one that another account has for itself: what keeps it from being opened is said, with its name.
            using var held = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            Assert.Contains($"'{file}'", Refusal(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_connection_string_of_the_other_database_is_refused_without_its_password()
    {
        var refusal = Assert.Throws<StartRefusedException>(() => Configure("--Database:Provider=SqlServer", "--Database:ConnectionString=Data Source=review.db;Mode=ReadWrite;Password=hunter2"));
        Assert.StartsWith("Database:ConnectionString is no connection string for Database:Provider SqlServer", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_without_its_private_key_is_refused()
    {
        var file = Path.GetTempFileName();
        try
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var whole = new CertificateRequest("CN=review.example.com", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(1));
            using var half = X509CertificateLoader.LoadCertificate(whole.RawData);
            File.WriteAllBytes(file, half.Export(X509ContentType.Pkcs12));
            var refusal = Assert.Throws<StartRefusedException>(() => Configure($"--Kestrel:Certificates:Default:Path={file}"));
            Assert.Equal($"Kestrel:Certificates:Default:Path is \"{file}\"; it holds the certificate without its private key.", refusal.Message);
            File.WriteAllBytes(file, whole.Export(X509ContentType.Pkcs12));
            Configure($"--Kestrel:Certificates:Default:Path={file}");

            File.WriteAllText(file, whole.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
            refusal = Assert.Throws<StartRefusedException>(() => Configure($"--Kestrel:Certificates:Default:Path={file}"));
            Assert.StartsWith("Kestrel:Certificates:Default:KeyPath is not set", refusal.Message, StringComparison.Ordinal);
            Configure($"--Kestrel:Certificates:Default:Path={file}", $"--Kestrel:Certificates:Default:KeyPath={file}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_key_for_anchors_that_can_sign_nothing_is_refused_at_start_and_one_that_is_not_there_yet_is_not()
    {
        var file = Path.GetTempFileName();
        try
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            foreach (var (text, good) in new[] { ("{}", false), (key.ExportSubjectPublicKeyInfoPem(), false), (key.ExportPkcs8PrivateKeyPem(), true) })
            {
                File.WriteAllText(file, text);
                var refusal = Record.Exception(() => Configure($"--Evidence:AnchorKeyFile={file}"));
                Assert.Equal((text, good), (text, refusal is null));
                Assert.True(good || (refusal is StartRefusedException && refusal.Message.StartsWith("Evidence:AnchorKeyFile is ", StringComparison.Ordinal)), refusal?.ToString());
            }
        }
        finally
        {
            File.Delete(file);
        }

        Configure($"--Evidence:AnchorKeyFile={file}");
        Assert.False(File.Exists(file));
    }

    [Theory]
    [InlineData("", "Mail:From")]
    [InlineData("--Mail:From=Review <review@example.com>", "Mail:From")]
    [InlineData("--Mail:From=review@example.com", "Site:Address")]
    [InlineData("--Mail:From=review@example.com --Site:Address=https://review.example.com --Mail:Security=None", "Mail:Security")]
    [InlineData("--Mail:From=review@example.com --Site:Address=https://review.example.com --Mail:Password=hunter2", "Mail:User")]
    [InlineData("--Mail:From=review@example.com --Site:Address=https://review.example.com --Mail:Port=70000", "Mail:Port")]
    [InlineData("--Mail:From=review@example.com --Site:Address=https://review.example.com --Mail:CertificateSha256=abc", "Mail:CertificateSha256")]
    [InlineData("--Mail:From=review@example.com --Site:Address=https://review.example.com", null)]
    [InlineData("--Mail:From=review@example.com --Site:Address=http://localhost:5080 --Mail:Port=2525", null)]
    public void A_mail_server_is_used_only_with_all_it_takes_to_write_safely(string settings, string? refused)
    {
        string[] all = ["--Mail:Host=mail.example.com", .. settings.Split(" --").Where(s => s.Length > 0).Select(s => s.StartsWith("--", StringComparison.Ordinal) ? s : "--" + s)];
        var refusal = Record.Exception(() => Configure(all));
        Assert.Equal(refused is null, refusal is null);
        Assert.Contains(refused ?? "", refusal?.Message ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refusal?.Message ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://collector.example.com:4317", true)]
    [InlineData("https://collector.example.com:4317", false)]
    [InlineData("http://localhost:4317", false)]
    public void The_secret_of_the_collector_crosses_no_network_in_clear(string endpoint, bool refused)
    {
        Configure($"--Telemetry:Endpoint={endpoint}");
        var refusal = Record.Exception(() => Configure($"--Telemetry:Endpoint={endpoint}", "--Telemetry:Headers=authorization=hunter2"));
        Assert.Equal(refused, refusal is StartRefusedException);
        Assert.Equal(refused ? $"Telemetry:Endpoint is \"{endpoint}\"; with Telemetry:Headers, which are a secret, it begins with https:// or leads to this machine." : null, refusal?.Message);
    }

    [Fact]
    public void Https_without_a_certificate_names_the_key_outside_development() =>
        Assert.Contains("Kestrel:Certificates:Default:Path", Assert.Throws<StartRefusedException>(() => WebApplication.CreateBuilder(["--urls=https://0.0.0.0:5443", "--environment=Production"]).AddAddresses()).Message, StringComparison.Ordinal);

    [Fact]
    public void A_key_that_means_nothing_is_named_and_the_frameworks_are_not()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Data:Foldr"] = "x", ["database:provider"] = "Sqlite", ["SignIn:Mod"] = "Demo", ["Proxy:Addresses:0"] = "10.0.0.1", ["Logging:LogLevel:Default"] = "Debug", ["Urls"] = "http://localhost:1",
            ["Kestrel:Certificates:Default:Path"] = "x", ["Telemetry:Endpoint"] = "http://localhost:1",
        }).Build();
        Assert.Equal(["Data:Foldr", "SignIn:Mod"], KnownKeys.Unknown(configuration));
    }

    [Fact]
    public void The_README_names_every_key_of_the_product_and_no_other()
    {
        var table = File.ReadAllText(Repository.Path("README.md")).Split("## Configuration")[1].Split("\n#")[0];
        var named = table.Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal)).SelectMany(Keys).ToList();
        Assert.DoesNotContain(KnownKeys.All, known => !named.Exists(n => n == known || (known.EndsWith(":*", StringComparison.Ordinal) && (n + ":").StartsWith(known[..^1], StringComparison.Ordinal))));
        Assert.DoesNotContain(named, n => !KnownKeys.IsKnown(n) && !KnownKeys.IsKnown(n + ":0"));
    }

    [Fact]
    public void The_README_gives_the_volume_to_the_containers_user_and_runs_the_image_that_the_build_makes()
    {
        var project = XDocument.Load(Repository.Path("src", "AccessReview.Web", "AccessReview.Web.csproj"));
        string Of(string property) => project.Descendants(property).SingleOrDefault()?.Value ?? "";
        var lines = File.ReadAllText(Repository.Path("README.md")).Replace("\\\n ", "", StringComparison.Ordinal).Split('\n').Where(l => l.StartsWith("docker run", StringComparison.Ordinal)).ToList();

        Assert.Contains("latest", Of("ContainerImageTags").Split(';'));
        Assert.Equal("chown 1654 /data", lines[0][^"chown 1654 /data".Length..]);
        Assert.EndsWith(" " + Of("ContainerRepository"), lines[1], StringComparison.Ordinal);
        Assert.All(lines, l => Assert.Contains(" -v accessreview:/data ", l, StringComparison.Ordinal));
    }

    /// <summary>The keys of a row's first cell; <c>:ClientId</c> stands beside the one before it.</summary>
    private static List<string> Keys(string row)
    {
        var keys = new List<string>();
        foreach (var word in row.Split('|')[1].Split('`').Where((_, i) => i % 2 == 1).Where(w => w.Contains(':', StringComparison.Ordinal) || w == "Urls"))
        {
            keys.Add(word[0] == ':' ? keys[^1][..keys[^1].LastIndexOf(':')] + word : word);
        }

        return keys;
    }

    private static void Configure(params string[] settings) => Configure("Development", settings);

    /// <summary>Reads the configuration as a start in this environment does.</summary>
    internal static void Configure(string environment, IEnumerable<string> settings)
    {
        var builder = WebApplication.CreateBuilder([.. settings, "--environment=" + environment]);
        builder.AddAddresses();
        builder.AddDatabase();
        builder.AddSignIn();
        builder.AddHealth();
        builder.AddTelemetry();
        builder.AddMail();
        builder.AddConnections();
        builder.AddLog();
    }
}
