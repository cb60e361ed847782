using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AccessReview.Core.Persistence;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace AccessReview.Web.Setup.Keys;

/// <summary>The keys that sign cookies and hide stored credentials. They lie in the customer's own database, where every node finds them,
/// encrypted by something that does not lie there: a certificate, or a file.</summary>
internal static class KeysSetup
{
    public const string FileKey = "Keys:File";
    public const string CertificateFileKey = "Keys:CertificateFile";
    public const string CertificateThumbprintKey = "Keys:CertificateThumbprint";
    public const string PasswordKey = "Keys:CertificatePassword";
    public const string PreviousFileKey = "Keys:PreviousCertificateFile";
    public const string PreviousPasswordKey = "Keys:PreviousCertificatePassword";

    public static void AddKeys(this WebApplicationBuilder builder)
    {
        var (configuration, root) = (builder.Configuration, builder.Environment.ContentRootPath);
        builder.Services.AddScoped<ReviewDb>(services => services.GetRequiredService<Databases>().Create(DatabaseName.Own));
        var keys = builder.Services.AddDataProtection().SetApplicationName("AccessReview").PersistKeysToDbContext<ReviewDb>();
        var database = DatabaseSetup.OptionsOf(configuration, root);
        var path = FilePath(configuration, root, database);

        // Whatever protected them before still reads them: the certificate named as the previous one, and a key file that is still there.
        if (configuration[PreviousFileKey] is { Length: > 0 } previous)
        {
            keys.UnprotectKeysWithAnyCertificate(Load(PreviousFileKey, Path.GetFullPath(previous, root), configuration[PreviousPasswordKey]));
        }

        if (Certificate(configuration, root) is { } certificate)
        {
            keys.ProtectKeysWithCertificate(certificate);
            if (File.Exists(path))
            {
                builder.Services.AddSingleton(KeyFile.OpenOrMake(path));
            }

            return;
        }

        if (database.Provider == DatabaseProvider.SqlServer && builder.Environment.IsProduction() && string.IsNullOrEmpty(configuration[FileKey]))
        {
            throw new StartRefusedException(
                $"The keys that sign people in are shared by every node through the database, so what protects them there has to be shared as well. Name a certificate in {CertificateFileKey} "
                + $"or {CertificateThumbprintKey}, or a file in {FileKey}, the same on every node.");
        }

        var file = KeyFile.OpenOrMake(path, string.IsNullOrEmpty(configuration[FileKey]) ? $"Data:Folder, or for this file alone in {FileKey}" : FileKey);
        builder.Services.AddSingleton(file);
        builder.Services.Configure<KeyManagementOptions>(options => options.XmlEncryptor = new KeyFileEncryptor(file));
    }

    /// <summary>Where the key file lies, by configuration; where a certificate is named, it only reads what it protected before.</summary>
    public static string FilePath(IConfiguration configuration, string root, DatabaseOptions database) =>
        Path.GetFullPath(configuration[FileKey] is { Length: > 0 } named ? named : Path.Combine(database.Folder, "accessreview.key"), root);

    /// <summary>Says what it means when keys in the database can no longer be read. Nothing else is lost, and new keys are made.</summary>
    public static void SayWhichKeysAreLost(this WebApplication app)
    {
        var lost = app.Services.GetRequiredService<IKeyManager>().GetAllKeys().Count(key => !key.IsRevoked && !CanBeRead(key));
        if (lost > 0)
        {
            app.Logger.KeysLost(lost, app.Services.GetService<KeyFile>() is { } file ? $"the key file {file.Path} or a certificate named in the configuration" : "the certificate named in the configuration");
        }
    }

    private static bool CanBeRead(IKey key)
    {
        try
        {
            return key.CreateEncryptor() is not null;
        }
        catch (Exception e) when (e is CryptographicException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    private static X509Certificate2? Certificate(IConfiguration configuration, string root)
    {
        if (configuration[CertificateFileKey] is { Length: > 0 } file)
        {
            return Load(CertificateFileKey, Path.GetFullPath(file, root), configuration[PasswordKey]);
        }

        if (configuration[CertificateThumbprintKey] is not { Length: > 0 } thumbprint)
        {
            return null;
        }

        var found = new[] { StoreLocation.CurrentUser, StoreLocation.LocalMachine }.SelectMany(place => Find(place, thumbprint)).ToList();
        return found.Find(c => c.HasPrivateKey) ?? throw new StartRefusedException(found.Count == 0
            ? $"{CertificateThumbprintKey}: there is no certificate {thumbprint} in the personal store of this account or of this machine."
            : $"{CertificateThumbprintKey}: this account may not use the private key of certificate {thumbprint}.");
    }

    private static X509Certificate2[] Find(StoreLocation place, string thumbprint)
    {
        try
        {
            using var store = new X509Store(StoreName.My, place, OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
            return [.. store.Certificates.Find(X509FindType.FindByThumbprint, thumbprint, validOnly: false)];
        }
        catch (CryptographicException)
        {
            // There is no such store on this system.
            return [];
        }
    }

    private static X509Certificate2 Load(string key, string path, string? password)
    {
        try
        {
            // The loader does not say why it cannot open a file; the system does.
            var loaded = X509CertificateLoader.LoadPkcs12(File.ReadAllBytes(path), password);
            return loaded.HasPrivateKey ? loaded : throw new StartRefusedException($"{key}: {path} holds no private key.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new StartRefusedException($"{key}: {path} cannot be opened as a certificate with its private key (.pfx): {e.Message}");
        }
    }
}

/// <summary>What the log says of keys.</summary>
internal static partial class KeysLog
{
    [LoggerMessage(2, LogLevel.Warning, "{Count} of the keys in the database cannot be read with {Protector}. Whoever was signed in with them signs in anew, and credentials stored with them have to be entered again; nothing else is affected. If the right one was moved, put it back and start again.")]
    public static partial void KeysLost(this ILogger logger, int count, string protector);
}
