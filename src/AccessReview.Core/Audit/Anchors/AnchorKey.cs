using System.Security.Cryptography;
using AccessReview.Core.Operation;

namespace AccessReview.Core.Audit;

/// <summary>The key that signs anchors and the manifests of packs: ECDSA on P-256, in a file that only the product's account reads. A pack
/// holds its public half.</summary>
public sealed class AnchorKey(AnchorOptions options)
{
    /// <summary>The public half of the key, in a pack and beside anchors.</summary>
    public const string PublicName = "anchor-key.pem";

    private readonly Lock one = new();

    /// <summary>Whether there is one already; whatever else is asked makes it.</summary>
    public bool IsMade => File.Exists(options.KeyFile);

    /// <summary>The public half as text; null where there is no key yet, or none that can be read.</summary>
    public string? PublicPemIfAny => CanSign(options.KeyFile) ? PublicPem : null;

    /// <summary>The public half (SubjectPublicKeyInfo). Read each time, as the private half is: the file may be replaced while the product runs.</summary>
    public byte[] PublicKey => Use(key => key.ExportSubjectPublicKeyInfo());

    /// <summary>The public half as text.</summary>
    public string PublicPem => PemEncoding.WriteString("PUBLIC KEY", PublicKey) + "\n";

    /// <summary>SHA-256 of the public half: what names the key.</summary>
    public byte[] Fingerprint => SHA256.HashData(PublicKey);

    /// <summary>Signs; the signature is as OpenSSL writes and reads it.</summary>
    public byte[] Sign(byte[] text) => Use(key => key.SignData(text, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

    /// <summary>Whether a public key, as text, signed this.</summary>
    public static bool IsSigned(string publicPem, byte[] text, byte[] signature)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(publicPem);
            return key.VerifyData(text, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Whether a file can be read and holds a private key that can sign.</summary>
    public static bool CanSign(string file)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(File.ReadAllText(file));
            return key.ExportECPrivateKey().Length > 0;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The fingerprint of a public key given as text; null when it is none.</summary>
    public static byte[]? FingerprintOf(string publicPem)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(publicPem);
            return SHA256.HashData(key.ExportSubjectPublicKeyInfo());
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    private T Use<T>(Func<ECDsa, T> use)
    {
        using var key = ECDsa.Create();
        lock (one)
        {
            if (!File.Exists(options.KeyFile))
            {
                Make();
            }

            key.ImportFromPem(File.ReadAllText(options.KeyFile));
        }

        return use(key);
    }

    private void Make()
    {
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(options.KeyFile)!);
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var partial = $"{options.KeyFile}.{Guid.NewGuid():N}.partial";
        try
        {
            using (var file = new StreamWriter(OwnFile.Create(partial)))
            {
                file.Write(made.ExportPkcs8PrivateKeyPem());
            }

            File.Move(partial, options.KeyFile);
        }
        catch (IOException) when (File.Exists(options.KeyFile))
        {
            // Another process was faster; its key stands.
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
