using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AccessReview.Web.Setup;

namespace AccessReview.Web.Tests.Http;

/// <summary>What the README says to run would start, in production, with what it says to set.</summary>
public sealed class InstallCommandsTests
{
    private static readonly string Readme = File.ReadAllText(Repository.Path("README.md")).Replace("\\\n ", "", StringComparison.Ordinal);

    private static readonly string Install = Readme.Split("### Install")[1].Split("### Configure")[0];

    [Fact]
    public void The_container_starts_with_its_command_and_the_least_that_is_to_be_set()
    {
        var ports = XDocument.Load(Repository.Path("src", "AccessReview.Web", "AccessReview.Web.csproj")).Descendants("ContainerEnvironmentVariable").Single(v => (string?)v.Attribute("Include") == "ASPNETCORE_HTTP_PORTS");
        var command = Line("docker run -d ");
        Assert.Contains(" --env-file accessreview.env ", command, StringComparison.Ordinal);

        Starts([$"--http_ports={(string?)ports.Attribute("Value")}", .. Settings(command, " -e (?<key>[^= ]+)=(?<value>[^ ]+)")]);
    }

    [Fact]
    public void The_unit_of_systemd_starts_with_the_least_that_is_to_be_set()
    {
        Assert.Contains("EnvironmentFile=-/etc/accessreview.env", File.ReadAllText(Repository.Path("operation", "accessreview.service")), StringComparison.Ordinal);
        Assert.Contains("`/etc/accessreview.env`", Install, StringComparison.Ordinal);

        Starts([]);
    }

    [Fact]
    public void The_unit_of_systemd_is_reached_from_elsewhere_with_a_certificate_of_its_own()
    {
        var linux = Install.Split("**Linux, systemd.**")[1].Split("**Windows.**")[0];
        var address = Assert.Single(Settings(linux, "`(?<key>Urls)=(?<value>[^`]+)`"));
        Assert.EndsWith("=https://0.0.0.0:443", address, StringComparison.Ordinal);

        WithCertificate(certificate => Starts([address, .. certificate]));
    }

    [Fact]
    public void No_start_is_ended_while_it_copies_a_large_database() =>
        Assert.Contains("\nTimeoutStartSec=infinity\n", File.ReadAllText(Repository.Path("operation", "accessreview.service")), StringComparison.Ordinal);

    [Fact]
    public void An_upgrade_migrates_where_the_service_and_the_container_have_their_data()
    {
        var commands = Readme.Split("### Upgrade")[1].Split("```")[1].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var windows = Assert.Single(commands, c => c.Contains("AccessReview.Web.exe migrate", StringComparison.Ordinal));
        var folder = Assert.Single(Settings(windows, "--(?<key>[A-Za-z:]+) (?<value>[^ ]+)"));
        Assert.Contains(folder, Settings(Line("sc.exe create "), "--(?<key>[A-Za-z:]+) (?<value>[^ \"]+)"));
        var container = Assert.Single(commands, c => c.StartsWith("docker run ", StringComparison.Ordinal) && c.EndsWith(" accessreview migrate", StringComparison.Ordinal));
        foreach (var shared in new[] { " --user 1654 ", " -v accessreview:/data " })
        {
            Assert.Contains(shared, container, StringComparison.Ordinal);
            Assert.Contains(shared, Line("docker run -d "), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_service_of_Windows_starts_with_its_command_the_least_that_is_to_be_set_and_a_certificate()
    {
        Assert.Contains("-Value (Get-Content accessreview.env)", Line("powershell "), StringComparison.Ordinal);
        WithCertificate(certificate => Starts([.. Settings(Line("sc.exe create "), "--(?<key>[A-Za-z:]+) (?<value>[^ \"]+)"), .. certificate]));
    }

    /// <summary>With the settings that name a certificate, and the certificate there.</summary>
    private static void WithCertificate(Action<List<string>> starts)
    {
        var certificate = Path.GetTempFileName();
        try
        {
            var settings = Settings(Install, "(?m)^(?<key>Kestrel__[^=]+)=(?<value>.+)$").ConvertAll(s => s.Contains(":Path=", StringComparison.Ordinal) ? $"{s.Split('=')[0]}={certificate}" : s);
            var password = settings.Single(s => s.Contains(":Password=", StringComparison.Ordinal)).Split('=')[1];
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var made = new CertificateRequest("CN=review.example.com", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(1));
            File.WriteAllBytes(certificate, made.Export(X509ContentType.Pfx, password));
            starts(settings);
        }
        finally
        {
            File.Delete(certificate);
        }
    }

    private static string Line(string begins) => Install.Split('\n').Single(line => line.StartsWith(begins, StringComparison.Ordinal));

    private static List<string> Settings(string text, string pattern) =>
        [.. Regex.Matches(text, pattern, RegexOptions.None, TimeSpan.FromSeconds(1)).Select(m => $"--{m.Groups["key"].Value.Replace("__", ":", StringComparison.Ordinal)}={m.Groups["value"].Value}")];

    /// <summary>With the file it starts, and without it does not.</summary>
    private static void Starts(List<string> settings)
    {
        var file = Settings(Install, "(?m)^(?<key>SignIn__[^=]+)=(?<value>.+)$");
        ConfigurationTests.Configure("Production", [.. file, .. settings]);
        Assert.Contains("SignIn:Mode is not set", Assert.Throws<StartRefusedException>(() => ConfigurationTests.Configure("Production", settings)).Message, StringComparison.Ordinal);
    }
}
