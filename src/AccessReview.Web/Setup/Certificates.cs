using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AccessReview.Web.Setup;

/// <summary>Looks at the certificate before the server does, so that what is wrong with it is said with its key.</summary>
internal static class Certificates
{
    private const string Default = "Kestrel:Certificates:Default";

    /// <summary>Every certificate that the configuration names can be read, and one is there where https is asked for. In development
    /// the machine's own test certificate may serve.</summary>
    public static void Check(IConfiguration configuration, IHostEnvironment environment, bool https)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e.GetSection("Certificate")).Where(c => c.Exists()).ToList();
        foreach (var named in endpoints.Append(configuration.GetSection(Default)).Where(c => c["Path"] is not null))
        {
            Load(named, environment);
        }

        if (https && endpoints.Count == 0 && !configuration.GetSection(Default).Exists() && !environment.IsDevelopment())
        {
            throw new StartRefusedException($"{Default}:Path is empty; an https address needs a certificate (.pfx with {Default}:Password, or .pem with {Default}:KeyPath).");
        }
    }

    private static void Load(IConfigurationSection named, IHostEnvironment environment)
    {
        var (path, key, password) = (Path.GetFullPath(named["Path"]!, environment.ContentRootPath), named["KeyPath"], named["Password"]);
        if (!File.Exists(path))
        {
            throw Configured.Refuse(named.Path + ":Path", named["Path"], "there is no such file");
        }

        try
        {
            // The loader does not say why it cannot open a file; the system does.
            var bytes = File.ReadAllBytes(path);
            if (key is null && bytes.AsSpan().IndexOf("-----BEGIN "u8) >= 0)
            {
                throw new StartRefusedException($"{named.Path}:KeyPath is not set; {named.Path}:Path names a .pem, and of a .pem the file of its private key is named, too.");
            }

            using var certificate = key is null
                ? X509CertificateLoader.LoadPkcs12(bytes, password)
                : password is null ? X509Certificate2.CreateFromPemFile(path, Path.GetFullPath(key, environment.ContentRootPath)) : X509Certificate2.CreateFromEncryptedPemFile(path, password, Path.GetFullPath(key, environment.ContentRootPath));
            if (!certificate.HasPrivateKey)
            {
                throw Configured.Refuse(named.Path + ":Path", named["Path"], "it holds the certificate without its private key");
            }
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"{named.Path} cannot be read: {e.Message} Check {named.Path}:Path, {named.Path}:KeyPath and {named.Path}:Password.");
        }
    }
}
